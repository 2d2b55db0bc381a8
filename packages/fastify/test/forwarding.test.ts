// Routes that forward what was verified, and parsers of Express in front of Fastify.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import formbody from '@fastify/formbody';
import httpProxy from '@fastify/http-proxy';
import middie from '@fastify/middie';
import { exchange, formPost, get, jsonPost, withBody, withHeader } from '@sig/conformance';
import { webhook } from '@sig/fastify';
import express from 'express';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const to = { authToken: 'token', origin: 'https://example.com' };
const options = { authToken: to.authToken, publicUrl: to.origin };
const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

async function listen(app: ReturnType<typeof fastify>): Promise<number> {
  closers.push(() => app.close());
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

describe('@fastify/http-proxy after webhook', () => {
  let port = 0;
  beforeAll(async () => {
    const upstream = createServer(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      res.end(JSON.stringify([req.method, req.url, Buffer.concat(chunks).toString()]));
    }).listen(0, '127.0.0.1');
    closers.push(() => upstream.close());
    await once(upstream, 'listening');
    const app = fastify({ forceCloseConnections: true });
    await app.register(webhook, options);
    await app.register(httpProxy, {
      upstream: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
    });
    port = await listen(app);
  });

  it.each([
    ['a form', formPost(to, '/voice?a=b', { b: '1', a: 'x y' })],
    ['JSON', jsonPost(to, '/events', '{ "a": 1.0 }')],
    ['a GET', get(to, '/voice?a=b')],
  ])('%s is forwarded byte for byte', async (_title, request) => {
    const response = await exchange(port, request);
    const { method, target, body = '' } = request;
    expect(response.status).toBe(200);
    expect(JSON.parse(response.body)).toEqual([method, target, body]);
  });

  it('a forgery is not', async () => {
    const forged = withBody(formPost(to, '/voice', { a: '1' }), 'a=2');
    expect((await exchange(port, forged)).status).toBe(403);
  });
});

describe('middie with parsers of Express before webhook', () => {
  const keep = (req: object, _res: unknown, rawBody: Buffer) =>
    void Object.assign(req, { rawBody });
  it.each([
    [
      'their parsed form',
      express.urlencoded({ extended: false }),
      formPost(to, '/voice', { a: '1' }),
    ],
    [
      'the raw bytes they keep',
      express.json({ verify: keep }),
      jsonPost(to, '/voice', '{"a":"1"}'),
    ],
  ])('%s is verified', async (_title, parser, request) => {
    const app = fastify({ forceCloseConnections: true });
    await app.register(middie, { hook: 'onRequest' });
    app.use(parser);
    await app.register(webhook, options);
    app.post('/voice', async ({ body }) => ({ body }));
    const port = await listen(app);
    const response = await exchange(port, request);
    expect([response.status, JSON.parse(response.body)]).toEqual([200, { body: { a: '1' } }]);
    const forged = await exchange(port, withBody(request, 'a=2'));
    expect(forged.status).toBeGreaterThanOrEqual(400);
  });
});

it.each(['form', 'no parser'])('a scope in a guarded scope guards again: %s', async (kind) => {
  const app = fastify({ forceCloseConnections: true });
  await app.register(webhook, options);
  await app.register(async (scope) => {
    await scope.register(webhook, options);
    if (kind === 'form') await scope.register(formbody);
    scope.post('/voice', async ({ body, headers }) => ({ body, headers }));
  });
  const port = await listen(app);
  const request = withBody(formPost(to, '/voice', { a: ['1', '2'] }), 'a=2&a=1&a=1');
  const type = 'Application/X-WWW-form-urlencoded';
  const sent = withHeader(request, 'Content-Type', type);
  const response = await exchange(port, sent);
  expect(response.status).toBe(200);
  expect(JSON.parse(response.body)).toMatchObject({
    body: { a: ['1', '2'] },
    headers: { 'content-type': type, 'content-length': '11' },
  });
});
