// `@sig/core/hash`: synchronous hashes on every runtime, for packages beside this one.
export { equal, hash, hmac, supports } from '#hash';
export type { Algorithm, Bytes, Encoding } from './types.js';
