// For runtimes without node:crypto. WebCrypto is not the fallback: it is asynchronous and has no MD5.
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Algorithm, Bytes, Encoding } from './types.js';

const algorithms = { md5, sha1, sha256: nobleSha256 };

/** Whether this runtime has a hash: SHA-512/256 is left out, to keep this build small. */
export function supports(algorithm: Algorithm): algorithm is keyof typeof algorithms {
  return algorithm in algorithms;
}

function known(algorithm: Algorithm) {
  if (supports(algorithm)) return algorithms[algorithm];
  throw new RangeError(`There is no ${algorithm} here.`);
}

/** `encoding(hash(data))`; strings are taken as UTF-8. */
export function hash(algorithm: Algorithm, data: Bytes, encoding: Encoding): string {
  return encode(known(algorithm)(toBytes(data)), encoding);
}

/** `encoding(HMAC(key, data))` (RFC 2104); strings are taken as UTF-8. */
export function hmac(algorithm: Algorithm, key: Bytes, data: Bytes, encoding: Encoding): string {
  return encode(nobleHmac(known(algorithm), toBytes(key), toBytes(data)), encoding);
}

// Those that requests need name their hash, so that bundlers leave out the others.

/** `hash('sha256', data, 'hex')`. */
export function sha256(data: Bytes): string {
  return bytesToHex(nobleSha256(toBytes(data)));
}

/** `hmac('sha1', key, text, 'base64')`. */
export function hmacSha1(key: string, text: string): string {
  return encode(nobleHmac(sha1, toBytes(key), toBytes(text)), 'base64');
}

/** `hmac('sha256', key, text, 'base64')`. */
export function hmacSha256(key: string, text: string): string {
  return encode(nobleHmac(nobleSha256, toBytes(key), toBytes(text)), 'base64');
}

/** {@link hmacSha1} with one key, for whoever keeps it. */
export function hmacSha1With(key: string): (text: string) => string {
  const keyed = nobleHmac.create(sha1, toBytes(key));
  return (text) => encode(keyed.clone().update(toBytes(text)).digest(), 'base64');
}

/** {@link hmacSha256} with one key, for whoever keeps it. */
export function hmacSha256With(key: string): (text: string) => string {
  const keyed = nobleHmac.create(nobleSha256, toBytes(key));
  return (text) => encode(keyed.clone().update(toBytes(text)).digest(), 'base64');
}

/** So many bytes. */
export function unfilled(length: number): Uint8Array {
  return new Uint8Array(length);
}

function toBytes(data: Bytes): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : data;
}

function encode(digest: Uint8Array, encoding: Encoding): string {
  return encoding === 'hex' ? bytesToHex(digest) : btoa(String.fromCharCode(...digest));
}
