// What is Hono's own; what every adapter does is in the conformance suite.
import { signedRequest, type VerifiedWebhook, webhook } from '@sig/hono';
import { Hono } from 'hono';
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
