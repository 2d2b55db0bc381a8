import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseAuthParams } from '../src/header/auth-params.js';
import { digest, parseBasic, parseChallenges } from '../src/index.js';
import { request } from './request.js';

const kibibytes16 = 16 * 1024;

describe('parseAuthParams', () => {
  it.each<[string, Record<string, string>]>([
    ['', {}],
    [' \t, ,', {}],
    ['a=1', { a: '1' }],
    [',a=1,', { a: '1' }],
    ['A \t=\t "x" , b=y', { a: 'x', b: 'y' }],
    ['a="", b=, c=', { a: '', b: '', c: '' }],
    ['a= \t', { a: '' }],
    ['a="\\"\\\\\\x"', { a: '"\\x' }],
    ['a="b, c=d"', { a: 'b, c=d' }],
    ['__proto__=x, constructor=y', { ['__proto__']: 'x', constructor: 'y' }],
    ["!#$%&'*+-.^_`|~09azAZ=1", { "!#$%&'*+-.^_`|~09azaz": '1' }],
  ])('reads %j', (text, expected) => {
    expect(Object.entries(parseAuthParams(text) ?? { failed: '' })).toEqual(
      Object.entries(expected),
    );
  });

  it.each([
    'a',
    'a ',
    '=1',
    '@=1',
    'a=@',
    'a= @',
    'a=1 b=2',
    'a=1;b=2',
    'a=1"',
    'a="1',
    'a="1\\"',
    'a="\\',
    'a="1"x',
    'a=1, a=2',
    'a=1, A=2',
    'a==1',
    'ä=1',
    'a=ä',
    'a\n=1',
    'a=1\n',
  ])('refuses %j', (text) => {
    expect(parseAuthParams(text)).toBeUndefined();
  });

  it('reads back what was written, whatever the spaces', () => {
    const token = fc.stringMatching(/^[a-z0-9!#$%&'*+.^_`|~-]{1,8}$/);
    const blank = fc.stringMatching(/^[ \t]{0,3}$/);
    const value = fc.oneof(
      token.map((text) => [text, text] as const),
      fc.string().map((text) => [`"${text.replace(/["\\]/g, '\\$&')}"`, text] as const),
    );
    const entry = fc.record({ name: token, value, blanks: fc.tuple(blank, blank, blank, blank) });
    fc.assert(
      fc.property(
        fc.uniqueArray(entry, { selector: ({ name }) => name, maxLength: 64 }),
        (entries) => {
          const text = entries
            .map(
              ({ name, value: [written], blanks: [a, b, c, d] }) =>
                `${a + name + b}=${c}${written}${d}`,
            )
            .join(',');
          const read = parseAuthParams(text);
          expect(Object.entries(read ?? {}).sort()).toEqual(
            entries.map(({ name, value: [, meant] }) => [name, meant]).sort(),
          );
        },
      ),
    );
  });
});

describe('bounds', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => `p${i}=1`).join();

  it('64 parameters', () => {
    expect(Object.keys(parseAuthParams(many(64)) ?? {}).length).toBe(64);
    expect(parseAuthParams(many(65))).toBeUndefined();
  });

  it('16 KiB', () => {
    const long = (length: number) => `a="${'x'.repeat(length - 4)}"`;
    expect(parseAuthParams(long(kibibytes16))?.a?.length).toBe(kibibytes16 - 4);
    expect(parseAuthParams(long(kibibytes16 + 1))).toBeUndefined();
    expect(parseChallenges([`Basic ${long(kibibytes16 - 6)}`])).toHaveLength(1);
    expect(parseChallenges([`Basic ${long(kibibytes16 - 5)}`])).toEqual([]);
  });

  it('above them, Digest credentials are malformed', async () => {
    const guard = digest({ realm: 'r', credentials: { u: 'p' } });
    for (const header of [`Digest ${many(65)}`, `Digest ${'a'.repeat(kibibytes16)}`]) {
      expect(await guard(request(header))).toMatchObject({
        error: { code: 'malformed-credentials' },
      });
    }
  });
});

