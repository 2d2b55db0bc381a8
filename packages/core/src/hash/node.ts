import { createHash, createHmac, getHashes, timingSafeEqual } from 'node:crypto';
import type { Algorithm, Bytes, Encoding } from './types.js';

/** `encoding(hash(data))`; strings are taken as UTF-8. */
export function hash(algorithm: Algorithm, data: Bytes, encoding: Encoding): string {
  return createHash(algorithm).update(data).digest(encoding);
}

/** `encoding(HMAC(key, data))` (RFC 2104); strings are taken as UTF-8. */
export function hmac(algorithm: Algorithm, key: Bytes, data: Bytes, encoding: Encoding): string {
  const bytes = typeof key === 'string' ? keyBytes(key) : key;
  return createHmac(algorithm, bytes).update(data).digest(encoding);
}

/** Keys as bytes: Node takes those faster than text, and there are few of them. */
const keys = new Map<string, Buffer>();

function keyBytes(key: string): Buffer {
  const known = keys.get(key);
  if (known !== undefined) return known;
  const bytes = Buffer.from(key);
  if (keys.size >= 64) keys.clear();
  keys.set(key, bytes);
  return bytes;
}

/** Compares two ASCII strings in a time that depends on their lengths only. */
export function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** Whether this runtime has a hash. */
export function supports(algorithm: Algorithm): boolean {
  return getHashes().includes(algorithm);
}
