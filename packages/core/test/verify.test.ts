import { describe, expect, it } from 'vitest';
import { bodyHash, hintOf, sign, type VerifyOptions, verify } from '../src/index.js';

const url = 'https://example.com/voice';
const form = 'application/x-www-form-urlencoded';
const authToken = 'token';

/** The reason for no, or `undefined` for yes. */
function reason(options: Partial<VerifyOptions>): string | undefined {
  const verdict = verify({ authToken, url, signature: undefined, ...options });
  return verdict.ok ? undefined : verdict.error.code;
}

const signed = (params: Record<string, string> = {}, at = url, token = authToken) =>
  sign({ authToken: token, url: at, params }).signature;

describe('the signature header', () => {
  it.each([undefined, null, ''])('%j is missing', (signature) => {
    expect(reason({ signature })).toBe('missing-signature');
  });

  it.each([
    ['too short', signed().slice(1)],
    ['too long', `${signed()}=`],
    ['doubled', `${signed()}, ${signed()}`],
    ['hex', Buffer.from(signed(), 'base64').toString('hex')],
    ['base64url', `${'-'.repeat(27)}=`],
    ['no padding', `${signed().slice(0, -1)}A`],
    ['bits that base64 leaves unused', `${'A'.repeat(26)}B=`],
    ['quoted', `"${signed()}"`],
    ['white space', ` ${signed()}`],
    ['another alphabet', 'é'.repeat(28)],
  ])('%s is malformed', (_title, signature) => {
    expect(reason({ signature })).toBe('malformed-signature');
  });

  it('is compared with case', () => {
    const signature = signed();
    const swapped = signature.replace(/[a-z]/, (char) => char.toUpperCase());
    expect(reason({ signature: swapped })).toBe('signature-mismatch');
    expect(reason({ signature })).toBeUndefined();
  });
});

describe('tokens', () => {
  it('are tried in turn, and the verdict says which signed', () => {
    const verdict = verify({ authToken: ['new', 'old'], url, signature: signed({}, url, 'old') });
    expect(verdict).toMatchObject({ ok: true, key: { kind: 'auth-token', index: 1 } });
  });

  it.each(['', [], [''], ['', '']])('%j is none', (none) => {
    const signature = sign({ authToken: 'x', url }).signature;
    expect(reason({ authToken: none, signature })).toBe('no-token');
  });

  it('that are empty are passed over, not used as keys', async () => {
    const { hmac } = await import('#hash');
    const signature = hmac('sha1', '', url, 'base64');
    expect(reason({ authToken: ['', 'token'], signature })).toBe('signature-mismatch');
  });
});

