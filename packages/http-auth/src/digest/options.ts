import { OptionError } from '@sig/core';
import { checkNames, checkRealm } from '../options.js';
import { baseOf, canCompute, type DigestAlgorithm, digestAlgorithms } from './algorithms.js';
import { type DigestCredentials, type Ha1LookUp, ha1LookUp } from './credentials.js';
import { memoryStore, type NonceStore } from './nonce-counts.js';
import { type Nonces, statelessNonces } from './nonces.js';

/** The options of `digest()`. */
export interface DigestOptions {
  /** What the user is asked for credentials for. */
  readonly realm: string;
  /** Passwords or H(A1)s by user name, or a function that looks them up. */
  readonly credentials: DigestCredentials;
  /** The algorithms to offer, in this order. Default: SHA-256, then MD5. */
  readonly algorithms?: readonly DigestAlgorithm[];
  /** The qualities of protection to offer: `auth-int` covers the body too. Default: `auth`. */
  readonly qop?: readonly ('auth' | 'auth-int')[];
  /** How long a nonce is good for, in milliseconds. Default: 5 minutes. */
  readonly nonceLifetime?: number;
  /**
   * What nonces are sealed with, at least 16 characters. Instances with one secret accept each other's;
   * give them one `store` as well. Default: random, for this process alone.
   */
  readonly secret?: string;
  /** Remembers the nonce counts that were used. Default: in this process. */
  readonly store?: NonceStore;
  /** Text that clients return unchanged. Default: none. */
  readonly opaque?: string;
  /** URIs of the protection space, separated by spaces. Default: the whole server. */
  readonly domain?: string;
  /** Whether clients are asked to hash user names. Default: false. */
  readonly userhash?: boolean;
  /** As in `webhook()`: the origin, with the path that a proxy strips, if it strips one. */
  readonly publicUrl?: string;
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number;
}

/** Options of `digest()`, checked, with their defaults. */
export interface CheckedDigestOptions {
  readonly realm: string;
  readonly algorithms: readonly DigestAlgorithm[];
  readonly qop: readonly string[];
  readonly nonceLifetime: number;
  readonly opaque: string | undefined;
  readonly domain: string | undefined;
  readonly userhash: boolean;
  readonly prefix: string;
  readonly lookUp: Ha1LookUp;
  readonly nonces: Nonces;
  readonly store: NonceStore;
  readonly now: () => number;
}

const names = [
  'realm',
  'credentials',
  'algorithms',
  'qop',
  'nonceLifetime',
  'secret',
  'store',
  'opaque',
  'domain',
  'userhash',
  'publicUrl',
  'now',
];

/** @throws OptionError that names the option */
export function checkDigestOptions(options: DigestOptions): CheckedDigestOptions {
  checkNames(options, names);
  const { realm, algorithms = ['SHA-256', 'MD5'], qop = ['auth'], now = Date.now } = options;
  const { nonceLifetime = 5 * 60_000, opaque, domain, userhash = false, publicUrl } = options;
  checkRealm(realm);
  checkAlgorithms(algorithms);
  if (qop.length === 0 || !qop.every((one) => one === 'auth' || one === 'auth-int')) {
    throw new OptionError('qop', '"qop" must be a list of "auth" and "auth-int".');
  }
  if (!Number.isFinite(nonceLifetime) || nonceLifetime <= 0) {
    throw new OptionError('nonceLifetime', '"nonceLifetime" must be milliseconds above 0.');
  }
  for (const [name, text] of Object.entries({ opaque, domain })) {
    if (text === undefined || /^[\x20-\x7e]+$/.test(text)) continue;
    throw new OptionError(name, `"${name}" must be text of printable ASCII, and not empty.`);
  }
  if (publicUrl !== undefined && !/^https?:\/\/[^/?#\s]+(?:\/[^?#\s]*)?$/i.test(publicUrl)) {
    throw new OptionError('publicUrl', '"publicUrl" must be an origin, with or without a path.');
  }
  return {
    realm,
    algorithms,
    qop,
    nonceLifetime,
    opaque,
    domain,
    userhash,
    prefix: publicUrl?.replace(/^https?:\/\/[^/]+/i, '').replace(/\/$/, '') ?? '',
    lookUp: ha1LookUp(options.credentials, realm, algorithms),
    nonces: statelessNonces(realm, options.secret, now),
    store: options.store ?? memoryStore({ now }),
    now,
  };
}

function checkAlgorithms(algorithms: readonly DigestAlgorithm[]): void {
  const known = (algorithm: DigestAlgorithm) => digestAlgorithms.includes(algorithm);
  if (algorithms.length === 0 || !algorithms.every(known)) {
    throw new OptionError('algorithms', `"algorithms" must be of: ${digestAlgorithms.join(', ')}.`);
  }
  const missing = algorithms.find((algorithm) => !canCompute(algorithm));
  if (missing === undefined) return;
  throw new OptionError('algorithms', `This runtime has no ${baseOf(missing)}.`);
}
