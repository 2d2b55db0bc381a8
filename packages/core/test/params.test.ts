import { describe, expect, it } from 'vitest';
import { OptionError, stringToSign } from '../src/index.js';
import { sortParams, toPairs } from '../src/scheme/params.js';

describe('stringToSign', () => {
  it.each<[string, Parameters<typeof stringToSign>[1], string]>([
    ['no params', undefined, ''],
    [
      'sorted by code unit, case-sensitive',
      { b: '1', B: '2', a: '3', é: '4', 10: '5', 9: '6' },
      '105' + '96' + 'B2' + 'a3' + 'b1' + 'é4',
    ],
    ['names that are prefixes of others', { ab: '1', a: '2', abc: '3' }, 'a2ab1abc3'],
    ['several values: no duplicates, sorted, each with the name', { a: ['2', '1', '2'] }, 'a1a2'],
    ['blank values and names', { '': 'x', a: '' }, 'xa'],
    ['null as blank, undefined as absent', { a: null, b: undefined, c: '1' }, 'ac1'],
    ['an empty list as absent', { a: [], b: '1' }, 'b1'],
    ['nothing trimmed', { ' a ': ' b\r\n' }, ' a  b\r\n'],
    [
      'pairs',
      [
        ['b', '1'],
        ['a', '2'],
        ['b', '0'],
      ],
      'a2b0b1',
    ],
    ['URLSearchParams', new URLSearchParams('b=1&a=2'), 'a2b1'],
    [
      'names of Object.prototype',
      new URLSearchParams('__proto__=x&constructor=y'),
      '__proto__xconstructory',
    ],
  ])('%s', (_title, params, text) => {
    expect(stringToSign('https://example.com/?q', params)).toBe(`https://example.com/?q${text}`);
  });

  it.each([{ a: 1 }, { a: { b: '1' } }, { a: [['x']] }, { a: [1] }, { a: true }, 'text', [1]])(
    'refuses what no form can hold: %j',
    (params) => {
      expect(() => stringToSign('https://example.com/', params as never)).toThrow(OptionError);
    },
  );
});

describe('the params that a handler gets', () => {
  const params = (form: string) => sortParams([...new URLSearchParams(form)]).params;

  it('are what the signature covers: no order, no pair twice', () => {
    expect({ ...params('b=2&a=1&b=1&b=2&c=3&c=3') }).toEqual({ a: '1', b: ['1', '2'], c: '3' });
    expect(params('c=3&a=1&b=2&b=1')).toEqual(params('a=1&b=1&b=2&b=1&c=3'));
  });

  it('have no prototype, so that every name is only a name', () => {
    const hostile = params('__proto__=x&constructor=y&toString=z&__proto__=w');
    expect(Object.getPrototypeOf(hostile)).toBeNull();
    expect(Object.keys(hostile)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.getOwnPropertyDescriptor(hostile, '__proto__')?.value).toEqual(['w', 'x']);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('toPairs', () => {
  it.each([null, undefined, 'a=1', 1, { a: { b: '1' } }, { a: [['1']] }, { a: 1 }])(
    '%j: not flat',
    (input) => {
      expect(toPairs(input)).toBeUndefined();
    },
  );
});
