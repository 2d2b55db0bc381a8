import { OptionError } from '@sig/core';
import { basic, bearer, digest } from '@sig/http-auth';
import { describe, expect, it } from 'vitest';
import { createSender, eventStreams } from '../src/index.js';
import { behind } from './guarded.js';
import { serve } from './server.js';

const token = 'mF_9.B5f-4.1JqM';
const sender = createSender({ authToken: 'token', bearer: token });
const guard = bearer({ check: (given) => given === token });

describe('a bearer token', () => {
  it('is sent with every request, and is in no result', async () => {
    const server = await behind(guard);
    const call = sender.call();
    const results = [await call.post(server.url, { a: '1' }), await call.get(server.url)];
    call.close();
    const steps = results.flatMap(({ exchange }) => exchange);
    expect(steps.map(({ status, authorization }) => [status, authorization])).toEqual([
      [200, 'Bearer'],
      [200, 'Bearer'],
    ]);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${token}`,
      `Bearer ${token}`,
    ]);
    expect(JSON.stringify(results)).not.toContain(token);
  });

  it('is not tried again if it is refused', async () => {
    const server = await behind(bearer({ check: () => false }));
    const call = sender.call();
    const { exchange } = await call.get(server.url);
    call.close();
    expect(exchange.map(({ status }) => status)).toEqual([401]);
    expect(exchange[0]?.challenges).toEqual(['Bearer realm="webhooks", error="invalid_token"']);
  });

  it('gives way to the credentials of the URL, and to an Authorization header', async () => {
    const server = await serve((_req, res) => res.writeHead(200).end());
    const call = createSender({ authToken: 't', bearer: token, preemptiveBasic: true }).call();
    await call.get(server.url, { headers: { authorization: 'Other x' } });
    await call.get(`http://u:p@${server.host}/`);
    call.close();
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Other x',
      'Basic dTpw',
    ]);
  });

  it('follows a redirect within its origin, and goes to no other origin', async () => {
    const elsewhere = await serve((_req, res) => res.writeHead(200).end());
    const server = await serve((req, res) => {
      const locations: Record<string, string> = { '/a': '/b', '/b': `${elsewhere.url}/c` };
      const location = locations[req.url ?? ''];
      return res.writeHead(location === undefined ? 200 : 307, { location }).end();
    });
    const call = sender.call();
    const { exchange } = await call.post(`http://${server.host}/a`, { a: '1' });
    call.close();
    expect(exchange.map(({ authorization }) => authorization)).toEqual([
      'Bearer',
      'Bearer',
      undefined,
    ]);
    expect(elsewhere.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('comes to the fallback URL too, which the caller has named', async () => {
    const server = await behind(guard);
    const failing = await serve((_req, res) => res.writeHead(500).end());
    const call = sender.call();
    const result = await call.get(failing.url, { fallbackUrl: server.url });
    call.close();
    expect(result.exchange.map(({ status }) => status)).toEqual([500, 200]);
  });

  it.each([
    'http://example.com/',
    'ws://example.com/',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
    'http://10.0.0.7/',
    'http://[::2]/',
  ])('is not sent in clear to %s', async (url) => {
    const call = sender.call();
    await expect(call.get(url)).rejects.toMatchObject({
      code: 'token-in-clear',
      message: expect.not.stringContaining(token),
      exchange: [],
    });
    call.close();
  });

  it.each([
    'http://localhost:1/',
    'http://app.localhost:1/',
    'ws://127.9.9.9:1/',
    'http://[::1]:1/',
  ])('may be sent to this machine: %s', async (url) => {
    const call = sender.call();
    await expect(call.get(url)).rejects.toMatchObject({ code: 'connection-failed' });
    call.close();
  });

  it.each([null, 1, '', ' ', 'a b', 'a\n', 'Bearer a', '=', 'a=b', 'ä', ['a'], 'a'.repeat(20_000)])(
    'must be a token: %j',
    (value) => {
      const make = () => createSender({ authToken: 't', bearer: value as string });
      expect(make).toThrow(OptionError);
      expect(make).toThrow(expect.objectContaining({ option: 'bearer' }));
    },
  );

  it('is not printed if it is wrong', () => {
    expect(() => createSender({ authToken: 't', bearer: 'secret token' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});

describe('as Event Streams', () => {
  const credentials = { u: 'p' };
  const event = [{ specversion: '1.0', id: 'EZ1' }];

  it('logs in with the first request, with Basic', async () => {
    const server = await behind(basic({ realm: 'r', credentials }));
    const call = createSender({ authToken: 't', ...eventStreams }).call();
    const { exchange } = await call.json(`http://u:p@${server.host}/events`, event);
    call.close();
    expect(exchange.map(({ status, authorization }) => [status, authorization])).toEqual([
      [200, 'Basic'],
    ]);
  });

  it('answers no Digest, so an endpoint with Digest alone gets no events', async () => {
    const server = await behind(digest({ realm: 'r', credentials }));
    const call = createSender({ authToken: 't', ...eventStreams }).call();
    const results = [];
    for (let i = 0; i < 2; i++) {
      results.push(await call.json(`http://u:p@${server.host}/events`, event));
    }
    call.close();
    const steps = results.flatMap(({ exchange }) => exchange);
    expect(steps.map(({ status, authorization }) => [status, authorization])).toEqual([
      [401, 'Basic'],
      [401, 'Basic'],
    ]);
  });

  it('gives up after 5 seconds', () => {
    expect(eventStreams.timeout).toBe(5000);
  });
});

it('without Digest, Basic is chosen of both', async () => {
  const server = await serve((req, res) => {
    const challenges = ['Digest realm="r", qop="auth", nonce="n"', 'Basic realm="r"'];
    const status = req.headers.authorization === undefined ? 401 : 200;
    return res.writeHead(status, { 'WWW-Authenticate': challenges }).end();
  });
  const call = createSender({ authToken: 't', digest: false }).call();
  const { exchange } = await call.get(`http://u:p@${server.host}/`);
  call.close();
  expect(exchange.map(({ authorization }) => authorization)).toEqual([undefined, 'Basic']);
});

it.each([null, 'false', 0])('throws for digest: %j', (value) => {
  expect(() => createSender({ authToken: 't', digest: value as never })).toThrow(
    expect.objectContaining({ option: 'digest' }),
  );
});
