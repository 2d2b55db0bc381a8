import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidateUrls, maxCandidates, originalQueries } from '../src/index.js';
import { joinUrl, splitUrl } from '../src/url/split.js';
import { basicUserinfo } from '../src/url/userinfo.js';

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

describe('candidateUrls', () => {
  it.each([
    ['a default port', 'https://h/p', '', ['https://h/p', 'https://h:443/p']],
    ['a default port of http', 'http://h/p?q', '', ['http://h/p?q', 'http://h:80/p?q']],
    [
      'a default port of wss',
      'wss://h/p/',
      '',
      ['wss://h/p/', 'wss://h:443/p/', 'wss://h/p', 'wss://h:443/p'],
    ],
    ['any port dropped', 'https://h:8443/p', '', ['https://h:8443/p', 'https://h/p']],
    [
      'brackets of IPv6 untouched',
      'https://[::1]:8443/p',
      '',
      ['https://[::1]:8443/p', 'https://[::1]/p'],
    ],
    ['IPv6 without a port', 'https://[::1]/p', '', ['https://[::1]/p', 'https://[::1]:443/p']],
    [
      'colons in the query untouched',
      'https://h?a=b:1',
      '',
      ['https://h?a=b:1', 'https://h:443?a=b:1'],
    ],
    [
      'userinfo of the URL',
      'https://u:p@h/p',
      '',
      ['https://u:p@h/p', 'https://u:p@h:443/p', 'https://h/p', 'https://h:443/p'],
    ],
    [
      'userinfo of the request',
      'https://h:1/p',
      'u:p',
      ['https://h:1/p', 'https://h/p', 'https://u:p@h:1/p', 'https://u:p@h/p'],
    ],
    [
      'apostrophe',
      "https://h/p?a='b'",
      '',
      [
        "https://h/p?a='b'",
        "https://h:443/p?a='b'",
        'https://h/p?a=%27b%27',
        'https://h:443/p?a=%27b%27',
      ],
    ],
    ['apostrophe in the path untouched', "https://h/'", '', ["https://h/'", "https://h:443/'"]],
    [
      'the implied slash',
      'https://h/p/?q',
      '',
      ['https://h/p/?q', 'https://h:443/p/?q', 'https://h/p?q', 'https://h:443/p?q'],
    ],
    [
      'the slash of the root',
      'https://h/',
      '',
      ['https://h/', 'https://h:443/', 'https://h', 'https://h:443'],
    ],
    [
      'a WebSocket slash added',
      'wss://h/p',
      '',
      ['wss://h/p', 'wss://h:443/p', 'wss://h/p/', 'wss://h:443/p/'],
    ],
    ['no URL at all', 'nonsense', 'u', ['nonsense']],
  ])('%s', (_title, url, userinfo, candidates) => {
    expect([...candidateUrls(url, userinfo)]).toEqual(candidates);
  });

  it('is bounded, distinct, and starts with the URL as is, for any text', () => {
    const parts = fc.array(
      fc.constantFrom(
        'https://',
        'wss://',
        'u:p@',
        'h',
        ':443',
        ':1',
        '/',
        'p',
        '?',
        "'",
        '%27',
        '#',
        '[::1]',
        '@',
        ' ',
      ),
    );
    fc.assert(
      fc.property(parts, fc.constantFrom('', 'u', 'u:p'), (texts, userinfo) => {
        const url = texts.join('');
        const list = [...candidateUrls(url, userinfo)];
        expect(list[0]).toBe(url);
        expect(list.length).toBeLessThanOrEqual(maxCandidates);
        expect(new Set(list).size).toBe(list.length);
      }),
    );
  });

  it('reaches its bound', () => {
    expect([...candidateUrls("https://h/p/?a='", 'u:p')].length).toBe(maxCandidates);
  });
});

describe('a query that the framework has printed again', () => {
  it.each([
    '?a=b',
    '?',
    '?flag',
    '?flag&a=1',
    '?q=a%20b',
    '?q=a+b',
    "?q=it's",
    '?cb=https://a.b/c?d',
    '?cb=https%3A%2F%2Fa.b%2Fc',
    '?x=a|b',
    '?x=[1]{2}',
    '?e=%C3%A9&x=(1),~*',
    '?a%5Bb%5D=%25%26%3D%23%2B',
    '?a&a&a=1',
  ])('%s', (query) => {
    const printed = new URL(`https://h/p?${new URLSearchParams(query)}`).href;
    expect([...candidateUrls(printed, '', originalQueries)]).toContain(`https://h/p${query}`);
  });

  it('every candidate has the same names and values, and the list is bounded', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 }), (pairs) => {
        const printed = `https://h/p?${new URLSearchParams(pairs)}`;
        const list = [...candidateUrls(printed, 'u:p', originalQueries)];
        expect(list[0]).toBe(printed);
        expect(list.length).toBeLessThanOrEqual(maxCandidates);
        for (const url of list) {
          expect([...new URL(url).searchParams]).toEqual([...new URLSearchParams(pairs)]);
        }
      }),
    );
  });
});

describe('splitUrl', () => {
  it('changes no byte of any URL', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl({ withQueryParameters: true, withFragments: true }),
          fc.string({ unit: 'binary' }).map((text) => `https://${text}`),
        ),
        (url) => {
          const parts = splitUrl(url);
          expect(parts && joinUrl(parts)).toBe(url);
        },
      ),
    );
  });

  it('finds the parts', () => {
    expect(splitUrl('https://u:p@[::1]:8/a/b?c#d')).toEqual({
      scheme: 'https://',
      userinfo: 'u:p@',
      host: '[::1]',
      port: ':8',
      path: '/a/b',
      query: '?c#d',
    });
  });
});

describe('basicUserinfo', () => {
  it.each([
    [undefined, ''],
    ['Bearer abc', ''],
    ['Basic', ''],
    ['Basic !!!', ''],
    [basic('no colon'), ''],
    [basic('user:pass'), 'user:pass'],
    [basic('user:'), 'user'],
    [basic('u$er:p&s=1'), 'u$er:p&s=1'],
    [basic('a/b?c#d@e:f:g'), 'a%2Fb%3Fc%23d%40e:f%3Ag'],
    [basic('Zoë:пароль'), 'Zo%C3%AB:%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C'],
    [`basic ${Buffer.from([0xff, 0x3a]).toString('base64')}`, ''],
  ])('%s: %s', (header, userinfo) => {
    expect(basicUserinfo(header)).toBe(userinfo);
  });

  it('never yields a character that ends the authority of a URL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (credentials) => {
        expect(basicUserinfo(basic(credentials))).not.toMatch(/[/?#@\\\s]/);
      }),
    );
  });
});
