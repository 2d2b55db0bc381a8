// `verify({ headers })`: the signature, and what belongs to it, in the headers of a request.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  createVerifier,
  type HeadersInput,
  OptionError,
  sign,
  type Verdict,
  type VerifyOptions,
  verify,
} from '../src/index.js';

const url = 'https://example.com/voice';
const authToken = 'token';
const form = 'application/x-www-form-urlencoded';
const body = 'Digits=1';
const { signature } = sign({ authToken, url, params: { Digits: '1' } });
const wrong = sign({ authToken, url }).signature;
const codeOf = (verdict: Verdict) => (verdict.ok ? undefined : verdict.error.code);

/** The same with both functions: the reason for no, or `undefined` for yes. */
function reason(options: VerifyOptions & { readonly authToken?: string }): string | undefined {
  const { authToken: token = authToken, sharedKeys, header, provider, ...parts } = options;
  const keys = {
    authToken: token,
    ...(sharedKeys && { sharedKeys }),
    ...(header && { header }),
    ...(provider && { provider }),
  };
  const once = codeOf(verify({ ...parts, ...keys }));
  expect(codeOf(createVerifier(keys).verify(parts))).toBe(once);
  return once;
}

const forms: [string, HeadersInput][] = [
  ['Headers', new Headers({ 'X-Twilio-Signature': signature, 'Content-Type': form })],
  ['an object', { 'X-Twilio-Signature': signature, 'Content-Type': form }],
  ['an object of node:http', { 'x-twilio-signature': signature, 'content-type': form, host: 'x' }],
  ['lists', { 'X-TWILIO-SIGNATURE': [signature], 'Content-type': [form], 'set-cookie': [] }],
  [
    'values that are not there',
    { 'x-twilio-signature': signature, 'content-type': form, a: undefined, b: null },
  ],
  [
    'an object without a prototype',
    Object.assign(Object.create(null), { 'x-twilio-signature': signature, 'content-type': form }),
  ],
];

describe.each(forms)('%s', (_title, headers) => {
  it('gives the signature and the type', () => {
    expect(reason({ headers, url, body })).toBeUndefined();
    expect(reason({ headers, url, body: 'Digits=2' })).toBe('signature-mismatch');
    expect(verify({ authToken, headers, url, body })).toMatchObject({ params: { Digits: '1' } });
  });

  it('may be given beside the same signature, or none', () => {
    for (const same of [signature, undefined, null]) {
      expect(reason({ headers, signature: same, url, body })).toBeUndefined();
    }
  });

  it('is refused beside another signature', () => {
    for (const other of [wrong, '']) {
      const verdict = verify({ authToken, headers, signature: other, url, body });
      expect(verdict).toMatchObject({
        ok: false,
        error: { code: 'malformed-signature', message: expect.stringContaining('headers') },
      });
      expect(reason({ headers, signature: other, url, body })).toBe('malformed-signature');
    }
  });
});

describe('exactly one value', () => {
  it.each<[string, HeadersInput, string]>([
    ['none', {}, 'missing-signature'],
    ['an empty one', { 'x-twilio-signature': '' }, 'missing-signature'],
    ['two in a list', { 'x-twilio-signature': [signature, signature] }, 'malformed-signature'],
    [
      'two in other cases',
      { 'x-twilio-signature': signature, 'X-Twilio-Signature': signature },
      'malformed-signature',
    ],
    [
      'two in Headers',
      new Headers([
        ['x-twilio-signature', signature],
        ['x-twilio-signature', signature],
      ]),
      'malformed-signature',
    ],
    [
      'one that is inherited',
      Object.create({ 'x-twilio-signature': signature }),
      'missing-signature',
    ],
    ['what is no object', 'x-twilio-signature' as never, 'missing-signature'],
  ])('%s', (_title, headers, code) => {
    expect(reason({ headers, url, contentType: form, body })).toBe(code);
  });

  it('two types are not a form', () => {
    const headers = { 'x-twilio-signature': signature, 'content-type': [form, 'text/plain'] };
    expect(reason({ headers, url, body })).toBe('body-not-signed');
  });
});

