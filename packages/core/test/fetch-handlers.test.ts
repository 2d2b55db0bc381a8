// webhook() and guard() for everything that takes a Request and returns a Response.
import { describe, expect, it, vi } from 'vitest';
import { guard, webhook } from '../src/fetch/index.js';
import { bodyHash, reject, sign, signedRequest, type WebhookOptions } from '../src/index.js';

const authToken = 'token';
const url = 'https://example.com/voice';

function genuine(params: Record<string, string> = { Digits: '1' }, at = url): Request {
  const request = signedRequest({ authToken, url: at, params });
  return new Request(at, { ...request, method: 'POST' } as RequestInit);
}

describe('webhook()', () => {
  const echo = (options: WebhookOptions = { authToken }) =>
    webhook(options, async (request, { params }) =>
      Response.json({ params, form: await request.text() }),
    );

  it('lets a genuine request through, whose body is what was verified', async () => {
    const { signature } = sign({ authToken, url, params: { b: '2', a: '1' } });
    const request = new Request(url, {
      method: 'POST',
      headers: {
        'X-Twilio-Signature': signature,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: 'b=2&a=1&a=1',
    });
    expect(await (await echo()(request)).json()).toEqual({
      params: { a: '1', b: '2' },
      form: 'a=1&b=2',
    });
  });

  it('answers every other one with status, code and message, and never more', async () => {
    const forged = new Request(url, {
      method: 'POST',
      body: new URLSearchParams({ Digits: '2' }),
      headers: { 'X-Twilio-Signature': genuine().headers.get('x-twilio-signature') ?? '' },
    });
    const response = await echo()(forged);
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      code: 'signature-mismatch',
      message: 'The signature does not match the request.',
    });
  });

  it('says of a mistake in the set-up only that there is one, and prints it', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const authToken = () => {
      throw new Error('the database is down');
    };
    const response = await echo({ authToken })(genuine());
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('database');
    expect(printed).toHaveBeenCalledOnce();
    printed.mockRestore();
  });

  it('passes what the runtime gives besides', async () => {
    const handler = webhook<[env: { name: string }, n: number]>(
      { authToken },
      (_request, { params }, env, n) => new Response(`${params.Digits} ${env.name} ${n}`),
    );
    expect(await (await handler(genuine(), { name: 'env' }, 7)).text()).toBe('1 env 7');
  });

  it('passes GETs and upgrades as they came, so that the runtime knows them again', async () => {
    let seen: Request | undefined;
    const handler = webhook({ authToken }, (request) => {
      seen = request;
      return new Response();
    });
    const { signature } = sign({ authToken, url });
    const get = new Request(url, { headers: { 'X-Twilio-Signature': signature } });
    expect((await handler(get)).status).toBe(200);
    expect(seen).toBe(get);
    const media = sign({ authToken, url: 'wss://example.com/voice' }).signature;
    const upgrade = new Request(url, {
      headers: { Upgrade: 'websocket', 'X-Twilio-Signature': media },
    });
    expect((await handler(upgrade)).status).toBe(200);
    expect(seen).toBe(upgrade);
    const plain = new Request(url, { headers: { 'X-Twilio-Signature': media } });
    expect((await handler(plain)).status).toBe(403);
  });

  it('keeps the signal of a request that it makes anew', async () => {
    const leave = new AbortController();
    const handler = webhook({ authToken }, (request) => {
      leave.abort();
      return new Response(String(request.signal.aborted));
    });
    const request = new Request(genuine(), { signal: leave.signal });
    expect(await (await handler(request)).text()).toBe('true');
  });

  it('takes requests of servers that only look like those of the runtime', async () => {
    const request = genuine();
    const { method, headers, body, signal } = request;
    const lookalike = Object.create(Request.prototype, {
      url: { value: url },
      method: { value: method },
      headers: { value: headers },
      body: { value: body },
      bodyUsed: { value: false },
      signal: { value: signal },
    });
    const response = await echo()(lookalike);
    expect(await response.json()).toEqual({ params: { Digits: '1' }, form: 'Digits=1' });
  });

  it('adds the headers of guards, to responses that cannot be changed as well', async () => {
    const httpAuth = () => ({ ok: true, headers: { 'X-Welcome': 'you' } }) as const;
    const handler = webhook({ authToken, httpAuth }, () =>
      Response.redirect('https://example.com/', 302),
    );
    const response = await handler(genuine());
    expect([response.status, response.headers.get('x-welcome')]).toEqual([302, 'you']);
  });

  it('hands on the response of an upgrade as it is, which no other can be made of', async () => {
    const httpAuth = () => ({ ok: true, headers: { 'X-Welcome': 'you' } }) as const;
    const switched = Object.defineProperty(new Response(), 'status', { value: 101 });
    const handler = webhook({ authToken, httpAuth }, () => switched);
    expect(await handler(genuine())).toBe(switched);
  });

  it('checks its options when it is made', () => {
    expect(() => webhook({ authToken: '' }, () => new Response())).toThrow(/authToken/);
  });
});

