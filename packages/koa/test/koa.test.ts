// What is peculiar to Koa; the conformance suite has the rest.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import { exchange, formPost, type WireRequest, withBody } from '@sig/conformance';
import { type WebhookError, webhook } from '@sig/koa';
import type Koa from 'koa';
import oldBodyParser from 'koa-bodyparser';
import mount from 'koa-mount';
import { afterEach, describe, expect, it, vi } from 'vitest';

const require = createRequire(import.meta.url);
const authToken = 'token';
const to = { authToken, origin: 'http://phone.example' };
const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function send(app: Koa, request: WireRequest) {
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return exchange((server.address() as AddressInfo).port, request);
}

describe.each(['koa', 'koa-2'])('%s', (name) => {
  const Application: typeof Koa = require(name);
  const echo: Koa.Middleware = (ctx) => {
    ctx.body = { body: (ctx.request as { body?: unknown }).body, url: ctx.url };
  };

  it('prints nothing for a rejection that no error handler takes', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    process.env.NODE_ENV = 'production';
    const app = new Application();
    app.use(webhook({ authToken }));
    const response = await send(app, withBody(formPost(to, '/voice', {}), 'x=1'));
    process.env.NODE_ENV = 'test';
    expect(response.status).toBe(403);
    expect(printed.mock.calls).toEqual([]);
    printed.mockRestore();
  });

  it('in a mounted app, signs the whole path', async () => {
    const inner = new Application();
    inner.use(webhook({ authToken })).use(echo);
    const app = new Application().use(mount('/api', mount('/hooks', inner)));
    const response = await send(app, formPost(to, '/api/hooks/voice?a=b', { Digits: '1' }));
    expect(JSON.parse(response.body)).toEqual({ body: { Digits: '1' }, url: '/voice?a=b' });
  });

  it('under nested router prefixes, signs the whole path', async () => {
    const inner = new Router({ prefix: '/hooks' });
    inner.post('/voice', webhook({ authToken }), (ctx) => {
      ctx.body = ctx.request.body.Digits;
    });
    const outer = new Router({ prefix: '/api' }).use(inner.routes());
    const app = new Application().use(outer.routes() as never);
    const response = await send(app, formPost(to, '/api/hooks/voice', { Digits: '1' }));
    expect(response.body).toBe('1');
  });

  it('signs what was asked for, not what middleware made of ctx.url', async () => {
    const app = new Application();
    app.use((ctx, next) => {
      ctx.url = ctx.url.replace('/old', '/new');
      return next();
    });
    app.use(webhook({ authToken })).use(echo);
    const response = await send(app, formPost(to, '/old', {}));
    expect(JSON.parse(response.body).url).toBe('/new');
  });

  it.each([oldBodyParser, bodyParser])(
    'gives bytes where a parser had left text',
    async (parser) => {
      const app = new Application();
      app.use(parser()).use(webhook({ authToken }));
      app.use((ctx) => {
        const { rawBody } = ctx.request as unknown as { rawBody: unknown };
        ctx.body = Buffer.isBuffer(rawBody) && rawBody.toString();
      });
      const response = await send(app, formPost(to, '/voice', { Body: 'ä' }));
      expect(response.body).toBe('Body=%C3%A4');
    },
  );

  it('reports 5xx on the app, 4xx to the client only, as ctx.throw() does', async () => {
    const errors: WebhookError[] = [];
    const app = new Application();
    app.use(webhook({ authToken }));
    app.on('error', (error) => errors.push(error));
    const forged = withBody(formPost(to, '/voice', { Digits: '1' }), 'Digits=2');
    expect((await send(app, forged)).status).toBe(403);
    // Koa emits what it exposes as well; its own listener is what stays silent.
    expect(errors.map(({ code, expose }) => [code, expose])).toEqual([
      ['signature-mismatch', true],
    ]);
  });
});

it('wrong options throw when the middleware is made', () => {
  expect(() => webhook({ authTokn: 'x' } as never)).toThrow(/"authTokn"/);
  expect(() => webhook({ authToken: '' })).toThrow(/"authToken"/);
});
