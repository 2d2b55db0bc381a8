// What a verdict gives to the handler is what the signature covers, and nothing beside it.
import { describe, expect, it } from 'vitest';
import { candidateUrls, isForm } from '../src/adapter.js';
import {
  type AuthToken,
  bodyHash,
  type RequestBody,
  sign,
  signatureGuard,
  stringToSign,
  type VerifyOptions,
  verify,
  type WebhookRequest,
} from '../src/index.js';

const authToken = 'token';
const url = 'https://example.com/voice';
const form = 'application/x-www-form-urlencoded';

/** The reason for no, or the params. */
function outcome(options: Partial<VerifyOptions>) {
  const verdict = verify({ authToken, url, signature: undefined, ...options });
  return verdict.ok ? { ...verdict.params } : verdict.error.code;
}

const urlOnly = (at = url) => sign({ authToken, url: at }).signature;

/** A request to a guard, with a body as an adapter hands it over. */
function request(
  body: RequestBody,
  contentType: string | undefined,
  signed: string,
  target = '/voice',
): WebhookRequest {
  const headers: Record<string, string | undefined> = {
    'content-type': contentType,
    'x-twilio-signature': signed,
  };
  return {
    method: 'POST',
    target,
    protocol: 'https',
    host: 'example.com',
    upgrade: false,
    header: (name) => headers[name],
    body: () => body,
  };
}

describe('params', () => {
  it('are none without a form', () => {
    expect(outcome({ signature: urlOnly() })).toEqual({});
    expect(outcome({ signature: urlOnly(), body: '' })).toEqual({});
    expect(outcome({ signature: urlOnly(), body: null, contentType: form })).toEqual({});
    const body = 'Digits=1';
    for (const contentType of ['application/json', 'text/plain', undefined]) {
      expect(outcome({ ...sign({ authToken, url, body }), body, contentType })).toEqual({});
    }
  });

  it.each<[string, object, object]>([
    ['lists: sorted, without duplicates', { ids: ['2', '1', '2'] }, { ids: ['1', '2'] }],
    ['a list of one', { ids: ['1'], a: 'b' }, { ids: '1', a: 'b' }],
    ['a list of one, twice', { ids: ['1', '1'] }, { ids: '1' }],
    ['an empty list', { ids: [], a: 'b' }, { a: 'b' }],
    ['nothing and null', { a: undefined, b: null }, { b: '' }],
    ['a blank name', { '': 'x', a: '' }, { '': 'x', a: '' }],
    [
      'pairs with lists',
      [
        ['a', ['2', '1']],
        ['b', '3'],
        ['a', '0'],
        ['b', '3'],
      ],
      { a: ['0', '1', '2'], b: '3' },
    ],
  ])('of %s', (_title, params, seen) => {
    const input = params as NonNullable<VerifyOptions['params']>;
    const { signature } = sign({ authToken, url, params: input });
    expect(outcome({ params: input, signature })).toEqual(seen);
  });

  it.each([
    [[['a', 1]]],
    [[[1, 'a']]],
    [['ab']],
    [[['a', ['b', 1]]]],
    [[null]],
    [[{ 0: 'a', 1: 'b' }]],
  ])('that are pairs of other things are refused: %j', (params) => {
    expect(outcome({ params: params as never, signature: urlOnly() })).toBe('body-already-parsed');
  });

  it('beside raw bytes do not count', () => {
    const params = { Digits: '2' };
    const { signature } = sign({ authToken, url, params: { Digits: '1' } });
    expect(outcome({ body: 'Digits=1', contentType: form, params, signature })).toEqual({
      Digits: '1',
    });
    expect(outcome({ body: 'Digits=1', params, signature })).toBe('body-not-signed');
    // Also if the bytes are there and empty.
    expect(outcome({ body: '', params, signature: urlOnly() })).toEqual({});
    expect(outcome({ body: null, params: { Digits: '1' }, signature })).toEqual({ Digits: '1' });
  });

  it('that are too many are refused, parsed or not', () => {
    const many = Object.fromEntries(Array.from({ length: 16_385 }, (_, i) => [`n${i}`, '']));
    const { signature } = sign({ authToken, url, params: many });
    expect(outcome({ params: many, signature })).toBe('body-too-large');
    const body = new URLSearchParams(many).toString();
    expect(outcome({ body, contentType: form, signature })).toBe('body-too-large');
    // Only a form has any: in a text the same bytes are text.
    expect(outcome({ ...sign({ authToken, url, body }), body, contentType: 'text/plain' })).toEqual(
      {},
    );
    const { n0: _, ...fewer } = many;
    expect(
      outcome({ params: fewer, signature: sign({ authToken, url, params: fewer }).signature }),
    ).toEqual(fewer);
  });

  it('of a parser that makes lists may have lost what was signed, and the verdict says so', () => {
    const signature = urlOnly();
    expect(outcome({ params: { a: '1' }, signature })).toBe('signature-mismatch');
    expect(outcome({ params: { a: '1', ids: ['1'] }, signature })).toBe('body-already-parsed');
    expect(outcome({ params: { ids: ['1'] }, signature })).toBe('body-already-parsed');
  });
});

