// What is peculiar to Fastify; the conformance suite has the rest.

import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import {
  exchange,
  formPost,
  get,
  jsonPost,
  type WireRequest,
  withBody,
  withHeader,
} from '@sig/conformance';
import { webhook } from '@sig/fastify';
import type { FastifyHttpOptions, FastifyInstance, fastify } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';

const require = createRequire(import.meta.url);
const authToken = 'token';
const to = { authToken, origin: 'http://phone.example' };
const apps: FastifyInstance[] = [];

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

describe.each(['fastify', 'fastify-4'])('%s', (name) => {
  const make: typeof fastify = require(name);
  const echo = (request: { body?: unknown; rawBody?: Buffer }) =>
    Promise.resolve({ body: request.body, rawBody: String(request.rawBody) });

  function app(options: FastifyHttpOptions<Server> = {}): FastifyInstance {
    const made = make({ forceCloseConnections: true, ...options });
    apps.push(made);
    return made;
  }

  async function send(app: FastifyInstance, request: WireRequest) {
    if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' });
    return exchange((app.server.address() as AddressInfo).port, request);
  }

  const unsigned = (target: string) => withHeader(get(to, target), 'X-Twilio-Signature', undefined);

  describe('which routes are guarded', () => {
    it('those of its scope and of the scopes in it, not those beside it', async () => {
      const root = app();
      await root.register(async (scope) => {
        await scope.register(webhook, { authToken });
        scope.get('/guarded', echo);
        await scope.register(async (inner) => {
          inner.get('/inner', echo);
        });
      });
      root.get('/open', echo);
      expect((await send(root, unsigned('/guarded'))).status).toBe(403);
      expect((await send(root, unsigned('/inner'))).status).toBe(403);
      expect((await send(root, unsigned('/open'))).status).toBe(200);
      expect((await send(root, get(to, '/inner'))).status).toBe(200);
    });

    it('also those that were declared before it', async () => {
      const root = app();
      root.get('/early', echo);
      root.register(webhook, { authToken });
      expect((await send(root, unsigned('/early'))).status).toBe(403);
      expect((await send(root, get(to, '/early'))).status).toBe(200);
    });

    it('but those that opt out', async () => {
      const root = app();
      await root.register(webhook, { authToken });
      root.get('/health', { config: { webhook: false } }, echo);
      root.post('/plain', { config: { webhook: false } }, echo);
      expect((await send(root, unsigned('/health'))).status).toBe(200);
      const plain = withHeader(jsonPost(to, '/plain', '{"a":1}'), 'X-Twilio-Signature', undefined);
      expect(JSON.parse((await send(root, plain)).body).body).toEqual({ a: 1 });
    });

    it('or, not global, only those that opt in', async () => {
      const root = app();
      await root.register(webhook, { authToken, global: false });
      root.get('/guarded', { config: { webhook: true } }, echo);
      root.get('/open', echo);
      expect((await send(root, unsigned('/guarded'))).status).toBe(403);
      expect((await send(root, unsigned('/open'))).status).toBe(200);
    });

    it('and what no route takes', async () => {
      const root = app();
      await root.register(webhook, { authToken });
      root.get('/voice', echo);
      expect((await send(root, get(to, '/nowhere'))).status).toBe(404);
    });
  });

  it('signs what was asked for, not what rewriteUrl made of it', async () => {
    const root = app({ rewriteUrl: (req) => String(req.url).replace('/old', '/new') });
    await root.register(webhook, { authToken });
    root.post('/new', echo);
    expect((await send(root, formPost(to, '/old', { a: '1' }))).status).toBe(200);
    expect((await send(root, formPost(to, '/new', { a: '1' }))).status).toBe(200);
  });

  it('custom content-type parsers see the verified bytes', async () => {
    const root = app();
    await root.register(webhook, { authToken });
    root.addContentTypeParser('application/xml', { parseAs: 'string' }, (_request, body, done) =>
      done(null, `parsed ${body}`),
    );
    root.addContentTypeParser(/^application\/vnd\./, (_request, payload, done) => {
      let text = '';
      payload.on('data', (chunk) => {
        text += chunk;
      });
      payload.on('end', () => done(null, `read ${text}`));
    });
    root.post('/events', echo);
    for (const [type, body] of [
      ['application/xml', 'parsed <a/>'],
      ['application/vnd.acme', 'read <a/>'],
    ] as const) {
      const request = withHeader(jsonPost(to, '/events', '<a/>'), 'Content-Type', type);
      expect(JSON.parse((await send(root, request)).body)).toEqual({ body, rawBody: '<a/>' });
      const forged = withBody(request, '<b/>');
      expect(JSON.parse((await send(root, forged)).body).code).toBe('body-hash-mismatch');
    }
  });

  it('what a parser makes of a form is replaced: the params are what the signature covers', async () => {
    const root = app();
    await root.register(webhook, { authToken });
    root.addContentTypeParser('application/x-www-form-urlencoded', (_request, _payload, done) =>
      done(null, 'from the parser'),
    );
    root.post(
      '/voice',
      { preHandler: async (request) => void headers.push(request.headers) },
      echo,
    );
    const headers: object[] = [];
    const response = await send(root, formPost(to, '/voice', { Digits: '1' }));
    expect(JSON.parse(response.body).body).toEqual({ Digits: '1' });
    expect(headers).toMatchObject([
      { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '8' },
    ]);
  });

  it('a type that Fastify has no parser for is 415, as ever', async () => {
    const root = app();
    await root.register(webhook, { authToken });
    root.post('/events', echo);
    const request = withHeader(jsonPost(to, '/events', 'x'), 'Content-Type', 'image/png');
    const response = await send(root, request);
    expect(response.status).toBe(415);
    expect(JSON.parse(response.body).code).toBe('FST_ERR_CTP_INVALID_MEDIA_TYPE');
  });

  it('signed JSON that does not parse is 400, as ever', async () => {
    const root = app();
    await root.register(webhook, { authToken });
    root.post('/events', echo);
    expect((await send(root, jsonPost(to, '/events', '{"a":'))).status).toBe(400);
  });

  it('a body that another plugin has decompressed', async () => {
    const root = app();
    root.addHook('preParsing', async (request, _reply, payload) => {
      if (request.headers['content-encoding'] !== 'gzip') return payload;
      return payload.pipe(createGunzip()).pipe(new PassThrough());
    });
    await root.register(webhook, { authToken });
    root.post('/voice', echo);
    const request = formPost(to, '/voice', { Digits: '1' });
    const gzip = (body: string) =>
      withHeader(withBody(request, gzipSync(body)), 'Content-Encoding', 'gzip');
    const response = await send(root, gzip('Digits=1'));
    expect(JSON.parse(response.body)).toEqual({ body: { Digits: '1' }, rawBody: 'Digits=1' });
    expect((await send(root, gzip('Digits=2'))).status).toBe(403);
  });

  it("bodyLimit: Fastify's, the route's, or its own", async () => {
    const root = app({ bodyLimit: 100 });
    await root.register(webhook, { authToken });
    root.post('/default', echo);
    root.post('/route', { bodyLimit: 200 }, echo);
    await root.register(async (scope) => {
      await scope.register(webhook, { authToken, bodyLimit: 50 });
      scope.post('/own', echo);
    });
    const status = async (target: string, length: number) =>
      (await send(root, formPost(to, target, { a: 'x'.repeat(length - 2) }))).status;
    expect([await status('/default', 100), await status('/default', 101)]).toEqual([200, 413]);
    expect([await status('/route', 200), await status('/route', 201)]).toEqual([200, 413]);
    expect([await status('/own', 50), await status('/own', 51)]).toEqual([200, 413]);
  });

  it('answers as Fastify answers errors, and logs through its log', async () => {
    const lines: string[] = [];
    const stream = { write: (line: string) => void lines.push(line) };
    const root = app({ logger: { level: 'info', stream } });
    await root.register(webhook, { authToken: () => undefined });
    root.post('/voice', echo);
    const response = await send(root, formPost(to, '/voice', { AccountSid: 'AC1' }));
    expect(JSON.parse(response.body)).toEqual({
      statusCode: 403,
      code: 'no-token',
      error: 'Forbidden',
      message: 'The request is not for an account that is served here.',
    });
    expect(lines.join()).toContain('"code":"no-token"');
    expect(lines.join()).not.toContain('hint');
  });

  it('tells the operator on the console if the app has no logger, and not if its logger is silent', async () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const [logger, count] of [
      [{ level: 'silent' }, 0],
      [false, 1],
    ] as const) {
      const root = app({ logger });
      await root.register(webhook, { authToken: () => undefined });
      root.post('/voice', echo);
      await send(root, formPost(to, '/voice', { AccountSid: 'AC1' }));
      expect(print).toHaveBeenCalledTimes(count);
    }
    print.mockRestore();
  });

  it('validates the verified params by a schema', async () => {
    const root = app();
    await root.register(webhook, { authToken });
    const schema = { body: { type: 'object', required: ['Digits'] } };
    root.post('/voice', { schema }, echo);
    expect((await send(root, formPost(to, '/voice', { Digits: '1' }))).status).toBe(200);
    expect((await send(root, formPost(to, '/voice', { Other: '1' }))).status).toBe(400);
  });

  it('wrong options fail the start', async () => {
    await expect(app().register(webhook, { authTokn: 'x' } as never)).rejects.toThrow(/"authTokn"/);
    await expect(app().register(webhook, { authToken: '' })).rejects.toThrow(/"authToken"/);
  });
});
