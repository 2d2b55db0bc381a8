import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { hash, hmac, hmacSha1, sha256, supports } from '#hash';
import { equal } from '../src/hash/equal.js';

const bytes = (hex: string) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const repeat = (byte: string, count: number) => bytes(byte.repeat(count));
const ascii = (text: string) => new TextEncoder().encode(text);
const longKey = 'Test Using Larger Than Block-Size Key - Hash Key First';
const longKeyAndData = 'Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data';
const rfc4231LongData =
  'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.';
const counting = bytes('0102030405060708090a0b0c0d0e0f10111213141516171819');

describe('HMAC-SHA1 and HMAC-MD5 (RFC 2202)', () => {
  it.each([
    [repeat('0b', 20), ascii('Hi There'), 'b617318655057264e28bc0b6fb378c8ef146be00'],
    [
      ascii('Jefe'),
      ascii('what do ya want for nothing?'),
      'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
    ],
    [repeat('aa', 20), repeat('dd', 50), '125d7342b9ac11cd91a39af48aa17b4f63f175d3'],
    [counting, repeat('cd', 50), '4c9007f4026250c6bc8414f9bf50c86c2d7235da'],
    [repeat('0c', 20), ascii('Test With Truncation'), '4c1a03424b55e07fe7f27be1d58bb9324a9a5a04'],
    [repeat('aa', 80), ascii(longKey), 'aa4ae5e15272d00e95705637ce8a3b55ed402112'],
    [repeat('aa', 80), ascii(longKeyAndData), 'e8e99d0f45237d786d6bbaa7965c7808bbff1a91'],
  ])('SHA-1 case %#', (key, data, digest) => {
    expect(hmac('sha1', key, data, 'hex')).toBe(digest);
  });

  it.each([
    [repeat('0b', 16), ascii('Hi There'), '9294727a3638bb1c13f48ef8158bfc9d'],
    [ascii('Jefe'), ascii('what do ya want for nothing?'), '750c783e6ab0b503eaa86e310a5db738'],
    [repeat('aa', 16), repeat('dd', 50), '56be34521d144c88dbb8c733f0e8b3f6'],
    [counting, repeat('cd', 50), '697eaf0aca3a3aea3a75164746ffaa79'],
    [repeat('0c', 16), ascii('Test With Truncation'), '56461ef2342edc00f9bab995690efd4c'],
    [repeat('aa', 80), ascii(longKey), '6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd'],
    [repeat('aa', 80), ascii(longKeyAndData), '6f630fad67cda0ee1fb1f562db3aa53e'],
  ])('MD5 case %#', (key, data, digest) => {
    expect(hmac('md5', key, data, 'hex')).toBe(digest);
  });
});

describe('HMAC-SHA-256 (RFC 4231)', () => {
  it.each([
    [
      repeat('0b', 20),
      ascii('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      ascii('Jefe'),
      ascii('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      repeat('aa', 20),
      repeat('dd', 50),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      counting,
      repeat('cd', 50),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
    [
      repeat('aa', 131),
      ascii(longKey),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      repeat('aa', 131),
      ascii(rfc4231LongData),
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
    ],
  ])('case %#', (key, data, digest) => {
    expect(hmac('sha256', key, data, 'hex')).toBe(digest);
  });
});

describe('hash', () => {
  // FIPS 180-4 and RFC 1321 examples.
  it.each([
    ['md5', 'abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['sha1', 'abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['sha256', '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ] as const)('%s of %j', (algorithm, text, digest) => {
    expect(hash(algorithm, text, 'hex')).toBe(digest);
    expect(hash(algorithm, ascii(text), 'base64')).toBe(
      Buffer.from(digest, 'hex').toString('base64'),
    );
  });

  it('takes strings as UTF-8, lone surrogates as U+FFFD', () => {
    expect(hash('sha256', 'Zoë 👋', 'hex')).toBe(hash('sha256', ascii('Zoë 👋'), 'hex'));
    expect(hmac('sha1', 'ключ', '\ud800', 'hex')).toBe(
      hmac('sha1', ascii('ключ'), ascii('\ufffd'), 'hex'),
    );
  });
});

describe('the two that every request needs', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constant('\ud800'));
  const long = text.map((piece) => piece.repeat(8192));

  it('hmacSha1 is HMAC-SHA1 in base64, for any key and text', () => {
    fc.assert(
      fc.property(text, fc.oneof(text, long), (key, data) => {
        const expected = createHmac('sha1', key).update(data).digest('base64');
        expect(hmacSha1(key, data)).toBe(expected);
        // Once more, with the key known.
        expect(hmacSha1(key, data)).toBe(expected);
      }),
    );
  });

  it('keys of every length', () => {
    for (let length = 0; length < 130; length++) {
      const key = 'k'.repeat(length);
      expect(hmacSha1(key, 'text')).toBe(createHmac('sha1', key).update('text').digest('base64'));
    }
  });

  it('sha256 is SHA-256 in hex, of bytes and of text', () => {
    fc.assert(
      fc.property(text, (data) => {
        const expected = createHash('sha256').update(data).digest('hex');
        expect(sha256(data)).toBe(expected);
        expect(sha256(Buffer.from(data))).toBe(expected);
      }),
    );
  });

  it.each([
    ['no one-shot hash', undefined],
    [
      'one that knows no encoding but hex',
      (algorithm: string, data: string | Buffer) =>
        createHash(algorithm).update(data).digest('hex'),
    ],
  ])('come out the same where the runtime has %s', async (_title, oneShot) => {
    vi.doMock('node:crypto', async (original) => ({
      ...(await original<object>()),
      hash: oneShot,
    }));
    vi.resetModules();
    const older = await import('../src/hash/node.js');
    vi.doUnmock('node:crypto');
    for (const data of ['', 'text', 'Zoë 👋', 'x'.repeat(10_000)]) {
      expect(older.hmacSha1('key', data)).toBe(hmacSha1('key', data));
      expect(older.sha256(data)).toBe(sha256(data));
    }
  });
});

describe('equal', () => {
  it.each([
    ['A'.repeat(28), 'A'.repeat(28), true],
    ['A'.repeat(28), `${'A'.repeat(27)}B`, false],
    // The same in its low bytes only.
    ['A'.repeat(28), `${'A'.repeat(27)}\u0141`, false],
    ['A', '\u0141', false],
    ['', '', true],
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'ab', false],
    ['abc', 'ABC', false],
  ])('%j and %j: %s', (a, b, same) => {
    expect(equal(a, b)).toBe(same);
  });
});

it('supports() tells what hash() can do', () => {
  expect(['md5', 'sha1', 'sha256'].every((name) => supports(name as 'md5'))).toBe(true);
  // FIPS 180-4, "abc".
  const digest = '53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23';
  if (supports('sha512-256')) expect(hash('sha512-256', 'abc', 'hex')).toBe(digest);
  else expect(() => hash('sha512-256', 'abc', 'hex')).toThrow(/sha512-256/);
});
