import { describe, expect, it } from 'vitest';
import { sign, verifyRequest, type WebhookOptions } from '../src/index.js';

const authToken = 'token';
const url = 'https://example.com/voice?a=b';

function genuine(init: RequestInit = {}, params = { Digits: '1' }): Request {
  return new Request(url, {
    method: 'POST',
    body: new URLSearchParams(params),
    ...init,
    headers: { 'x-twilio-signature': sign({ authToken, url, params }).signature, ...init.headers },
  });
}

async function reason(request: Request, options: WebhookOptions = { authToken }) {
  const verdict = await verifyRequest(request, options);
  return verdict.ok ? undefined : verdict.error.code;
}

describe('verifyRequest', () => {
  it('accepts, and leaves the request readable', async () => {
    const request = genuine();
    const verdict = await verifyRequest(request, { authToken });
    expect(verdict).toMatchObject({ ok: true, url, params: { Digits: '1' }, tokenIndex: 0 });
    expect((await request.formData()).get('Digits')).toBe('1');
  });

  it('verifies the URL under which the sender knows the server', async () => {
    const internal = new Request('http://localhost:3000/voice?a=b', genuine());
    expect(await reason(internal.clone())).toBe('signature-mismatch');
    expect(await reason(internal, { authToken, publicUrl: 'https://example.com' })).toBeUndefined();
  });

  it('accepts a GET, a WebSocket upgrade, and a body with its hash', async () => {
    const headers = (at: string) => ({
      'x-twilio-signature': sign({ authToken, url: at }).signature,
    });
    expect(await reason(new Request(url, { headers: headers(url) }))).toBeUndefined();
    const wss = url.replace('https', 'wss');
    expect(
      await reason(new Request(url, { headers: { ...headers(wss), upgrade: 'websocket' } })),
    ).toBeUndefined();
    const signed = sign({ authToken, url, body: '{"a":1}' });
    const json = new Request(signed.url, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json', 'x-twilio-signature': signed.signature },
    });
    expect(await verifyRequest(json, { authToken })).toMatchObject({ ok: true, body: { a: 1 } });
  });

  it.each<[string, () => Request, WebhookOptions, string]>([
    [
      'a changed body',
      () => genuine({ body: new URLSearchParams('Digits=2') }),
      {},
      'signature-mismatch',
    ],
    ['no signature', () => new Request(url), {}, 'missing-signature'],
    [
      'two signatures',
      () => {
        const request = genuine();
        request.headers.append('x-twilio-signature', 'x');
        return request;
      },
      {},
      'malformed-signature',
    ],
    [
      'compression',
      () => genuine({ headers: { 'content-encoding': 'gzip' } }),
      {},
      'unsupported-encoding',
    ],
    ['a body over the limit', () => genuine(), { bodyLimit: 7 }, 'body-too-large'],
    [
      'an announced body over the limit',
      () => genuine({ headers: { 'content-length': '9' } }),
      { bodyLimit: 8 },
      'body-too-large',
    ],
  ])('refuses %s', async (_title, make, options, code) => {
    expect(await reason(make(), { authToken, ...options })).toBe(code);
  });

  it.each([
    ['identity', undefined],
    ['Identity', undefined],
    [' identity\t', undefined],
    ['', undefined],
    ['gzip', 'unsupported-encoding'],
    ['br', 'unsupported-encoding'],
    ['identity, gzip', 'unsupported-encoding'],
    ['identity identity', 'unsupported-encoding'],
  ])('Content-Encoding %j: %s', async (encoding, code) => {
    expect(await reason(genuine({ headers: { 'content-encoding': encoding } }))).toBe(code);
  });

  it('refuses a request whose body is read already', async () => {
    const request = genuine();
    await request.text();
    expect(await reason(request)).toBe('body-already-parsed');
  });

  it('reads no more of an endless body than the limit', async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1000));
      },
    });
    const request = genuine({ body, duplex: 'half' } as RequestInit);
    expect(await reason(request, { authToken, bodyLimit: 10_000 })).toBe('body-too-large');
    expect(pulled).toBeLessThan(20);
  });

  it('tells a client that went away', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) });
    expect(await reason(genuine({ body, duplex: 'half' } as RequestInit))).toBe('request-aborted');
  });
});