it.each<[string, RequestBody, string | undefined]>([
  ['JSON', { parsed: { a: 1 } }, 'application/json'],
  ['a form with nested values', { parsed: { a: { b: '1' } } }, form],
  ['nothing that is named', { parsed: undefined }, form],
  ['text', { parsed: 'a=1' }, form],
])('%s that a parser took the bytes of is refused by the guard', async (_title, body, type) => {
  const guard = signatureGuard({ authToken });
  expect(await guard(request(body, type, urlOnly()))).toMatchObject({
    error: { code: 'body-already-parsed' },
  });
});

it('parsed params beside a bodySHA256 are refused by the guard: the bytes are needed', async () => {
  const target = `/voice?bodySHA256=${bodyHash('a=1')}`;
  const at = `https://example.com${target}`;
  const guard = signatureGuard({ authToken });
  const asked = request({ parsed: { a: '1' } }, form, urlOnly(at), target);
  expect(await guard(asked)).toMatchObject({ error: { code: 'body-already-parsed' } });
});

describe('a body', () => {
  it('of text stands for its UTF-8 bytes', () => {
    const text = 'Zoë 👋';
    for (const body of [text, new TextEncoder().encode(text), Buffer.from(text)]) {
      expect(outcome({ ...sign({ authToken, url, body: text }), body })).toEqual({});
      expect(sign({ authToken, url, body })).toEqual(sign({ authToken, url, body: text }));
    }
  });

  it.each([[1], [true], [{}], [[]], [new ArrayBuffer(0)], [new Uint16Array(0)]])(
    'of %s is refused',
    (body) => {
      expect(outcome({ body: body as never, signature: urlOnly() })).toBe('body-already-parsed');
    },
  );
});

