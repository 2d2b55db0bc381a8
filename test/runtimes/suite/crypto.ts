// What tests take from `node:crypto`, as a reference, on runtimes that do not have it. That it agrees with it is shown by
// the same tests on those that do.
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

const hashes = { md5, sha1, sha256, sha384, sha512 } as const;
type Name = keyof typeof hashes;
type Bytes = string | Uint8Array;

/** The part of `Hash` and `Hmac` that tests use. */
interface Hashing {
  update(data: Bytes, encoding?: BufferEncoding): Hashing;
  digest(): Buffer;
  digest(encoding: BufferEncoding): string;
}

function hashing(hash: { update(data: Uint8Array): unknown; digest(): Uint8Array }): Hashing {
  const self: Hashing = {
    update: (data, encoding) => {
      hash.update(bytesOf(data, encoding));
      return self;
    },
    digest: ((encoding?: BufferEncoding) => {
      const digest = Buffer.from(hash.digest());
      return encoding === undefined ? digest : digest.toString(encoding);
    }) as Hashing['digest'],
  };
  return self;
}

// `Buffer` of the package loses a surrogate that stands alone.
const bytesOf = (data: Bytes, encoding?: BufferEncoding): Uint8Array => {
  if (typeof data !== 'string') return new Uint8Array(data);
  if (encoding === undefined || encoding === 'utf8') return new TextEncoder().encode(data);
  return new Uint8Array(Buffer.from(data, encoding));
};

export const createHash = (name: Name) => hashing(hashes[name].create());
export const createHmac = (name: Name, key: Bytes) =>
  hashing(hmac.create(hashes[name], bytesOf(key)));
export const randomBytes = (count: number) =>
  Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(count)));
export const timingSafeEqual = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b);
