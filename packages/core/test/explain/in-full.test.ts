// What was signed, for tools that fill it in: signed again it gives the signature, whatever was undone.

import { describe, expect, it } from 'vitest';
import { hmac } from '../../src/adapter.js';
import { type ExplainInput, explain, explainInFull } from '../../src/explain/index.js';
import { bodyHash, type ParamsInput, sign, stringToSign } from '../../src/index.js';

const authToken = '12345';
const url = 'https://example.com/voice?a=1';
const params = { CallSid: 'CA1', From: '+14155550123', Body: 'a\r\nb' };
const form = (values: Record<string, string>) => ({
  contentType: 'application/x-www-form-urlencoded',
  body: new URLSearchParams(values).toString(),
});
const { signature } = sign({ authToken, url, params });
const hash = bodyHash('{"a":1}');
const jsonUrl = `https://example.com/events?bodySHA256=${hash}`;

describe.each<[string, ExplainInput, ParamsInput | undefined]>([
  [
    'the URL differs',
    { authToken, signature, url: 'http://10.0.0.7/voice?a=1', configuredUrl: url, ...form(params) },
    undefined,
  ],
  [
    'a value differs',
    { authToken, signature, url, ...form({ ...params, From: ' 14155550123' }) },
    params,
  ],
  ['line ends differ', { authToken, signature, url, ...form({ ...params, Body: 'a\nb' }) }, params],
  ['a parameter was added', { authToken, signature, url, ...form({ ...params, x: '1' }) }, params],
  [
    'names differ',
    {
      authToken,
      signature,
      url,
      ...form({ callsid: 'CA1', from: params.From, body: params.Body }),
    },
    params,
  ],
  [
    'the URL alone was signed',
    { authToken, signature: sign({ authToken, url }).signature, url, ...form(params) },
    {},
  ],
  [
    'another type',
    { authToken, signature, url, ...form(params), contentType: 'text/plain' },
    params,
  ],
  [
    'JSON of the form',
    { authToken, signature, url, contentType: 'application/json', body: JSON.stringify(params) },
    params,
  ],
  ['the key differs', { authToken: ` ${authToken}\n`, signature, url, ...form(params) }, undefined],
  [
    'the signature lost its padding',
    { authToken, signature: signature.slice(0, -1), url, ...form(params) },
    undefined,
  ],
])('%s', (_, input, expected) => {
  it('returns what was signed, and the explanation', () => {
    const { explanation, signed } = explainInFull(input);
    expect(explanation).toEqual(explain(input));
    if (signed === undefined) throw new Error('Nothing was found.');
    const text = stringToSign(signed.url, signed.params ?? (expected === undefined ? params : {}));
    expect(hmac('sha1', signed.key, text, 'base64')).toBe(signed.signature);
    expect(signed.key).toBe(authToken);
    if (expected !== undefined) {
      expect(stringToSign('', signed.params)).toBe(stringToSign('', expected));
    }
  });
});

it('returns the body that has the hash', () => {
  const input = { authToken, signature: sign({ authToken, url: jsonUrl }).signature, url: jsonUrl };
  const { signed } = explainInFull({ ...input, contentType: 'application/json', body: '{"a": 1}' });
  expect(signed).toMatchObject({ url: jsonUrl, body: '{"a":1}' });
});

it('returns the secret of a shared key', () => {
  const key = { id: 'KY1', secret: 'a secret' };
  const made = sign({ sharedKey: key, url, params });
  const { signed } = explainInFull({
    sharedKeys: { KY1: key.secret },
    signature: made.signature,
    url: 'http://10.0.0.7/voice?a=1',
    configuredUrl: url,
    header: (name) => (name.includes('settings') ? made.signatureSettings : undefined),
    ...form(params),
  });
  expect(signed).toMatchObject({ url, key: key.secret, signature: made.signature });
});

it('returns nothing that it does not know', () => {
  expect(
    explainInFull({ authToken: 'other', signature, url, ...form(params) }).signed,
  ).toBeUndefined();
  expect(explainInFull({ authToken, signature: '', url }).signed).toBeUndefined();
  const broken = { authToken, signature, url: undefined } as unknown as ExplainInput;
  expect(explainInFull(broken).signed).toBeUndefined();
});
