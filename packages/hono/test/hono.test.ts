// What is Hono's own; what every adapter does is in the conformance suite.
import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import {
  guard,
  isWebhookError,
  sign,
  signedRequest,
  type VerifiedWebhook,
  WebhookError,
  webhook,
} from '@sig/hono';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { describe, expect, expectTypeOf, it, vi } from 'vitest';

const authToken = 'token';
const url = 'http://localhost/voice';
const params = { Digits: '1', To: '+1555' };
const genuine = signedRequest({ authToken, url, params });

describe('webhook()', () => {
  it('gives typed variables', async () => {
    const app = new Hono().post('/voice', webhook({ authToken }), (c) => {
      expectTypeOf(c.var.webhook).toEqualTypeOf<VerifiedWebhook>();
      expectTypeOf(c.get('rawBody')).toEqualTypeOf<Uint8Array<ArrayBuffer> | undefined>();
      return c.json([c.var.webhook.params.Digits, new TextDecoder().decode(c.var.rawBody)]);
    });
    const response = await app.request(genuine.path, genuine);
    expect(await response.json()).toEqual(['1', genuine.body]);
  });

  it.each<
    [
      string,
      (c: {
        req: {
          text(): Promise<string>;
          arrayBuffer(): Promise<ArrayBuffer>;
          parseBody(): Promise<unknown>;
          formData(): Promise<FormData>;
        };
      }) => Promise<unknown>,
    ]
  >([
    ['text', (c) => c.req.text()],
    ['arrayBuffer', (c) => c.req.arrayBuffer()],
    ['parseBody', (c) => c.req.parseBody()],
    ['formData', (c) => c.req.formData()],
  ])('works after c.req.%s(), and everything reads what was verified', async (_name, read) => {
    const app = new Hono()
      .use(async (c, next) => {
        await read(c);
        await next();
      })
      .post('/voice', webhook({ authToken }), async (c) =>
        c.json([await c.req.parseBody(), (await c.req.formData()).get('To'), await c.req.text()]),
      );
    const shuffled = { ...genuine, body: 'To=%2B1555&Digits=1&Digits=1' };
    const response = await app.request(genuine.path, shuffled);
    expect(await response.json()).toEqual([params, '+1555', 'Digits=1&To=%2B1555']);
    const forged = await app.request(genuine.path, { ...genuine, body: 'Digits=2&To=%2B1555' });
    expect(forged.status).toBe(403);
  });

  it('says if something has read the bytes past c.req', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const app = new Hono()
      .use(async (c, next) => {
        await c.req.raw.text();
        await next();
      })
      .post('/voice', webhook({ authToken }), (c) => c.text('reached'));
    const response = await app.request(genuine.path, genuine);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
      500,
      'body-already-parsed',
    ]);
    expect(printed).toHaveBeenCalledOnce();
    printed.mockRestore();
  });

  it('leaves other errors to Hono, and its own to onError', async () => {
    const app = new Hono()
      .post('/voice', webhook({ authToken }), () => {
        throw new HTTPException(418, { message: 'teapot' });
      })
      .onError((error, c) => c.text(`${error.name} ${(error as { code?: string }).code}`));
    expect(await (await app.request(genuine.path, genuine)).text()).toBe('Error undefined');
    const unsigned = await app.request(genuine.path, { method: 'POST' });
    expect(await unsigned.text()).toBe('WebhookError missing-signature');
  });

  it('is an HTTPException to onError handlers that ask for one, and a WebhookError', async () => {
    const app = new Hono()
      .post('/voice', webhook({ authToken }), (c) => c.text('reached'))
      .onError((error, c) => {
        if (!(error instanceof HTTPException)) return c.text('a defect', 500);
        expect([error.status, isWebhookError(error) && error.code]).toEqual([
          403,
          'missing-signature',
        ]);
        expect(error).toBeInstanceOf(WebhookError);
        expect(inspect(error)).not.toContain('\n');
        return error.getResponse();
      });
    const response = await app.request(genuine.path, { method: 'POST' });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      code: 'missing-signature',
      message: 'The request carries no signature header.',
    });
  });

  it('adds the headers of guards to responses that a handler made itself', async () => {
    const httpAuth = () => ({ ok: true, headers: { 'X-Welcome': 'you' } }) as const;
    const app = new Hono().post('/voice', webhook({ authToken, httpAuth }), () =>
      Response.redirect('http://localhost/', 302),
    );
    const response = await app.request(genuine.path, genuine);
    expect([response.status, response.headers.get('x-welcome')]).toEqual([302, 'you']);
  });

  it('keeps what Cloudflare Workers know of a request', async () => {
    const app = new Hono().post('/voice', webhook({ authToken }), (c) => c.text('reached'));
    const request = Object.assign(new Request(url, genuine as RequestInit), {
      cf: { colo: 'AMS' },
    });
    expect(await (await app.fetch(request)).text()).toBe('reached');
  });
});

