import { describe, expect, it } from 'vitest';
import { bodyHash, OptionError, sign } from '../src/index.js';

const authToken = 'token';

describe('sign', () => {
  it.each([
    ['https://h/p', `https://h/p?bodySHA256=${bodyHash('x')}`],
    ['https://h/p?', `https://h/p?bodySHA256=${bodyHash('x')}`],
    ['https://h/p?a=1', `https://h/p?a=1&bodySHA256=${bodyHash('x')}`],
    ['https://h/p?a=1&', `https://h/p?a=1&bodySHA256=${bodyHash('x')}`],
    ['https://h/p?a=1#f', `https://h/p?a=1&bodySHA256=${bodyHash('x')}`],
    ['https://h/p?bodySHA256=old', `https://h/p?bodySHA256=${bodyHash('x')}`],
    ['https://h/p?bodySHA256=old#f', `https://h/p?bodySHA256=${bodyHash('x')}`],
    [
      `https://h/p?a=%7e&bodySHA256=${bodyHash('y')}&&b&bodySHA256&c=`,
      `https://h/p?a=%7e&&b&c=&bodySHA256=${bodyHash('x')}`,
    ],
    [
      'https://h/p?xbodySHA256=1&bodySHA256x=2',
      `https://h/p?xbodySHA256=1&bodySHA256x=2&bodySHA256=${bodyHash('x')}`,
    ],
  ])('adds the hash of a body to %s', (url, signed) => {
    expect(sign({ authToken, url, body: 'x' }).url).toBe(signed);
  });

  it('adds nothing for an empty body', () => {
    expect(sign({ authToken, url: 'https://h/', body: '' })).toEqual(
      sign({ authToken, url: 'https://h/' }),
    );
  });

  it.each([
    ['no token', { authToken: '', url: 'https://h/' }],
    ['no URL', { authToken, url: '' }],
    ['params and body', { authToken, url: 'https://h/', params: {}, body: 'x' }],
    ['params that no form can hold', { authToken, url: 'https://h/', params: { a: 1 } as never }],
  ])('refuses %s', (_title, options) => {
    expect(() => sign(options)).toThrow(OptionError);
  });
});
