// A namespace, because older runtimes lack `hash`, and a missing name would fail the import.
import * as crypto from 'node:crypto';
import type { Algorithm, Bytes, Encoding } from './types.js';

type OneShot = (algorithm: Algorithm, data: Bytes, encoding: Encoding | 'binary') => string;

/** Hashes what is there at once, where the runtime can at half the cost of an object that can be fed. */
const oneShot: OneShot =
  (crypto.hash as OneShot | undefined) ??
  ((algorithm, data, encoding) => crypto.createHash(algorithm).update(data).digest(encoding));

/** `encoding(hash(data))`; strings are taken as UTF-8. */
export function hash(algorithm: Algorithm, data: Bytes, encoding: Encoding): string {
  return crypto.createHash(algorithm).update(data).digest(encoding);
}

/** `encoding(HMAC(key, data))` (RFC 2104); strings are taken as UTF-8. */
export function hmac(algorithm: Algorithm, key: Bytes, data: Bytes, encoding: Encoding): string {
  return crypto.createHmac(algorithm, key).update(data).digest(encoding);
}

/** `hash('sha256', data, 'hex')`. */
export function sha256(data: Bytes): string {
  return oneShot('sha256', data, 'hex');
}

/** `hmac('sha1', key, text, 'base64')`. */
export function hmacSha1(key: string, text: string): string {
  return hmac('sha1', key, text, 'base64');
}

/** `hmac('sha256', key, text, 'base64')`. */
export function hmacSha256(key: string, text: string): string {
  return hmac('sha256', key, text, 'base64');
}

/** {@link hmacSha1} with one key, for whoever keeps it. */
export function hmacSha1With(key: string): (text: string) => string {
  return hmacWith('sha1', 20, key);
}

/** {@link hmacSha256} with one key, for whoever keeps it. */
export function hmacSha256With(key: string): (text: string) => string {
  return hmacWith('sha256', 32, key);
}

/**
 * HMAC with one key: the pads of RFC 2104, section 2 are made once, and two one-shot hashes cost about half of
 * what `createHmac` does.
 */
function hmacWith(algorithm: 'sha1' | 'sha256', digestSize: number, key: string) {
  const plain = (text: string) => hmac(algorithm, key, text, 'base64');
  // The pad is prepended to text, so the pads must be ASCII as well.
  if (!/^[\0-\x7f]{1,64}$/.test(key)) return plain;
  const bytes = Buffer.from(key.padEnd(blockSize, '\0'));
  const inner = String.fromCharCode(...bytes.map((byte) => byte ^ 0x36));
  const outer = Buffer.concat([bytes.map((byte) => byte ^ 0x5c), Buffer.alloc(digestSize)]);
  return (text: string) => {
    // Of longer texts the hashing itself is what costs.
    if (text.length > shortText) return plain(text);
    outer.write(oneShot(algorithm, inner + text, 'binary'), blockSize, 'binary');
    return oneShot(algorithm, outer, 'base64');
  };
}

const shortText = 8 * 1024;
/** Of SHA-1 and SHA-256 alike (RFC 6234, section 4). */
const blockSize = 64;

/**
 * So many bytes with anything in them: write each before you read it. They come out of a pool, because memory of its own
 * for each form costs a third of what it takes to verify it.
 */
export function unfilled(length: number): Uint8Array {
  return Buffer.allocUnsafe(length);
}

/** Whether this runtime has a hash. */
export function supports(algorithm: Algorithm): boolean {
  return crypto.getHashes().includes(algorithm);
}