describe('what the handler gets for a request', () => {
  const signed = (target: string, headers: Record<string, string> = {}) => {
    const at = `http://localhost${target}`;
    const { signature } = sign({ authToken, url: headers.Upgrade ? at.replace('http', 'ws') : at });
    return new Request(at, { headers: { ...headers, 'X-Twilio-Signature': signature } });
  };

  it.each([
    ['a GET', signed('/voice?a=1')],
    ['an upgrade', signed('/voice', { Upgrade: 'websocket', Connection: 'Upgrade' })],
  ])('without a body is the one that came: %s', async (_title, request) => {
    const app = new Hono().get('/voice', webhook({ authToken }), (c) =>
      c.text(String(c.req.raw === request)),
    );
    expect(await (await app.fetch(request)).text()).toBe('true');
  });

  it('with a body is another, of the same signal, with the length of what was verified', async () => {
    const leave = new AbortController();
    const body = 'To=%2B1555&Digits=1&Digits=1';
    const headers = { ...genuine.headers, 'Content-Length': String(body.length) };
    const request = new Request(url, { method: 'POST', headers, body, signal: leave.signal });
    const app = new Hono().post('/voice', webhook({ authToken }), async (c) => {
      leave.abort();
      const text = await c.req.raw.clone().text();
      return c.json([c.req.raw === request, c.req.raw.signal.aborted, text, c.req.header()]);
    });
    const [same, aborted, text, received] = (await (await app.fetch(request)).json()) as never[];
    expect([same, aborted, text]).toEqual([false, true, 'Digits=1&To=%2B1555']);
    expect(received).toMatchObject({ 'content-length': String('Digits=1&To=%2B1555'.length) });
  });

  it('behind guard() is the one that came', async () => {
    const request = new Request(url, { method: 'POST', body: 'hello' });
    const httpAuth = () => ({ ok: true }) as const;
    const app = new Hono().post('/voice', guard({ httpAuth }), async (c) =>
      c.text(`${c.req.raw === request} ${await c.req.text()}`),
    );
    expect(await (await app.fetch(request)).text()).toBe('true hello');
  });
});

describe.each(['hono', 'hono-first'])('next to middleware of %s', (module) => {
  const require = createRequire(import.meta.url);
  const app = (...before: MiddlewareHandler[]): Hono => {
    const { Hono } = require(module);
    const app = new Hono();
    for (const middleware of before) app.use(middleware);
    return app.all('/voice', webhook({ authToken }), async (c: Context) =>
      c.text(await c.req.text()),
    );
  };

  /** A request whose length is not announced. */
  const chunked = (body: string) =>
    new Request(url, {
      method: 'POST',
      headers: { ...genuine.headers, 'Transfer-Encoding': 'chunked' },
      body: new Blob([body]).stream(),
      duplex: 'half',
    } as RequestInit);

  it('bodyLimit() refuses what is too large, and what is not is verified', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { bodyLimit } = require(`${module}/body-limit`);
    const { body = '' } = genuine;
    const limited = app(bodyLimit({ maxSize: body.length }));
    expect((await limited.request(genuine.path, genuine)).status).toBe(200);
    expect((await limited.fetch(chunked(body))).status).toBe(200);
    expect((await limited.fetch(chunked(`${body}&a=1`))).status).toBe(413);
    printed.mockRestore();
  });

  it('c.req.json() before: its text is verified if it is kept, and else the set-up is at fault', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const event = signedRequest({ authToken, url, body: '{"type": "call"}' });
    const parsed = app(async (c, next) => {
      await c.req.json();
      await next();
    });
    const response = await parsed.request(event.path, event);
    const answer = [response.status, await response.text()];
    if (module === 'hono') expect(answer).toEqual([200, event.body]);
    else expect(answer).toEqual([500, expect.stringContaining('body-already-parsed')]);
    expect((await parsed.request(event.path, { ...event, body: '{"type": "x"}' })).status).toBe(
      module === 'hono' ? 403 : 500,
    );
    printed.mockRestore();
  });
});
