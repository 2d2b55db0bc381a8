// Compatible services: vectors of their own, and an HMAC of Node itself beside them.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createReceiver, fetchRequest } from '../src/adapter.js';
import { explainRequest } from '../src/explain/index.js';
import { type AuthToken, sign, signatureGuard, type WebhookOptions } from '../src/index.js';

const authToken = 'PSKtest1234567890abcdef';
const url = 'https://example.ngrok.io/webhook';
const body = '{"event":"call.state","params":{"call_id":"abc-123","state":"answered"}}';
const sha1 = 'c3c08c1fefaf9ee198a100d5906765a6f394bf0f';
const sha256 = '2a29f8a92b11df39da80c3b185fd62173d49c294184da585ff951eae4433571c';
const json = { 'Content-Type': 'application/json' };
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const signed = (text: string, encoding: 'hex' | 'base64', key = authToken, hash = 'sha1') =>
  createHmac(hash, key).update(text).digest(encoding);

/** What a receiver of SignalWire's requests says. */
async function outcome(
  headers: Record<string, string>,
  sent: string | Uint8Array | undefined = body,
  options: WebhookOptions = { authToken },
  at = url,
) {
  const receiver = createReceiver({ provider: 'signalwire', ...options }, { warn: () => {} });
  const init: RequestInit = { method: 'POST', headers, ...(sent && { body: sent as string }) };
  const received = await receiver.receive(fetchRequest(new Request(at, init), receiver.bodyLimit));
  return received.ok ? received.body : received.error.code;
}

describe('SignalWire, JSON', () => {
  const parsed = JSON.parse(body);

  it.each([
    ['SHA-1', { 'X-SignalWire-Signature': sha1 }],
    ['SHA-256', { 'X-SignalWire-Sha256-Signature': sha256 }],
    ['both', { 'X-SignalWire-Sha256-Signature': sha256, 'X-SignalWire-Signature': sha1 }],
    [
      'SHA-256, which takes precedence',
      { 'X-SignalWire-Sha256-Signature': sha256, 'X-SignalWire-Signature': 'x' },
    ],
  ])('%s', async (_title, headers: Record<string, string>) => {
    expect(await outcome({ ...json, ...headers })).toEqual(parsed);
    expect(
      await outcome({ 'Content-Type': 'application/vnd.a+json; charset=utf-8', ...headers }),
    ).toEqual(parsed);
    const lookUp: AuthToken = async () => ['other', authToken];
    expect(await outcome({ ...json, ...headers }, body, { authToken: lookUp })).toEqual(parsed);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no signature', {}, 'missing-signature'],
    [
      'another SHA-256 next to the right SHA-1',
      { 'X-SignalWire-Sha256-Signature': 'f'.repeat(64), 'X-SignalWire-Signature': sha1 },
      'signature-mismatch',
    ],
    [
      'nonsense next to the right SHA-1',
      { 'X-SignalWire-Sha256-Signature': 'x', 'X-SignalWire-Signature': sha1 },
      'malformed-signature',
    ],
    [
      'SHA-1 in the header of SHA-256',
      { 'X-SignalWire-Sha256-Signature': sha1 },
      'malformed-signature',
    ],
    ['SHA-256 in the header of SHA-1', { 'X-SignalWire-Signature': sha256 }, 'malformed-signature'],
    ['upper case', { 'X-SignalWire-Signature': sha1.toUpperCase() }, 'malformed-signature'],
    ['hex in the other header', { 'X-Twilio-Signature': sha1 }, 'malformed-signature'],
    ['twice', { 'X-SignalWire-Signature': `${sha1}, ${sha1}` }, 'malformed-signature'],
    [
      'the hash in base64, which covers no body',
      { 'X-SignalWire-Signature': signed(url + body, 'base64') },
      'body-not-signed',
    ],
    [
      'another key',
      { 'X-SignalWire-Signature': signed(url + body, 'hex', 'PSKother') },
      'signature-mismatch',
    ],
  ])('refused: %s', async (_title, headers, code) => {
    expect(await outcome({ ...json, ...headers })).toBe(code);
  });

  it('refused: another body, another URL, another type', async () => {
    const headers = { ...json, 'X-SignalWire-Signature': sha1 };
    expect(await outcome(headers, body.replace('answered', 'ended'))).toBe('signature-mismatch');
    expect(await outcome(headers, '')).toBe('signature-mismatch');
    expect(await outcome(headers, body, { authToken }, `${url}?a`)).toBe('signature-mismatch');
    for (const type of [
      'text/plain',
      'application/json, text/plain',
      'application/octet-stream',
      '',
    ]) {
      expect(await outcome({ ...headers, 'Content-Type': type })).toBe('malformed-signature');
    }
    expect(await outcome({ ...headers, ...form })).toBe('malformed-signature');
  });

  it('refused: bytes that are no UTF-8, though their text has the hash', async () => {
    const bytes = Uint8Array.of(0x22, 0xff, 0x22);
    const headers = { ...json, 'X-SignalWire-Signature': signed(`${url}"\ufffd"`, 'hex') };
    expect(await outcome(headers, bytes)).toBe('signature-mismatch');
  });

  it('a byte order mark is part of what is signed', async () => {
    const headers = { ...json, 'X-SignalWire-Signature': signed(`${url}\ufeff{}`, 'hex') };
    expect(await outcome(headers, '{}')).toBe('signature-mismatch');
  });

  it('a body that was signed and is not JSON is malformed', async () => {
    const headers = { ...json, 'X-SignalWire-Signature': signed(`${url}1{`, 'hex') };
    expect(await outcome(headers, '1{')).toBe('malformed-body');
  });
});

