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

/** `hmac('sha1', key, text, 'base64')`: once or more for every request. */
export function hmacSha1(key: string, text: string): string {
  const pads = text.length > shortText ? null : padsOf(key);
  return pads === null ? hmac('sha1', key, text, 'base64') : padded(pads, text);
}

function padded({ inner, outer }: Pads, text: string): string {
  outer.write(oneShot('sha1', inner + text, 'binary'), blockSize, 'binary');
  return oneShot('sha1', outer, 'base64');
}

/** Of longer texts the hashing itself is what costs. */
const shortText = 8 * 1024;
const blockSize = 64;
const digestSize = 20;

/** A key as HMAC-SHA1 uses it (RFC 2104, section 2). */
interface Pads {
  /** Goes before the text. */
  readonly inner: string;
  /** Has room behind it for the digest of the inner hash. */
  readonly outer: Buffer;
}

const known = new Map<string, Pads | null>();

/**
 * The pads of a key, kept, since there are few keys; `null` where they would not be ASCII, or where another
 * implementation of `node:crypto` comes to another result with them than HMAC does.
 */
function padsOf(key: string): Pads | null {
  let pads = known.get(key);
  if (pads !== undefined) return pads;
  pads = /^[\0-\x7f]{1,64}$/.test(key) ? makePads(Buffer.from(key)) : null;
  const proof = 'https://example.com/\u00e9';
  if (pads !== null && padded(pads, proof) !== hmac('sha1', key, proof, 'base64')) pads = null;
  if (known.size >= 64) known.clear();
  known.set(key, pads);
  return pads;
}

function makePads(key: Buffer): Pads {
  const inner = Buffer.alloc(blockSize, 0x36);
  const outer = Buffer.alloc(blockSize + digestSize, 0x5c);
  key.forEach((byte, i) => {
    inner[i] = 0x36 ^ byte;
    outer[i] = 0x5c ^ byte;
  });
  return { inner: inner.toString('latin1'), outer };
}

/** Compares two strings in a time that depends on their lengths only. */
export function equal(a: string, b: string): boolean {
  const { length } = a;
  if (length !== b.length) return false;
  const [left, right] = length === signatureLength ? signatures : [units(length), units(length)];
  for (let i = 0; i < length; i++) {
    left[i] = a.charCodeAt(i);
    right[i] = b.charCodeAt(i);
  }
  return crypto.timingSafeEqual(left, right);
}

/** Room for the UTF-16 code units of a string. */
const units = (length: number) => new Uint16Array(length);

/** Two signatures are compared for every request: 20 bytes in base64. */
const signatureLength = 28;
const signatures = [units(signatureLength), units(signatureLength)] as const;

/** Whether this runtime has a hash. */
export function supports(algorithm: Algorithm): boolean {
  return crypto.getHashes().includes(algorithm);
}
