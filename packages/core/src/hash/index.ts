// Synchronous hashes on every runtime.
import * as runtime from '#hash';
import type { Algorithm, Bytes, Encoding } from './types.js';

export { equal } from './equal.js';
export type { Algorithm, Bytes, Encoding };

// Typed here and not re-exported: old resolution of types knows no `#hash`.

/**
 * `encoding(hash(data))`; strings are taken as UTF-8.
 *
 * @example
 * hash('sha256', '', 'hex') // 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
 */
export const hash: (algorithm: Algorithm, data: Bytes, encoding: Encoding) => string = runtime.hash;

/**
 * `encoding(HMAC(key, data))` (RFC 2104); strings are taken as UTF-8.
 *
 * @example
 * hmac('sha1', 'key', '', 'base64') // '9Cuw7rAY671Fl65yE3EexgdghD8='
 */
export const hmac: (algorithm: Algorithm, key: Bytes, data: Bytes, encoding: Encoding) => string =
  runtime.hmac;

/**
 * Whether this runtime has a hash.
 *
 * @example
 * supports('sha256') // true
 */
export const supports: (algorithm: Algorithm) => boolean = runtime.supports;
