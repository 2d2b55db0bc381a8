// Requests that node:http did not make (serverless shims, mocks), and routers that change them.
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage as IncomingHttp,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { ServerlessAdapter } from '@h4ad/serverless-adapter';
import { ApiGatewayV2Adapter } from '@h4ad/serverless-adapter/adapters/aws';
import { ExpressFramework } from '@h4ad/serverless-adapter/frameworks/express';
import { DefaultHandler } from '@h4ad/serverless-adapter/handlers/default';
import { PromiseResolver } from '@h4ad/serverless-adapter/resolvers/promise';
import { exchange, formPost, get } from '@sig/conformance';
import { sign } from '@sig/core';
import { createVerifier } from '@sig/core/node';
import { webhook } from '@sig/express';
import connect from 'connect';
import type express from 'express';
import { createApp, fromNodeMiddleware, toNodeListener } from 'h3';
import httpMocks from 'node-mocks-http';
import polka from 'polka';
import serverless from 'serverless-http';
import { IncomingMessage } from 'unenv/runtime/node/http/index';
import { describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const authToken = 'token';
const publicUrl = 'https://example.com';
const params = { AccountSid: 'AC1', Digits: '1' };
const form = new URLSearchParams(params).toString();
const signatureOf = (path: string, signed = params) =>
  sign({ authToken, url: publicUrl + path, params: signed }).signature;

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

/** An event of API Gateway's HTTP API (payload 2.0). */
function event(body: string, signature: string) {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/voice',
    rawQueryString: 'a=b',
    headers: {
      host: 'abc.execute-api.example.com',
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature,
    },
    requestContext: {
      http: { method: 'POST', path: '/voice', sourceIp: '127.0.0.1', protocol: 'HTTP/1.1' },
    },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  };
}

describe.each(['express', 'express-4'])('%s', (module) => {
  const load: typeof express = require(module);
  const app = load().set('env', 'test');
  app.post('/voice', webhook({ authToken, publicUrl }), (req, res) => void res.json(req.body));

  const shims: [string, (sent: ReturnType<typeof event>) => Promise<Answer>][] = [
    ['serverless-http', async (sent) => (await serverless(app)(sent, {})) as Answer],
    [
      '@h4ad/serverless-adapter',
      async (sent) => {
        const handler = ServerlessAdapter.new(app)
          .setFramework(new ExpressFramework())
          .setHandler(new DefaultHandler())
          .setResolver(new PromiseResolver())
          .addAdapter(new ApiGatewayV2Adapter())
          .build();
        return (await handler(sent, {}, undefined)) as Answer;
      },
    ],
  ];

  it.each(shims)('%s: genuine requests get in, forged ones do not', async (_name, send) => {
    const signature = signatureOf('/voice?a=b');
    const genuine = await send(event(form, signature));
    expect([genuine.statusCode, JSON.parse(genuine.body)]).toEqual([200, params]);
    expect((await send(event(`${form}&x=1`, signature))).statusCode).toBe(403);
    expect((await send(event(form, ''))).statusCode).toBe(403);
  });
});

describe('node-mocks-http', () => {
  function run(body: object, signature: string) {
    const req = httpMocks.createRequest({
      method: 'POST',
      url: '/voice',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': '30',
        'x-twilio-signature': signature,
      },
      body: body as never,
    });
    return new Promise<unknown>((resolve) => {
      const done = (error?: unknown) => resolve(error ?? req.body);
      webhook({ authToken, publicUrl })(req as never, httpMocks.createResponse() as never, done);
    });
  }

  it('a parsed form is verified', async () => {
    expect(await run(params, signatureOf('/voice'))).toEqual(params);
    expect(await run({ ...params, x: '1' }, signatureOf('/voice'))).toMatchObject({
      code: 'signature-mismatch',
    });
  });

  it('a body that a URL signature does not cover is refused', async () => {
    const { signature } = sign({ authToken, url: `${publicUrl}/voice` });
    expect(await run(params, signature)).toMatchObject({ code: 'signature-mismatch' });
  });
});

describe('unenv (Nitro)', () => {
  async function run(body: string | Uint8Array, signature: string) {
    const req = Object.assign(new IncomingMessage(), {
      method: 'POST',
      url: '/voice',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': signature,
      },
      body,
    });
    const verdict = await createVerifier({ authToken, publicUrl }).verify(req as never);
    return verdict.ok ? verdict.params : verdict.error.code;
  }

  it('the raw body that the platform keeps is verified', async () => {
    expect(await run(form, signatureOf('/voice'))).toEqual(params);
    expect(await run(Buffer.from(form), signatureOf('/voice'))).toEqual(params);
    expect(await run(`${form}&x=1`, signatureOf('/voice'))).toBe('signature-mismatch');
  });
});

describe('servers whose responses are those of node:http', () => {
  const guarded = webhook({ authToken, publicUrl }) as unknown as (
    req: IncomingHttp,
    res: ServerResponse,
    next: (error?: unknown) => void,
  ) => void;
  const handler = (req: IncomingHttp, res: ServerResponse) =>
    void res.end((req as { body?: { Digits?: string } }).body?.Digits);
  const refuse = (error: { status: number; code: string }, res: ServerResponse) =>
    void res.writeHead(error.status).end(error.code);

  const servers: [string, () => RequestListener][] = [
    [
      'connect',
      () =>
        connect()
          .use(guarded)
          .use(handler)
          .use(((error, _req, res, _next) =>
            refuse(error, res)) as connect.ErrorHandleFunction) as RequestListener,
    ],
    [
      'polka',
      () =>
        polka({ onError: (error, _req, res) => refuse(error as never, res) }).use(
          guarded as never,
          handler as never,
        ).handler as RequestListener,
    ],
  ];

  it.each(servers)('%s: webhook() lets genuine requests through', async (_name, make) => {
    const server = createServer(make()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const genuine = formPost({ authToken, origin: publicUrl }, '/voice', { Digits: '1' });
      expect(await exchange(port, genuine)).toMatchObject({ status: 200, body: '1' });
      const forged = await exchange(port, { ...genuine, target: '/voice?a=b' });
      expect(forged).toMatchObject({ status: 403, body: 'signature-mismatch' });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('routers that cut the mount path off req.url', () => {
  const options = { authToken, publicUrl };
  async function answer(req: IncomingHttp, res: ServerResponse): Promise<void> {
    const verdict = await createVerifier(options).verify(req);
    res.statusCode = verdict.ok ? 200 : verdict.error.status;
    res.end(verdict.ok ? String(verdict.params.Digits ?? verdict.target) : verdict.error.code);
  }

  const mounts: [string, () => RequestListener][] = [
    ['connect', () => connect().use('/hooks', answer) as RequestListener],
    ['polka', () => polka().use('hooks', answer).handler as RequestListener],
    [
      'h3',
      () =>
        toNodeListener(createApp().use('/hooks', fromNodeMiddleware(answer))) as RequestListener,
    ],
  ];

  it.each(mounts)('%s: the verifier sees the whole target', async (_name, make) => {
    const server = createServer(make()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const to = { authToken, origin: publicUrl };
    try {
      const genuine = await exchange(port, formPost(to, '/hooks/voice?a=b', { Digits: '1' }));
      expect([genuine.status, genuine.body]).toEqual([200, '1']);
      expect((await exchange(port, get(to, '/hooks?a=b'))).body).toBe('/hooks?a=b');
      const forged = { ...get(to, '/voice'), target: '/hooks/voice' };
      expect((await exchange(port, forged)).status).toBe(403);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
