import { createHash, createHmac, getHashes, timingSafeEqual } from 'node:crypto';
import type { Algorithm, Bytes, Encoding } from './types.js';

/** `encoding(hash(data))`; strings are taken as UTF-8. */
export function hash(algorithm: Algorithm, data: Bytes, encoding: Encoding): string {
  return createHash(algorithm).update(data).digest(encoding);
}

/** `encoding(HMAC(key, data))` (RFC 2104); strings are taken as UTF-8. */
export function hmac(algorithm: Algorithm, key: Bytes, data: Bytes, encoding: Encoding): string {
  return createHmac(algorithm, key).update(data).digest(encoding);
}

/** Compares two ASCII strings in a time that depends on their lengths only. */
export function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** Whether this runtime has a hash. */
export function supports(algorithm: Algorithm): boolean {
  return getHashes().includes(algorithm);
}