describe('body coverage', () => {
  const json = '{"Digits":"1"}';
  const hashed = sign({ authToken, url, body: json });

  it.each([
    [
      'JSON under the signature of the bare URL',
      { body: json, contentType: 'application/json', signature: signed() },
      'body-not-signed',
    ],
    ['a body without a type', { body: json, signature: signed() }, 'body-not-signed'],
    [
      'a form that says it is multipart',
      { body: 'Digits=1', contentType: 'multipart/form-data', signature: signed({ Digits: '1' }) },
      'body-not-signed',
    ],
    [
      'two content types',
      { body: 'Digits=1', contentType: `${form}, text/plain`, signature: signed({ Digits: '1' }) },
      'body-not-signed',
    ],
    [
      'a form under the signature of the bare URL',
      { body: 'Digits=1', contentType: form, signature: signed() },
      'signature-mismatch',
    ],
    ['JSON with its hash', { ...hashed, body: json, contentType: 'application/json' }, undefined],
    ['JSON with its hash, no type', { ...hashed, body: json }, undefined],
    ['another JSON', { ...hashed, body: '{"Digits":"2"}' }, 'body-hash-mismatch'],
    ['JSON printed again', { ...hashed, body: '{ "Digits": "1" }' }, 'body-hash-mismatch'],
    ['no body where one was hashed', { ...hashed, body: '' }, undefined],
    [
      'a hash in another URL',
      { ...hashed, url: `${url}?bodySHA256=${bodyHash('x')}`, body: 'x' },
      'signature-mismatch',
    ],
  ])('%s: %s', (_title, options, code) => {
    expect(reason(options)).toBe(code);
  });

  it('takes equal repeats of the hash, refuses different ones', () => {
    const at = (...bodies: string[]) =>
      `${url}?${bodies.map((body) => `bodySHA256=${bodyHash(body)}`).join('&')}`;
    const check = (at: string) => reason({ url: at, body: json, signature: signed({}, at) });
    expect(check(at(json, json))).toBeUndefined();
    expect(check(at(json, 'other'))).toBe('body-hash-mismatch');
    expect(check(at('other', json))).toBe('body-hash-mismatch');
    expect(check(`${url}?bodySHA256`)).toBe('body-hash-mismatch');
    expect(check(`${url}?bodySHA256=${bodyHash(json).toUpperCase()}`)).toBe('body-hash-mismatch');
    expect(check(`${url}?a=bodySHA256=${bodyHash(json)}`)).toBe('body-not-signed');
    expect(check(`${url}#?bodySHA256=${bodyHash(json)}`)).toBe('body-not-signed');
  });

  it('takes a form beside its hash, signed with or without the params', () => {
    const body = 'Digits=1';
    const at = `${url}?bodySHA256=${bodyHash(body)}`;
    const check = (signature: string, bytes = body) =>
      verify({ authToken, url: at, body: bytes, contentType: form, signature });
    expect(check(signed({}, at))).toMatchObject({ ok: true, params: { Digits: '1' } });
    expect(check(signed({ Digits: '1' }, at))).toMatchObject({ ok: true, params: { Digits: '1' } });
    expect(check(signed({ Digits: '2' }, at), 'Digits=2')).toMatchObject({
      error: { code: 'body-hash-mismatch' },
    });
  });

  it('takes a form of any spelling of its type', () => {
    for (const contentType of [form.toUpperCase(), `${form};charset=utf-8`, ` ${form} ; x=y`]) {
      expect(reason({ body: 'a=1', contentType, signature: signed({ a: '1' }) })).toBeUndefined();
    }
  });

  it('refuses parsed params beside a hash: the bytes are needed', () => {
    const params = { Digits: '1' };
    expect(reason({ url: hashed.url, params, signature: signed(params, hashed.url) })).toBe(
      'body-already-parsed',
    );
  });

  it('refuses parsed params that are not flat', () => {
    expect(reason({ params: { a: { b: '1' } } as never, signature: signed() })).toBe(
      'body-already-parsed',
    );
  });
});

describe('accountSid', () => {
  const params = { AccountSid: 'AC1', Digits: '1' };
  const check = (accountSid: string | string[], params: Record<string, string>, at = url) =>
    reason({ url: at, accountSid, params, signature: signed(params, at) });

  it.each([
    ['the one', 'AC1', params, undefined],
    ['one of several', ['AC0', 'AC1'], params, undefined],
    ['another', 'AC2', params, 'account-mismatch'],
    ['none in the form', 'AC1', { Digits: '1' }, 'account-mismatch'],
  ])('%s: %s', (_title, accountSid, params, code) => {
    expect(check(accountSid, params as Record<string, string>)).toBe(code);
  });

  it('is looked for in the query where there is no form', () => {
    expect(check('AC1', {}, `${url}?AccountSid=AC1`)).toBeUndefined();
    expect(check('AC1', {}, `${url}?AccountSid=AC1&AccountSid=AC1`)).toBe('account-mismatch');
    expect(check('AC1', { Digits: '1' }, `${url}?AccountSid=AC1`)).toBe('account-mismatch');
  });

  it('must occur once', () => {
    const body = 'AccountSid=AC1&AccountSid=AC2';
    const pairs = [...new URLSearchParams(body)] as [string, string][];
    const { signature } = sign({ authToken, url, params: pairs });
    expect(reason({ body, contentType: form, signature, accountSid: 'AC1' })).toBe(
      'account-mismatch',
    );
  });

  it('stops params that were moved to the query of a genuine request', () => {
    const signature = signed(params, `${url}?a=1`);
    const moved = `${url}?a=1AccountSidAC1`;
    expect(reason({ url: moved, params: { Digits: '1' }, signature })).toBeUndefined();
    expect(reason({ url: moved, params: { Digits: '1' }, signature, accountSid: 'AC1' })).toBe(
      'account-mismatch',
    );
  });
});

describe('the verdict', () => {
  it('holds nothing that helps a forger', () => {
    const verdict = verify({
      authToken: 'hunter2',
      url,
      params: { Digits: '1' },
      signature: signed(),
    });
    if (verdict.ok) throw new Error('accepted');
    const { error } = verdict;
    const expected = signed({ Digits: '1' }, url, 'hunter2');
    for (const text of [
      error.message,
      error.stack,
      hintOf(error),
      JSON.stringify(error),
      String(error),
    ]) {
      expect(text).not.toContain(expected);
      expect(text).not.toContain('hunter2');
    }
  });
});
