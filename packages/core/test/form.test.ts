import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxParams } from '../src/scheme/param-count.js';
import { sortValues } from '../src/scheme/params.js';
import { parseForm, parseFormValues } from '../src/scheme/parse-form.js';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('parseForm', () => {
  it.each([
    ['', []],
    ['a=1', [['a', '1']]],
    [
      'a=1&a=2&a=1',
      [
        ['a', '1'],
        ['a', '2'],
        ['a', '1'],
      ],
    ],
    [
      'a=&b&=c&=',
      [
        ['a', ''],
        ['b', ''],
        ['', 'c'],
        ['', ''],
      ],
    ],
    ['&&a=1&&', [['a', '1']]],
    ['a=b=c', [['a', 'b=c']]],
    ['a;b=c;d', [['a;b', 'c;d']]],
    ['a+b=c+d%2B', [['a b', 'c d+']]],
    [
      'a=%zz&b=%4&c=%',
      [
        ['a', '%zz'],
        ['b', '%4'],
        ['c', '%'],
      ],
    ],
    ['a=%zz+%41', [['a', '%zz A']]],
    [
      'a=%C3%A9&b=é',
      [
        ['a', 'é'],
        ['b', 'é'],
      ],
    ],
    ['a=%F0%9F%91%8B', [['a', '👋']]],
    ['a=%FF', [['a', '\ufffd']]],
    ['a=%EF%BB%BFx', [['a', '\ufeffx']]],
    [
      '__proto__=x&constructor=y',
      [
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ],
    ],
    [
      'a[b]=c&a.b=d',
      [
        ['a[b]', 'c'],
        ['a.b', 'd'],
      ],
    ],
    [' a = b ', [[' a ', ' b ']]],
    ['a=%00%0D%0A', [['a', '\0\r\n']]],
    [
      'a%3Db=c%26d%3D&_',
      [
        ['a=b', 'c&d='],
        ['_', ''],
      ],
    ],
    ['é%3D=_%26é', [['é=', '_&é']]],
    ['%FF%3D=%C3%26', [['\ufffd=', '\ufffd&']]],
  ])('%j', (body, pairs) => {
    expect(parseForm(utf8(body))).toEqual(pairs);
  });

  it('joins escapes with the raw bytes around them', () => {
    // é, half raw and half escaped
    expect(parseForm(Uint8Array.of(0x61, 0x3d, 0xc3, 0x25, 0x41, 0x39))).toEqual([['a', 'é']]);
  });

  it('keeps a byte order mark', () => {
    expect(parseForm(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toEqual([['\ufeffa', '']]);
  });

  const byte = fc.oneof(
    fc.nat(255),
    // The bytes that mean something, and the digits of escapes.
    fc.constantFrom(...Array.from('&=+%;0123456789abcdefABCDEF', (char) => char.charCodeAt(0))),
  );

  it('agrees with URLSearchParams on any bytes', () => {
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), (bytes) => {
        // URLSearchParams takes text; escaped, every byte reaches its parser as it is.
        const text = bytes
          .map((b) => (b < 0x80 ? String.fromCharCode(b) : `%${b.toString(16)}`))
          .join('')
          // It strips a leading "?" from a string, which is no part of the format.
          .replace(/^/, '&');
        expect(parseForm(Uint8Array.from(bytes))).toEqual([...new URLSearchParams(text)]);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads back whatever URLSearchParams prints', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))),
        (pairs) => {
          expect(parseForm(utf8(new URLSearchParams(pairs).toString()))).toEqual(pairs);
        },
      ),
    );
  });
});

describe('a megabyte', () => {
  const megabyte = 1_000_000;
  // Quadratic work would take minutes, and run into the time limit that every test has.
  it.each([
    ['names without values', () => 'a&'],
    ['one name, many values', () => 'a=b&'],
    ['one name, many different values', (i: number) => `a=${i}&`],
    ['many names', (i: number) => `n${i}=v&`],
    ['escaped separators', () => 'a=%26&'],
    ['one value of escaped separators', (i: number) => (i === 0 ? 'a=%3D' : '%26')],
    ['bad escapes', () => '%'],
  ])('of %s does not hang', (_title, piece) => {
    const pieces = Array.from({ length: maxParams }, (_, i) => piece(i)).join('');
    const last = pieces.slice(pieces.lastIndexOf('&') + 1) || 'last=';
    const body = pieces + last.repeat((megabyte - pieces.length) / last.length);
    if (pieces.endsWith('&')) expect(() => parseFormValues(utf8(body))).toThrow('parameters');
    const { params, text } = sortValues(parseFormValues(utf8(body.replace('&', ''))));
    expect(text.length).toBeGreaterThan(0);
    expect(Object.keys(params).length).toBeGreaterThan(0);
  });
});

it('takes so many parameters and no more', () => {
  const form = (count: number) => utf8('&a=&'.repeat(count));
  expect(parseForm(form(maxParams)).length).toBe(maxParams);
  expect(() => parseForm(form(maxParams + 1))).toThrow(
    expect.objectContaining({ code: 'body-too-large', status: 413 }),
  );
});
