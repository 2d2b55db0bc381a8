import { createServer } from 'node:http';
import { bodyHash, verify } from '@sig/core';
import { describe, expect, it } from 'vitest';
import { createSender, SenderError, signRequest } from '../src/index.js';
import { serve } from './server.js';

const authToken = 'token';
const sender = createSender({ authToken, timeout: 5000 });

describe('signs', () => {
  it('forms, GETs and JSON, so that core verifies them', async () => {
    const server = await serve((_req, res) => res.end());
    const call = sender.call();
    await call.post(`${server.url}/voice?a=b'c|d`, { To: ['b', 'a', 'b'], Body: 'Grüße 👋 + &' });
    await call.post(`${server.url}/pairs`, [
      ['b', '1'],
      ['a', '2'],
      ['b', '3'],
    ]);
    await call.get(`${server.url}/status?x=%7e`);
    await call.json(`${server.url}/events`, { a: 1 });
    await call.json(`${server.url}/events?x=1`, '{ "a": 1.0 }');
    call.close();
    for (const { method, target, headers, body } of server.seen) {
      const verdict = verify({
        authToken,
        signature: String(headers['x-twilio-signature']),
        url: server.url + target,
        contentType: headers['content-type'],
        body,
      });
      expect([method, target, verdict.ok]).toEqual([method, target, true]);
    }
    expect(server.seen.map(({ method, target }) => `${method} ${target}`)).toEqual([
      "POST /voice?a=b'c|d",
      'POST /pairs',
      'GET /status?x=%7e',
      `POST /events?bodySHA256=${bodyHash('{"a":1}')}`,
      `POST /events?x=1&bodySHA256=${bodyHash('{ "a": 1.0 }')}`,
    ]);
    expect(server.seen[4]?.body).toBe('{ "a": 1.0 }');
  });

  it('forms as they are given: signed for what they say, also where a redirect leads', async () => {
    const form = Buffer.from('a=%2b&b=%FF&b=%FF');
    const params = new URLSearchParams(form.toString());
    const server = await serve((req, res) => {
      const status = { '/308': 308, '/303': 303 }[req.url ?? ''] ?? 200;
      res.writeHead(status, { Location: '/there' }).end();
    });
    const call = sender.call();
    for (const status of [308, 303]) {
      await call.send({ url: `${server.url}/${status}`, params, form });
    }
    const refused = call.send({ url: server.url, form });
    await expect(refused).rejects.toMatchObject({ option: 'form' });
    call.close();
    expect(server.seen.map(({ method, body }) => `${method} ${body}`)).toEqual([
      ...Array(3).fill(`POST ${form}`),
      'GET ',
    ]);
    for (const { target, headers, body } of server.seen) {
      expect(verify({ authToken, url: server.url + target, headers, body }).ok).toBe(true);
    }
  });

  it('WebSocket upgrades: the ws URL', async () => {
    const server = createServer();
    const signatures: unknown[] = [];
    server.on('upgrade', (req, socket) => {
      signatures.push(req.headers['x-twilio-signature']);
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const call = sender.call();
    for (const scheme of ['ws', 'http']) {
      const result = await call.upgrade(`${scheme}://127.0.0.1:${port}/media`);
      expect(result.status).toBe(101);
      result.socket?.destroy();
    }
    const url = `ws://127.0.0.1:${port}/media`;
    for (const signature of signatures) {
      expect(verify({ authToken, signature: String(signature), url }).ok).toBe(true);
    }
    call.close();
    server.close();
  });

  it.each([
    ['userinfo left out', false, 'https://example.com/voice?a'],
    ['userinfo kept', true, 'https://u%24er:p%40ss@example.com/voice?a'],
  ])('%s', (_title, signUserinfo, signedUrl) => {
    const url = 'https://u%24er:p%40ss@example.com/voice?a#rc=2';
    const request = signRequest({ url, params: {} }, { authToken, signUserinfo });
    expect(request.signedUrl).toBe(signedUrl);
    expect(request.target).toBe('/voice?a');
    expect(request.destination).toMatchObject({
      host: 'example.com',
      port: 443,
      credentials: { username: 'u$er', password: 'p@ss' },
    });
  });

  it.each([
    ['', /must start with https/],
    ['/voice', /must start with https/],
    ['ftp://h/', /must start with https/],
    ['https://h/a b', /escape spaces/],
    ['https://h/ä', /escape spaces/],
    ['https://100%:p@h/', /broken escape/],
  ])('no URL: %j', (url, message) => {
    expect(() => signRequest({ url }, { authToken })).toThrow(message);
  });
});

describe('redirects', () => {
  it('are followed, and signed anew for the new URL', async () => {
    const server = await serve((req, res) => {
      if (req.url === '/end') return res.end('here');
      res.writeHead(Number(req.url?.slice(1)), { Location: '/end' }).end();
    });
    const call = sender.call();
    for (const [status, method] of [
      [301, 'GET'],
      [302, 'GET'],
      [303, 'GET'],
      [307, 'POST'],
      [308, 'POST'],
    ] as const) {
      const result = await call.post(`${server.url}/${status}`, { a: '1' });
      expect(result.text).toBe('here');
      expect(result.exchange.map((step) => [step.method, step.status, step.location])).toEqual([
        ['POST', status, '/end'],
        [method, 200, undefined],
      ]);
      const last = server.seen.at(-1);
      const verdict = verify({
        authToken,
        signature: String(last?.headers['x-twilio-signature']),
        url: `${server.url}/end`,
        contentType: last?.headers['content-type'],
        body: last?.body,
      });
      expect(verdict.ok).toBe(true);
    }
    call.close();
  });

  it('to another origin carry neither credentials nor cookies', async () => {
    const other = await serve((_req, res) =>
      res.writeHead(401, { 'WWW-Authenticate': 'Basic realm="r"' }).end(),
    );
    const server = await serve((req, res) => {
      if (req.headers.authorization === undefined) {
        return res.writeHead(401, { 'WWW-Authenticate': 'Basic realm="r"' }).end();
      }
      // The userinfo of a Location is the server's word, not the user's.
      const headers = {
        Location: `http://u:p@${other.host}/x`,
        'Set-Cookie': 'a=b; Domain=localhost',
      };
      return res.writeHead(307, headers).end();
    });
    const call = sender.call();
    const result = await call.get(`http://u:p@${server.host}/`);
    call.close();
    expect(result.status).toBe(401);
    expect(other.seen.length).toBe(1);
    expect(other.seen[0]?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['a loop', '/', 'too-many-redirects'],
    ['no URL', 'http://', 'redirect-refused'],
  ])('%s', async (_title, location, code) => {
    const server = await serve((_req, res) => res.writeHead(302, { Location: location }).end());
    const call = sender.call();
    await expect(call.get(server.url)).rejects.toMatchObject({ code });
    call.close();
  });
});

describe('limits', () => {
  const slow = () => serve((_req, res) => res.write('x'));

  it('time, over the whole exchange', async () => {
    const server = await slow();
    const call = createSender({ authToken, timeout: 100 }).call();
    const error = await call.get(server.url).catch((error) => error);
    expect(error).toBeInstanceOf(SenderError);
    expect([error.code, error.message]).toEqual(['timeout', expect.stringContaining('100 ms')]);
    call.close();
  });

  it('a signal', async () => {
    const server = await slow();
    const call = sender.call();
    const signal = AbortSignal.timeout(50);
    await expect(call.get(server.url, { signal })).rejects.toMatchObject({ code: 'aborted' });
    call.close();
  });

  it('the size of a response', async () => {
    const server = await serve((_req, res) => res.end('x'.repeat(1001)));
    const call = createSender({ authToken, maxResponseBytes: 1000 }).call();
    await expect(call.get(server.url)).rejects.toMatchObject({ code: 'response-too-large' });
    call.close();
  });
});

describe('the fallback URL is asked once', () => {
  it.each([
    [404, 'status 404'],
    [503, 'status 503'],
  ])('after %s', async (status, reason) => {
    const server = await serve((req, res) =>
      res.writeHead(req.url === '/fallback' ? 200 : status).end(),
    );
    const call = sender.call();
    const fallbackUrl = `${server.url}/fallback`;
    const result = await call.post(`${server.url}/voice`, { a: '1' }, { fallbackUrl });
    expect(result).toMatchObject({ status: 200, fellBackFrom: reason });
    expect(result.exchange.map((step) => step.status)).toEqual([status, 200]);
    expect(server.seen.map(({ body }) => body)).toEqual(['a=1', 'a=1']);
    call.close();
  });

  it('where nothing listens; and its own failure is the result', async () => {
    const server = await serve((_req, res) => res.writeHead(500).end());
    const call = sender.call();
    const fallbackUrl = `${server.url}/fallback`;
    const result = await call.get('http://127.0.0.1:1/', { fallbackUrl });
    expect(result).toMatchObject({ status: 500, fellBackFrom: 'connection-failed' });
    call.close();
  });

  it('not after success', async () => {
    const server = await serve((_req, res) => res.end());
    const call = sender.call();
    const result = await call.get(server.url, { fallbackUrl: `${server.url}/fallback` });
    expect(result.fellBackFrom).toBeUndefined();
    expect(server.seen.length).toBe(1);
    call.close();
  });
});

describe('connections and cookies', () => {
  it('are kept within a call, and not between calls', async () => {
    const server = await serve((_req, res) =>
      res.writeHead(200, { 'Set-Cookie': ['a=1; Path=/', 'b=2; Path=/b'] }).end(),
    );
    const call = sender.call();
    const results = [];
    for (const path of ['/', '/a', '/b', '/c']) results.push(await call.get(server.url + path));
    call.close();
    expect(server.connections()).toBe(1);
    expect(results.map(({ exchange }) => exchange[0]?.reusedConnection)).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(server.seen.map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      'a=1',
      'b=2; a=1',
      'a=1',
    ]);
    const another = sender.call();
    await another.get(server.url);
    another.close();
    expect(server.connections()).toBe(2);
    expect(server.seen.at(-1)?.headers.cookie).toBeUndefined();
  });

  it('a kept connection that the server has closed is opened anew', async () => {
    const server = await serve((_req, res) => res.end());
    server.server.keepAliveTimeout = 1;
    const call = sender.call();
    await call.get(server.url);
    server.server.closeIdleConnections();
    expect((await call.get(server.url)).status).toBe(200);
    call.close();
  });

  it('what fails says what to do', async () => {
    const call = sender.call();
    await expect(call.get('http://127.0.0.1:1/')).rejects.toMatchObject({
      code: 'connection-failed',
      message: expect.stringContaining('Nothing listens at 127.0.0.1:1'),
    });
    call.close();
  });
});

it.each<[string, unknown]>([
  ['authToken', { authToken: '' }],
  ['timeout', { authToken, timeout: 0 }],
  ['maxRedirects', { authToken, maxRedirects: -1 }],
  ['options', undefined],
  ['options', null],
  ['timeout', { authToken, timeout: 2 ** 31 }],
  ['timeout', { authToken, timeout: '5000' }],
  ['header', { authToken, header: 'X Y' }],
  ['userAgent', { authToken, userAgent: '' }],
  ['signUserinfo', { authToken, signUserinfo: 'no' }],
  ['preemptiveBasic', { authToken, preemptiveBasic: 1 }],
  ['ca', { authToken, ca: [undefined] }],
  ['toString', { authToken, toString: 'x' }],
  ['insecure', { authToken, insecure: true }],
  ['rejectUnauthorized', { authToken, rejectUnauthorized: false }],
])('throws for a wrong %s', (option, options) => {
  expect(() => createSender(options as never)).toThrow(expect.objectContaining({ option }));
});

describe('an option without a value is a variable that is not set', () => {
  const message = (option: string) => `"${option}" is undefined. Is the variable`;

  it.each([
    'authToken',
    'header',
    'timeout',
    'maxResponseBytes',
    'maxRedirects',
    'signUserinfo',
    'preemptiveBasic',
    'digest',
    'bearer',
    'ca',
    'userAgent',
  ])('createSender: %s', (option) => {
    expect(() => createSender({ authToken, [option]: undefined })).toThrow(
      expect.objectContaining({ option, message: expect.stringContaining(message(option)) }),
    );
  });

  it.each(['authToken', 'header', 'signUserinfo'])('signRequest: %s', (option) => {
    const options = { authToken, [option]: undefined };
    expect(() => signRequest({ url: 'https://h/' }, options)).toThrow(
      expect.objectContaining({ option, message: expect.stringContaining(message(option)) }),
    );
  });
});