describe('SignalWire, forms and GETs', () => {
  const params = { CallSid: 'CA1', Digits: '1' };
  const { signature } = sign({ authToken, url, params });
  const sent = String(new URLSearchParams(params));

  it.each(['X-SignalWire-Signature', 'X-Twilio-Signature'])('%s', async (name) => {
    expect(await outcome({ ...form, [name]: signature }, sent)).toEqual(params);
    expect(await outcome({ ...form, [name]: signature }, `${sent}&x=1`)).toBe('signature-mismatch');
    const urlAlone = sign({ authToken, url }).signature;
    expect(await outcome({ [name]: urlAlone }, '')).toEqual({});
  });

  it('its own header takes precedence', async () => {
    const own = { 'X-SignalWire-Signature': signature, 'X-Twilio-Signature': 'x' };
    expect(await outcome({ ...form, ...own }, sent)).toEqual(params);
    const other = { 'X-SignalWire-Signature': 'x', 'X-Twilio-Signature': signature };
    expect(await outcome({ ...form, ...other }, sent)).toBe('malformed-signature');
  });

  it('a hash in hex is none of a form', async () => {
    const hex = signed(`${url}CallSidCA1Digits1`, 'hex');
    expect(await outcome({ ...form, 'X-SignalWire-Signature': hex }, sent)).toBe(
      'malformed-signature',
    );
  });
});

describe('an explanation', () => {
  const options: WebhookOptions = { authToken, publicUrl: 'http://example.ngrok.io' };

  async function told(headers: Record<string, string>, sent: string, given = options) {
    const request = new Request(url, { method: 'POST', body: sent, headers });
    return explainRequest(fetchRequest(request, 1000), { ...given, provider: 'signalwire' });
  }

  it.each<[string, Record<string, string>, string]>([
    [
      'a form',
      { ...form, 'X-SignalWire-Signature': sign({ authToken, url, params: { a: '1' } }).signature },
      'a=1',
    ],
    [
      'a form, under the other name',
      { ...form, 'X-Twilio-Signature': sign({ authToken, url, params: { a: '1' } }).signature },
      'a=1',
    ],
    ['JSON', { ...json, 'X-SignalWire-Signature': sha1 }, body],
    ['JSON, SHA-256', { ...json, 'X-SignalWire-Sha256-Signature': sha256 }, body],
    [
      'a form with settings, which this provider has not',
      {
        ...form,
        'X-Twilio-Signature': sign({ authToken, url, params: { a: '1' } }).signature,
        'X-Twilio-Webhooks-Signature-Settings': 'key=a,algorithm=HMAC_SHA256',
      },
      'a=1',
    ],
  ])(
    'of %s names the URL that differs, and advises nothing that contradicts the option',
    async (_title, headers, sent) => {
      const { cause, matched, options, fix } = await told(headers, sent);
      expect([cause, matched]).toEqual(['scheme-swapped', true]);
      expect(options).toEqual({ publicUrl: 'https://example.ngrok.io' });
      expect(fix).not.toContain('header');
    },
  );

  it('claims nothing of JSON whose signature nothing explains', async () => {
    const headers = { ...json, 'X-SignalWire-Signature': signed('another', 'hex') };
    expect((await told(headers, body)).causes).toEqual([]);
  });

  it('knows hex where a form is expected', async () => {
    const headers = { ...form, 'X-SignalWire-Signature': signed(`${url}a1`, 'hex') };
    expect((await told(headers, 'a=1', { authToken })).causes).toEqual(['signature-hex']);
  });
});

it('a receiver of Twilio knows nothing of it', async () => {
  const headers = { ...json, 'X-SignalWire-Signature': sha1 };
  expect(await outcome(headers, body, { authToken, provider: 'twilio' })).toBe('missing-signature');
});

it.each([
  ['provider', { provider: 'plivo' }],
  ['provider', { provider: 'constructor' }],
  ['provider', { provider: null }],
  ['header', { provider: 'signalwire', header: 'x-signature' }],
  ['sharedKeys', { provider: 'signalwire', sharedKeys: { a: 'b' } }],
])('the option %s is checked: %j', (option, options) => {
  expect(() => signatureGuard({ authToken, ...options } as never)).toThrow(
    expect.objectContaining({ code: 'invalid-option', option }),
  );
});