describe('a query is what follows the first "?"', () => {
  it.each([
    ['https://example.com/x&bodySHA256=', 'body-not-signed'],
    ['https://example.com/x?a#&bodySHA256=', 'body-not-signed'],
    ['https://example.com/x?xbodySHA256=', 'body-not-signed'],
    ['https://example.com/x?a=?bodySHA256=', 'body-not-signed'],
  ])('%s is no hash', (start, code) => {
    const at = start + bodyHash('x');
    expect(outcome({ url: at, body: 'x', signature: urlOnly(at.replace(/#.*/, '')) })).toBe(code);
  });

  it.each([
    ['/x?AccountSid=AC1', true],
    ['/x?a&AccountSid=AC1&b', true],
    ['/x?AccountSid=AC1#AccountSid=AC2', true],
    ['/x&AccountSid=AC1', false],
    ['/AccountSid=AC1', false],
    // What is verified ends before a fragment.
    ['/x#?AccountSid=AC1', false],
    ['/x?a#&AccountSid=AC1', false],
    ['/x?AccountSid', false],
    ['/x?AccountSid=', false],
    ['/x?AccountSid=AC1&AccountSid', false],
    ['/x?xAccountSid=AC1', false],
    ['/x?AccountSid=AC1x', false],
    ['/x?accountsid=AC1', false],
  ])('%s names the account: %s', (path, named) => {
    const at = `https://example.com${path}`;
    expect(outcome({ url: at, accountSid: 'AC1', signature: urlOnly(at) })).toEqual(
      named ? {} : 'account-mismatch',
    );
  });
});

it.each<[string, unknown, boolean]>([
  ['one', 'AC1', true],
  ['a list', ['AC0', 'AC1'], true],
  ['another', 'AC2', false],
  ['an unset variable', undefined, false],
  ['null', null, false],
  ['nothing', '', false],
  ['an empty list', [], false],
  ['a list with a hole', ['AC1', ''], false],
  ['a number in a list', ['AC1', 1], false],
])('verify() with accountSid: %s', (_title, accountSid, good) => {
  const params = { AccountSid: 'AC1' };
  const { signature } = sign({ authToken, url, params });
  const verdict = verify({ authToken, url, params, signature, accountSid: accountSid as never });
  expect(verdict.ok).toBe(good);
});

describe('Basic credentials of a sender that signs them', () => {
  const base64 = (text: string | Uint8Array) => Buffer.from(text as string).toString('base64');
  const signedWith = (userinfo: string) => urlOnly(`https://${userinfo}@example.com/voice`);

  it.each<[string, string]>([
    [`Basic ${base64('u:p')}`, 'u:p'],
    [`bASIC   ${base64('u:p')}  `, 'u:p'],
    [`Basic ${base64('u:')}`, 'u'],
    [`Basic ${base64(':p')}`, ':p'],
    [`Basic ${base64('\ufeffu:p')}`, '%EF%BB%BFu:p'],
    [`Basic ${base64('u$&+,;=:p$&+,;=')}`, 'u$&+,;=:p$&+,;='],
    [`Basic ${base64('u@:p:/')}`, 'u%40:p%3A%2F'],
  ])('%s is %s', (authorization, userinfo) => {
    expect(outcome({ authorization, signature: signedWith(userinfo) })).toEqual({});
    expect(outcome({ signature: signedWith(userinfo) })).toBe('signature-mismatch');
    expect(outcome({ authorization, signature: urlOnly() })).toEqual({});
  });

  it.each([
    `x Basic ${base64('u:p')}`,
    `Basic ${base64('u:p')} x`,
    `Basic ${base64('u:p')}, x`,
    `Basic${base64('u:p')}`,
    `Digest ${base64('u:p')}`,
    `Basic ${base64('u:p')}====`,
    [`Basic ${base64('u:p')}`],
  ])('%j is none', (authorization) => {
    expect(outcome({ authorization: authorization as string, signature: signedWith('u:p') })).toBe(
      'signature-mismatch',
    );
  });

  it.each([`Basic ${base64(Uint8Array.of(0xff, 0x3a))}`, `Basic ${base64('u')}`, 'Basic A'])(
    '%s is none, and no error',
    (authorization) => {
      for (const userinfo of ['', 'u', 'undefined', '%EF%BF%BD'])
        expect(outcome({ authorization, signature: signedWith(userinfo) })).toBe(
          'signature-mismatch',
        );
      expect(outcome({ authorization, signature: urlOnly() })).toEqual({});
    },
  );
});

describe('candidates of odd URLs', () => {
  it.each<[string, string[]]>([
    ['xhttps://h/p', ['xhttps://h/p', 'xhttps://h:80/p']],
    ['HTTPS://h/p', ['HTTPS://h/p', 'HTTPS://h:443/p']],
    ['WSS://h', ['WSS://h', 'WSS://h:443', 'WSS://h/', 'WSS://h:443/']],
    ['ws://h/p', ['ws://h/p', 'ws://h:80/p', 'ws://h/p/', 'ws://h:80/p/']],
    ['xws://h/p', ['xws://h/p', 'xws://h:80/p']],
    [
      'https://h/p?%27',
      ['https://h/p?%27', 'https://h:443/p?%27', "https://h/p?'", "https://h:443/p?'"],
    ],
    [
      "https://h/p?'%27",
      ["https://h/p?'%27", "https://h:443/p?'%27", 'https://h/p?%27%27', 'https://h:443/p?%27%27'],
    ],
  ])('%s', (seen, candidates) => {
    expect(candidateUrls(seen)).toEqual(candidates);
  });
});

describe('isForm', () => {
  it('reads parameters of 256 characters, and no longer ones', () => {
    const parameters = (length: number) => `;a=${'x'.repeat(length - 3)}`;
    expect(isForm(form + parameters(256))).toBe(true);
    expect(isForm(form + parameters(257))).toBe(false);
  });

  it.each([`${form};a=b c`, `${form};a b=c`, `${form}x`, `${form}/x`, [form], null, 1, {}])(
    '%j is none',
    (type) => {
      expect(isForm(type as string)).toBe(false);
    },
  );
});

describe('a look-up is told the unverified params', () => {
  async function told(body: RequestBody, type: string | undefined) {
    let params: object | undefined;
    const lookUp: AuthToken = ({ unverifiedParams }) => {
      params = { ...unverifiedParams };
      return authToken;
    };
    await signatureGuard({ authToken: lookUp })(request(body, type, urlOnly()));
    return params;
  }
  const bytes = new TextEncoder().encode('AccountSid=AC1&a=1&a=0');

  it.each<[string, RequestBody, string | undefined, object]>([
    ['a form', { bytes }, form, { AccountSid: 'AC1', a: ['0', '1'] }],
    ['a form of which only the params are left', { parsed: { a: '1' } }, form, { a: '1' }],
    ['the same in text', { bytes }, 'text/plain', {}],
    ['the same without a type', { bytes }, undefined, {}],
    ['JSON of which only the value is left', { parsed: { a: '1' } }, 'application/json', {}],
    ['a form with nested values', { parsed: { a: { b: '1' } } }, form, {}],
    ['no body', { bytes: new Uint8Array(0) }, form, {}],
  ])('of %s', async (_title, body, type, params) => {
    expect(await told(body, type)).toEqual(params);
  });
});

it('stringToSign() says which option is wrong', () => {
  expect(() => stringToSign(url, { a: 1 } as never)).toThrow(
    expect.objectContaining({
      option: 'params',
      message: expect.stringContaining('"params" must'),
    }),
  );
});
