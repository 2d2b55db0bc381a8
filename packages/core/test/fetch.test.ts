import { describe, expect, it, vi } from 'vitest';
import { createVerifier } from '../src/fetch/index.js';
import { sign, type WebhookOptions } from '../src/index.js';

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
  const verdict = await createVerifier(options).verify(request);
  return verdict.ok ? undefined : verdict.error.code;
}

function received(verdict: Awaited<ReturnType<ReturnType<typeof createVerifier>['verify']>>) {
  if (!verdict.ok) throw verdict.error;
  return verdict;
}

const requestOf = (verdict: Parameters<typeof received>[0]) => received(verdict).request;

describe('a verifier of Fetch API requests', () => {
  it('accepts, and hands on a request that holds what was verified', async () => {
    const leave = new AbortController();
    const request = genuine({ method: 'PUT', headers: { 'x-a': 'b' }, signal: leave.signal });
    const verdict = await createVerifier({ authToken }).verify(request);
    expect(verdict).toMatchObject({
      ok: true,
      url,
      params: { Digits: '1' },
      key: { kind: 'auth-token', index: 0 },
    });
    const verified = requestOf(verdict);
    expect([verified.url, verified.method, verified.headers.get('x-a')]).toEqual([url, 'PUT', 'b']);
    expect((await verified.formData()).get('Digits')).toBe('1');
    expect(request.bodyUsed).toBe(true);
    leave.abort();
    expect(verified.signal.aborted).toBe(true);
  });

  it.each([
    ['other order and repetition', 'b=3&a=2&a=1&a=1', { a: ['1', '2'], b: '3' }, 'a=1&a=2&b=3'],
    ['other escapes', 'a=%20*%2a%zz', { a: ' **%zz' }, 'a=+**%25zz'],
    ['bytes that are no UTF-8', 'a=%ff', { a: '\ufffd' }, 'a=%EF%BF%BD'],
    ['raw bytes', 'a=\xc3\xa9', { a: 'é' }, 'a=%C3%A9'],
    ['a raw byte and an escape in one character', 'a=\xc3%a9', { a: 'é' }, 'a=%C3%A9'],
    ['a byte order mark', '\xef\xbb\xbfa=b', { '\ufeffa': 'b' }, '%EF%BB%BFa=b'],
    ['a question mark first', '?a=b', { '?a': 'b' }, '%3Fa=b'],
    ['empty pairs', '&a&&', { a: '' }, 'a='],
  ])('lets a handler read of a form only what was signed: %s', async (_, sent, params, form) => {
    const { signature } = sign({ authToken, url, params });
    const init = {
      method: 'POST',
      body: Buffer.from(sent, 'latin1'),
      headers: {
        'x-twilio-signature': signature,
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(sent.length),
      },
    };
    const { request, rawBody } = received(
      await createVerifier({ authToken }).verify(new Request(url, init)),
    );
    const pairs = Object.entries(params).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, one]),
    );
    expect([...(await request.clone().formData())]).toEqual(pairs);
    expect(await request.text()).toBe(form);
    expect(request.headers.get('content-length')).toBe(String(form.length));
    expect(Buffer.from(rawBody ?? []).toString('latin1')).toBe(sent);
  });

  it('hands on the very request if it has no body', async () => {
    const headers = { 'x-twilio-signature': sign({ authToken, url }).signature };
    for (const method of ['GET', 'POST']) {
      const request = new Request(url, { method, headers });
      expect(requestOf(await createVerifier({ authToken }).verify(request))).toBe(request);
    }
  });

  it('copies no body', async () => {
    const request = genuine();
    const clone = vi.spyOn(request, 'clone');
    expect(await reason(request)).toBeUndefined();
    expect(clone).not.toHaveBeenCalled();
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
    const verdict = await createVerifier({ authToken }).verify(json);
    expect(verdict).toMatchObject({ ok: true, body: { a: 1 } });
    expect(await requestOf(verdict).json()).toEqual({ a: 1 });
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
    const locked = genuine();
    locked.body?.getReader();
    expect(await reason(locked)).toBe('body-already-parsed');
    const twice = genuine();
    expect(await reason(twice)).toBeUndefined();
    expect(await reason(twice)).toBe('body-already-parsed');
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
