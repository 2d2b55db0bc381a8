import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidateUrls, maxCandidates } from '../src/index.js';
import { basicUserinfo } from '../src/scheme/basic-userinfo.js';
import { candidatesOf } from '../src/scheme/candidate-urls.js';
import { joinUrl, splitUrl } from '../src/scheme/url-parts.js';

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

describe('other URLs that may have been on the wire', () => {
  it('come after every form of the first, and say where they are from', () => {
    const list = candidatesOf('https://h/p?a=%7C', '', ['https://h/p?a=|', 'https://h/q']);
    expect(list.map(({ url, source }) => [source, url])).toEqual([
      [0, 'https://h/p?a=%7C'],
      [0, 'https://h:443/p?a=%7C'],
      [1, 'https://h/p?a=|'],
      [1, 'https://h:443/p?a=|'],
      [2, 'https://h/q'],
      [2, 'https://h:443/q'],
    ]);
  });

  it('are not asked for beyond the bound', () => {
    let asked = 0;
    function* others() {
      for (;;) yield `https://h/${asked++}`;
    }
    expect(candidatesOf('https://h/p', '', others())).toHaveLength(maxCandidates);
    expect(asked).toBe(7);
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
