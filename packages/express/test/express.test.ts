// What is peculiar to Express; the conformance suite has the rest.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { format } from 'node:util';
import { exchange, formPost, get, type WireRequest, withBody } from '@sig/conformance';
import { hintOf } from '@sig/core';
import { webhook } from '@sig/express';
import type express from 'express';
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

async function send(app: express.Express, request: WireRequest) {
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return exchange((server.address() as AddressInfo).port, request);
}

describe.each(['express', 'express-4'])('%s', (name) => {
  const load: typeof express = require(name);
  const echo: express.RequestHandler = (req, res) => {
    res.json({ body: req.body, url: req.url });
  };

  it('behind a sub-app in a sub-app, signs the whole path', async () => {
    const inner = load().post('/voice', webhook({ authToken }), echo);
    const outer = load().use('/hooks', inner);
    const app = load().use('/api', outer);
    const response = await send(app, formPost(to, '/api/hooks/voice?a=b', { Digits: '1' }));
    expect(JSON.parse(response.body)).toEqual({ body: { Digits: '1' }, url: '/voice?a=b' });
  });

  it('in a sub-app, trusts the proxies that the app trusts', async () => {
    const inner = load().post('/voice', webhook({ authToken }), echo);
    const app = load().set('trust proxy', 'loopback').use('/api', inner);
    const forwarded = [
      ['X-Forwarded-Proto', 'https'],
      ['X-Forwarded-Host', 'public.example'],
    ] as const;
    const request = formPost(
      { authToken, origin: 'https://public.example', forwarded },
      '/api/voice',
      {},
    );
    expect((await send(app, request)).status).toBe(200);
  });

  it('does not trust a proxy that the app does not know', async () => {
    const app = load()
      .set('trust proxy', '203.0.113.7')
      .post('/voice', webhook({ authToken }), echo);
    const forwarded = [['X-Forwarded-Proto', 'https']] as const;
    const request = formPost(
      { authToken, origin: 'https://phone.example', forwarded },
      '/voice',
      {},
    );
    expect((await send(app, request)).status).toBe(403);
  });

  it('signs what was asked for, not what middleware made of req.url', async () => {
    const app = load();
    app.use((req, _res, next) => {
      req.url = req.url.replace('/old', '/new');
      next();
    });
    app.post('/new', webhook({ authToken }), echo);
    expect((await send(app, formPost(to, '/old', { a: '1' }))).status).toBe(200);
  });

  it('takes the rawBody of a platform that parsed the body before', async () => {
    const request = formPost(to, '/voice', { Digits: '1' });
    const platform = (rawBody: string): express.RequestHandler => {
      return (req, _res, next) => {
        req.body = { Digits: 'from the platform' };
        req.rawBody = Buffer.from(rawBody);
        req.resume().on('end', () => next());
      };
    };
    const app = (rawBody: string) =>
      load().use(platform(rawBody)).post('/voice', webhook({ authToken }), echo);
    const genuine = await send(app(String(request.body)), request);
    expect(JSON.parse(genuine.body).body).toEqual({ Digits: '1' });
    expect((await send(app('Digits=2'), request)).status).toBe(403);
  });

  it('takes the Buffer of express.raw() and the string of express.text()', async () => {
    for (const parser of [load.raw({ type: '*/*' }), load.text({ type: '*/*' })]) {
      const app = load().use(parser).post('/voice', webhook({ authToken }), echo);
      const response = await send(app, formPost(to, '/voice', { Body: 'ä' }));
      expect(JSON.parse(response.body).body).toEqual({ Body: 'ä' });
    }
  });

  it('refuses what the extended parser has made objects of (body-already-parsed)', async () => {
    const app = load()
      .set('env', 'test')
      .use(load.urlencoded({ extended: true }))
      .post('/voice', webhook({ authToken }), echo);
    app.use(((error, _req, res, _next) => {
      res.status(error.status).json({ code: error.code, hint: hintOf(error) });
    }) as express.ErrorRequestHandler);
    const response = await send(app, formPost(to, '/voice', { 'a[b]': '1' }));
    expect(response.status).toBe(500);
    expect(JSON.parse(response.body)).toMatchObject({
      code: 'body-already-parsed',
      hint: expect.stringContaining('before the body parser'),
    });
  });

  it('guards twice on one request without reading twice', async () => {
    const app = load().use(webhook({ authToken })).post('/voice', webhook({ authToken }), echo);
    const response = await send(app, formPost(to, '/voice', { Digits: '1' }));
    expect(JSON.parse(response.body).body).toEqual({ Digits: '1' });
    const forged = withBody(formPost(to, '/voice', { Digits: '1' }), 'Digits=2');
    expect((await send(app, forged)).status).toBe(403);
  });

  it('prints one short line for a rejection that no error handler takes, and no more', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    process.env.NODE_ENV = 'production';
    const app = load().use(webhook({ authToken }));
    for (let i = 0; i < 5; i++) await send(app, withBody(get(to, '/voice'), 'x'));
    await new Promise(setImmediate);
    process.env.NODE_ENV = 'test';
    const lines = printed.mock.calls.flatMap((values) => format(...values).split('\n'));
    printed.mockRestore();
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(line.length).toBeLessThan(120);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('the log is full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the log is full'))],
    ['hangs', () => new Promise<void>(() => {})],
  ])(
    'an onReject that %s changes nothing for the client, and the operator hears of it',
    async (_title, onReject) => {
      const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
      const app = load()
        .set('env', 'test')
        .use(webhook({ authToken, onReject, lookupTimeout: 20 }));
      const response = await send(app, withBody(get(to, '/voice'), 'x'));
      expect(response.status).toBe(403);
      expect(printed.mock.calls.flat().join()).toContain('"onReject" failed');
      printed.mockRestore();
    },
  );
});

it('wrong options throw when the route is made', () => {
  expect(() => webhook({ authTokn: 'x' } as never)).toThrow(/"authTokn"/);
  expect(() => webhook({ authToken: '' })).toThrow(/"authToken"/);
});