/** Headers that make a careless parser backtrack, each of about the given length. */
const nasty: Record<string, (length: number) => string> = {
  blanks: (n) => ' '.repeat(n),
  'blanks before a bad character': (n) => `${' '.repeat(n)}@`,
  'blanks after a name': (n) => `a${' '.repeat(n)}@`,
  'blanks after an equals sign': (n) => `a=${' '.repeat(n)}@`,
  'blanks and an end after an equals sign': (n) => `a=${' '.repeat(n)}`,
  'blanks after a value': (n) => `a=1${' '.repeat(n)}@`,
  'an endless name': (n) => 'a'.repeat(n),
  'an endless value': (n) => `a=${'b'.repeat(n)}@`,
  'an open quote': (n) => `a="${'b'.repeat(n)}`,
  'an open quote with backslashes': (n) => `a="${'\\"'.repeat(n / 2)}`,
  'many open quotes': (n) => 'a="b'.repeat(n / 4),
  'many parameters': (n) => Array.from({ length: n / 9 }, (_, i) => `${i}=1`).join(' , '),
  'many commas': (n) => ','.repeat(n),
  'many equals signs': (n) => `a${'='.repeat(n)}@`,
  'many schemes': (n) => 'ab '.repeat(n / 3),
  'many schemes with tokens': (n) => 'a b==, '.repeat(n / 7),
  'many schemes with a parameter': (n) => 'a b=c, '.repeat(n / 7),
  'blanks between schemes': (n) => `a${' '.repeat(n / 2)}b${' '.repeat(n / 2)}`,
};

describe('the work is linear in the length of the header', () => {
  afterEach(() => vi.restoreAllMocks());

  /** How many characters a parser reads: the scanner has no other way to read one. */
  function looks(parse: () => unknown): number {
    const spy = vi.spyOn(String.prototype, 'charCodeAt');
    parse();
    const { length } = spy.mock.calls;
    spy.mockRestore();
    return length;
  }

  it.each(Object.keys(nasty))('%s', (name) => {
    for (const length of [1000, 16_000]) {
      const text = nasty[name]?.(length) ?? '';
      expect(text.length).toBeLessThan(kibibytes16);
      expect(looks(() => parseAuthParams(text))).toBeLessThanOrEqual(3 * text.length + 10);
      expect(looks(() => parseChallenges([text]))).toBeLessThanOrEqual(12 * text.length + 10);
      expect(looks(() => parseChallenges([`Scheme ${text}`]))).toBeLessThanOrEqual(
        12 * text.length + 80,
      );
    }
    expect(looks(() => parseAuthParams('a=1'))).toBeGreaterThan(2);
  });

  it('a header that is too long is not read', () => {
    expect(looks(() => parseAuthParams(' '.repeat(kibibytes16 + 1)))).toBe(0);
    expect(looks(() => parseChallenges([' '.repeat(kibibytes16 + 1)]))).toBe(0);
  });
});

describe('what follows the scheme', () => {
  const guard = digest({ realm: 'r', credentials: { u: 'p' } });

  it.each(['Digest', 'digest\t', 'DIGEST a=1', `Digest${' '.repeat(8000)}\n`])(
    '%j is Digest, and malformed',
    async (header) => {
      expect(await guard(request(header))).toMatchObject({ error: { status: 400 } });
    },
  );

  it.each(['Digestive a=1', 'Digest,a=1', 'Digest\n', ' Digest a=1', 'Basic Digest a=1'])(
    '%j is not',
    async (header) => {
      expect(await guard(request(header))).toMatchObject({ error: { status: 401 } });
    },
  );

  it.each([
    `Basic${' '.repeat(8000)}`,
    `Basic ${'QUFB'.repeat(2000)}${' '.repeat(8000)}x`,
    `Basic ${'='.repeat(8000)}`,
    `Basic ${'QUFB'.repeat(4000)}===`,
  ])('Basic: nothing in %.20s', (header) => {
    expect(parseBasic(header)).toBeUndefined();
  });
});
