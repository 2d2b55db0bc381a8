import { OptionError } from '@sig/core';
import { checkOptionNames } from '@sig/core/adapter';
import { checkRealm, checkText } from '../options.js';
import { baseOf, canCompute, type DigestAlgorithm, digestAlgorithms } from './algorithms.js';
import { type DigestCredentials, type Ha1LookUp, ha1LookUp } from './credentials.js';
import { checkClock, memoryStore, type NonceStore } from './nonce-counts.js';
import { type Nonces, statelessNonces } from './nonces.js';

/** The options of `digest()`. */
export interface DigestOptions {
  /** What the user is asked for credentials for. */
  readonly realm: string;
  /** Passwords or H(A1)s by user name, or a function that looks them up. */
  readonly credentials: DigestCredentials;
  /** The algorithms to offer, in this order. Default: SHA-256, then MD5. */
  readonly algorithms?: readonly DigestAlgorithm[] | undefined;
  /**
   * The qualities of protection to offer: `auth-int` covers the body too. Offer only one: wget and LWP
   * cannot read a list and fail to log in. Default: `auth`.
   */
  readonly qop?: readonly ('auth' | 'auth-int')[] | undefined;
  /** How long a nonce is valid, in milliseconds. Default: 5 minutes. */
  readonly nonceLifetime?: number | undefined;
  /**
   * The key that nonces are sealed with, at least 16 characters. Instances with the same secret accept each
   * other's nonces; give them a common `store` too, or each of them accepts a captured `Authorization` once.
   * Default: random, for this process only.
   */
  readonly secret?: string | undefined;
  /**
   * Remembers which nonce counts were used. Default: in this process ({@link memoryStore}); nonces from
   * before its start are stale.
   */
  readonly store?: NonceStore | undefined;
  /** A string that clients return unchanged. Default: none. */
  readonly opaque?: string | undefined;
  /** URIs of the protection space in one string, separated by spaces. Default: the whole server. */
  readonly domain?: string | undefined;
  /** Whether clients are asked to hash user names. Default: false. */
  readonly userhash?: boolean | undefined;
  /** As in `webhook()`: the origin, with the path prefix that a proxy strips, if any. */
  readonly publicUrl?: string | undefined;
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
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
  /** The clock from the options. */
  readonly now: () => number;
  /** Whole milliseconds, never before the store's `since`, so that a nonce made now is valid. */
  readonly clock: () => number;
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
  checkOptionNames(options, names);
  const { realm, algorithms = ['SHA-256', 'MD5'], qop = ['auth'], now = Date.now } = options;
  const { nonceLifetime = 5 * 60_000, opaque, domain, userhash = false, publicUrl } = options;
  checkRealm(realm);
  checkAlgorithms(algorithms);
  if (!isListOf(['auth', 'auth-int'], qop)) {
    throw new OptionError('qop', '"qop" must be a list of "auth" or "auth-int".');
  }
  if (!Number.isFinite(nonceLifetime) || nonceLifetime <= 0) {
    throw new OptionError('nonceLifetime', '"nonceLifetime" must be milliseconds above 0.');
  }
  if (opaque !== undefined) checkText('opaque', opaque);
  if (domain !== undefined) checkText('domain', domain);
  if (typeof userhash !== 'boolean') {
    throw new OptionError('userhash', '"userhash" must be true or false.');
  }
  checkClock(now);
  const store = options.store === undefined ? memoryStore({ now }) : checkStore(options.store);
  const clock = () => Math.max(Math.floor(now()), Math.ceil(store.since ?? 0));
  return {
    realm,
    algorithms: [...algorithms],
    qop: [...qop],
    nonceLifetime,
    opaque,
    domain,
    userhash,
    prefix: prefixOf(publicUrl),
    lookUp: ha1LookUp(options.credentials, realm, algorithms),
    nonces: statelessNonces(realm, options.secret, clock),
    store,
    now,
    clock,
  };
}

function checkAlgorithms(algorithms: readonly DigestAlgorithm[]): void {
  if (!isListOf(digestAlgorithms, algorithms)) {
    throw new OptionError(
      'algorithms',
      `"algorithms" must be a list of: ${digestAlgorithms.join(', ')}.`,
    );
  }
  const missing = algorithms.find((algorithm) => !canCompute(algorithm));
  if (missing === undefined) return;
  throw new OptionError('algorithms', `This runtime has no ${baseOf(missing)}.`);
}

function isListOf(allowed: readonly string[], list: unknown): boolean {
  return Array.isArray(list) && list.length > 0 && [...list].every((one) => allowed.includes(one));
}

function checkStore(store: NonceStore): NonceStore {
  if (typeof store !== 'object' || store === null || typeof store.use !== 'function') {
    throw new OptionError('store', '"store" must be an object with a function "use".');
  }
  if ('since' in store && !(Number.isFinite(store.since) && Number(store.since) >= 0)) {
    throw new OptionError('store', '"since" of the store must be milliseconds since 1970.');
  }
  return store;
}

/** The path that a proxy strips. */
function prefixOf(publicUrl: string | undefined): string {
  if (publicUrl === undefined) return '';
  if (typeof publicUrl !== 'string' || !/^https?:\/\/[^/?#\s]+(?:\/[^?#\s]*)?$/i.test(publicUrl)) {
    throw new OptionError('publicUrl', '"publicUrl" must be an origin, with or without a path.');
  }
  return publicUrl.replace(/^https?:\/\/[^/]+/i, '').replace(/\/$/, '');
}