describe('a URL that the runtime has parsed and printed', () => {
  it.each([
    '/voice?say="hello"',
    '/voice?a=<b>&c="d"',
    "/voice?it's",
    '/voice?it\'s="<>"',
    '/a{b}/c?d={e}',
    '/a"b<c>`d?e',
  ])('was signed as the sender wrote it: %s', async (target) => {
    const signed = `https://example.com${target}`;
    const { signature } = sign({ authToken, url: signed });
    const handler = webhook({ authToken }, (_request, { url }) => new Response(url));
    const response = await handler(
      new Request(signed, { headers: { 'X-Twilio-Signature': signature } }),
    );
    expect(response.status).toBe(200);
  });

  it.each([
    ['/voice?a=b', '/voice?a=%62'],
    ['/voice?a="', '/voice?a=%2522'],
    ['/voice?a=%3C', '/voice?a=<%3C'],
    ['/a/b', '/a/x/../b'],
  ])('and not as something else: signed %s, sent %s', async (signedTarget, target) => {
    const { signature } = sign({ authToken, url: `https://example.com${signedTarget}` });
    const handler = webhook({ authToken }, (request) => new Response(request.url));
    const request = new Request(`https://example.com${target}`, {
      headers: { 'X-Twilio-Signature': signature },
    });
    const response = await handler(request);
    // Where the runtime shows the very URL that was signed, a handler reads that one.
    if (response.status === 200)
      expect(await response.text()).toBe(`https://example.com${signedTarget}`);
    else expect(response.status).toBe(403);
  });
});

describe('a host that the runtime prints in lower case', () => {
  const handler = webhook({ authToken }, (_request, { url }) => new Response(url));
  const answer = (signed: string, host: string, at = url) => {
    const { signature } = sign({ authToken, url: signed });
    return handler(new Request(at, { headers: { Host: host, 'X-Twilio-Signature': signature } }));
  };

  it('was signed in the letters of the Host header', async () => {
    expect((await answer('https://Example.COM/voice', 'Example.COM')).status).toBe(200);
    const port = 'https://Example.COM:8443/voice';
    expect((await answer(port, 'Example.COM:8443', port)).status).toBe(200);
  });

  it('is not taken from the Host header if that names another', async () => {
    expect((await answer('https://evil.example/voice', 'evil.example')).status).toBe(403);
    expect((await answer(url, 'evil.example')).status).toBe(200);
  });
});

it('nobody signs a fragment, so a request with one is refused', async () => {
  const handler = webhook({ authToken }, (request) => new Response(request.url));
  const { signature } = sign({ authToken, url });
  const request = new Request(`${url}#to=EVIL`, { headers: { 'X-Twilio-Signature': signature } });
  expect(new URL(request.url).hash).toBe('#to=EVIL');
  expect((await handler(request)).status).toBe(403);
});

it('a signed parameter does not become a fragment', async () => {
  const body = '%23to=EVIL';
  const hashed = `${url}?bodySHA256=${bodyHash(body)}`;
  const { signature } = sign({ authToken, url: hashed, params: { '#to': 'EVIL' } });
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-Twilio-Signature': signature,
  };
  const handler = webhook({ authToken }, (request) => new Response(request.url));
  const post = (at: string) => handler(new Request(at, { method: 'POST', headers, body }));
  expect((await post(hashed)).status).toBe(200);
  expect((await post(`${hashed}#toEVIL`)).status).toBe(403);
});

describe('guard()', () => {
  it('lets through what the guards accept, and the body stays readable', async () => {
    const handler = guard<[n: number]>(
      {
        httpAuth: ({ header }) =>
          header('x-knock') === 'yes' ? { ok: true } : reject('unauthorized'),
      },
      async (request, n) => new Response(`${await request.text()} ${n}`),
    );
    const post = (knock: string) =>
      new Request(url, { method: 'POST', body: 'hello', headers: { 'X-Knock': knock } });
    expect(await (await handler(post('yes'), 7)).text()).toBe('hello 7');
    expect((await handler(post('no'), 7)).status).toBe(401);
  });
});
