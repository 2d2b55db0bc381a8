// Synchronous hashes on every runtime.
import * as runtime from '#hash';
import type { Algorithm, Bytes, Encoding } from './types.js';

export type { Algorithm, Bytes, Encoding };

// Typed here and not re-exported: old resolution of types knows no `#hash`.

/** `encoding(hash(data))`; strings are taken as UTF-8. */
export const hash: (algorithm: Algorithm, data: Bytes, encoding: Encoding) => string = runtime.hash;

/** `encoding(HMAC(key, data))` (RFC 2104); strings are taken as UTF-8. */
export const hmac: (algorithm: Algorithm, key: Bytes, data: Bytes, encoding: Encoding) => string =
  runtime.hmac;

/** Compares two strings in a time that depends on their lengths only. */
export const equal: (a: string, b: string) => boolean = runtime.equal;

/** Whether this runtime has a hash. */
export const supports: (algorithm: Algorithm) => boolean = runtime.supports;
