import { hash, supports } from '@sig/core/adapter';

/**
 * The algorithms of RFC 7616, section 6.1, strongest first.
 *
 * @example
 * digestAlgorithms.includes('SHA-256') // true
 */
export const digestAlgorithms = [
  'SHA-512-256',
  'SHA-512-256-sess',
  'SHA-256',
  'SHA-256-sess',
  'MD5',
  'MD5-sess',
] as const;

/** The name of an algorithm, as written in `algorithm`. */
export type DigestAlgorithm = (typeof digestAlgorithms)[number];

const hashes = { 'SHA-512-256': 'sha512-256', 'SHA-256': 'sha256', MD5: 'md5' } as const;

/** The hash of an algorithm: `-sess` changes what is hashed, not how. */
export function baseOf(algorithm: DigestAlgorithm): keyof typeof hashes {
  return algorithm.replace('-sess', '') as keyof typeof hashes;
}

/** H() of RFC 7616, section 3.3: lower-case hex. Text is hashed as UTF-8. */
export function digestHash(algorithm: DigestAlgorithm, data: string | Uint8Array): string {
  return hash(hashes[baseOf(algorithm)], data, 'hex');
}

/** The algorithm of that name, in any case; MD5 if none is given; `undefined` for an unknown one. */
export function algorithmNamed(name: string | undefined): DigestAlgorithm | undefined {
  if (name === undefined) return 'MD5';
  const wanted = name.toLowerCase();
  return digestAlgorithms.find((algorithm) => algorithm.toLowerCase() === wanted);
}

/** Whether this runtime can compute an algorithm. */
export function canCompute(algorithm: DigestAlgorithm): boolean {
  return supports(hashes[baseOf(algorithm)]);
}