describe('what else is in the headers', () => {
  it('a type that is given takes precedence', () => {
    const headers = { 'x-twilio-signature': signature, 'content-type': 'text/plain' };
    expect(reason({ headers, url, body })).toBe('body-not-signed');
    expect(reason({ headers, url, contentType: form, body })).toBeUndefined();
  });

  it('params of what is not a form are not those of one', () => {
    const headers = { 'x-twilio-signature': signature };
    const params = { Digits: '1' };
    expect(reason({ headers, url, params })).toBeUndefined();
    const json = { ...headers, 'content-type': 'application/json' };
    expect(reason({ headers: json, url, params })).toBe('body-already-parsed');
  });

  it('credentials that are in the signed URL', () => {
    const signed = sign({ authToken, url: 'https://user:pass@example.com/voice' });
    const headers = { 'x-twilio-signature': signed.signature };
    expect(reason({ headers, url })).toBe('signature-mismatch');
    const authorization = `Basic ${btoa('user:pass')}`;
    expect(reason({ headers: { ...headers, authorization }, url })).toBeUndefined();
    expect(reason({ headers, authorization, url })).toBeUndefined();
  });

  it('the settings of a shared key', () => {
    const sharedKeys = { KY1: 'secret' };
    const signed = sign({ sharedKey: { id: 'KY1', secret: 'secret' }, url });
    const settings = 'key=KY1,algorithm=HMAC_SHA256';
    const headers = { 'x-twilio-signature': signed.signature };
    const named = { ...headers, 'X-Twilio-Webhooks-Signature-Settings': settings };
    expect(reason({ headers: named, url, sharedKeys })).toBeUndefined();
    expect(reason({ headers, signatureSettings: settings, url, sharedKeys })).toBeUndefined();
    expect(
      reason({ headers: named, signatureSettings: settings, url, sharedKeys }),
    ).toBeUndefined();
    const others = { headers: named, signatureSettings: 'key=KY2,algorithm=HMAC_SHA256' };
    expect(reason({ ...others, url, sharedKeys })).toBe('malformed-signature');
    expect(reason({ headers, url, sharedKeys })).toBe('malformed-signature');
    expect(reason({ headers: named, url })).toBe('unknown-key');
  });
});

describe('the name of the header', () => {
  it('is that of the option', () => {
    const headers = { 'X-Acme-Signature': signature, 'content-type': form };
    expect(reason({ headers, header: 'x-Acme-signature', url, body })).toBeUndefined();
    expect(reason({ headers, url, body })).toBe('missing-signature');
  });

  it('is that of the provider', () => {
    const json = '{"event":"call.state"}';
    const hmac = (hash: string) =>
      createHmac(hash, authToken)
        .update(url + json)
        .digest('hex');
    const type = { 'Content-Type': 'application/json' };
    const provider = 'signalwire';
    for (const headers of [
      { ...type, 'X-SignalWire-Sha256-Signature': hmac('sha256') },
      new Headers({ ...type, 'X-SignalWire-Signature': hmac('sha1') }),
    ]) {
      expect(reason({ headers, provider, url, body: json })).toBeUndefined();
      expect(reason({ headers, provider, url, body: '{}' })).toBe('signature-mismatch');
      expect(reason({ headers, url, body: json })).toBe('missing-signature');
      const doubled = { headers, signature: wrong, provider, url, body: json } as const;
      expect(reason(doubled)).toBe('malformed-signature');
    }
    expect(reason({ signature, provider, url })).toBe('missing-signature');
  });

  it('is an OptionError if it is wrong', () => {
    for (const options of [{ header: 'a b' }, { provider: 'acme' }, { header: undefined }]) {
      expect(() => createVerifier({ authToken, ...options } as never)).toThrow(OptionError);
    }
    const both = { authToken, provider: 'signalwire', header: 'x' } as const;
    expect(() => createVerifier(both)).toThrow(expect.objectContaining({ option: 'header' }));
    expect(codeOf(verify({ authToken, provider: 'acme' as never, url }))).toBe('missing-signature');
  });
});
