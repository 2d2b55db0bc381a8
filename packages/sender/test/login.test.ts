import type { Guard } from '@sig/core';
import { basic, digest } from '@sig/http-auth';
import { describe, expect, it } from 'vitest';
import { createSender } from '../src/index.js';
import { behind } from './guarded.js';
import { serve } from './server.js';

const sender = createSender({ authToken: 'token' });
const credentials = { user: 'p@ss:w0rd', jäsøn: 'пароль' };

describe('logs in once, and stays logged in', () => {
  it.each<[string, Guard]>([
    ['Basic', basic({ realm: 'r', credentials })],
    ['Digest', digest({ realm: 'r', credentials })],
    ['Digest, MD5', digest({ realm: 'r', credentials, algorithms: ['MD5'] })],
    ['Digest, auth-int', digest({ realm: 'r', credentials, qop: ['auth-int'] })],
    ['Digest, userhash', digest({ realm: 'r', credentials, userhash: true })],
  ])('%s: five requests, one 401 on the wire', async (name, guard) => {
    const server = await behind(guard);
    for (const userinfo of [
      'user:p%40ss:w0rd',
      'j%C3%A4s%C3%B8n:%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C',
    ]) {
      const call = sender.call();
      const results = [];
      for (let i = 0; i < 5; i++) {
        const url = `http://${userinfo}@${server.host}/voice?i=${i}`;
        results.push(await call.post(url, { Digits: String(i) }));
      }
      call.close();
      const statuses = results.map(({ exchange }) => exchange.map(({ status }) => status));
      expect(statuses).toEqual([[401, 200], [200], [200], [200], [200]]);
      const used = results.flatMap(({ exchange }) => exchange.map((step) => step.authorization));
      const scheme = name.split(',')[0];
      expect(used).toEqual([undefined, scheme, scheme, scheme, scheme, scheme]);
      expect(JSON.stringify(results)).not.toMatch(/p@ss|p%40ss/);
    }
    for (const { target, headers } of server.seen) {
      expect(target).toMatch(/^\/voice\?i=\d$/);
      expect(headers.host).toBe(server.host);
    }
  });

  it('a relative URL of the same call needs no userinfo any more', async () => {
    const server = await behind(digest({ realm: 'r', credentials: { u: 'p' } }));
    const call = sender.call();
    await call.get(`http://u:p@${server.host}/a`);
    const result = await call.get(`http://${server.host}/b`);
    expect(result.exchange.map(({ status }) => status)).toEqual([200]);
    call.close();
  });

  it('parallel requests on one nonce succeed', async () => {
    const server = await behind(digest({ realm: 'r', credentials: { u: 'p' } }));
    const call = sender.call();
    await call.get(`http://u:p@${server.host}/`);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => call.get(`http://u:p@${server.host}/${i}`)),
    );
    call.close();
    expect(results.map(({ exchange }) => exchange.map(({ status }) => status))).toEqual(
      results.map(() => [200]),
    );
  });

  it('stale is followed without failing', async () => {
    let time = 1_000_000;
    const guard = digest({
      realm: 'r',
      credentials: { u: 'p' },
      now: () => time,
      nonceLifetime: 1000,
    });
    const server = await behind(guard);
    const call = sender.call();
    await call.get(`http://u:p@${server.host}/`);
    time += 2000;
    const result = await call.get(`http://u:p@${server.host}/`);
    call.close();
    expect(result.exchange.map(({ status }) => status)).toEqual([401, 200]);
    expect(result.exchange[0]?.challenges.join()).toContain('stale=true');
  });

  it('nextnonce is followed without a challenge', async () => {
    let time = 1_000_000;
    const guard = digest({
      realm: 'r',
      credentials: { u: 'p' },
      now: () => time,
      nonceLifetime: 1000,
    });
    const server = await behind(guard);
    const call = sender.call();
    const statuses: number[] = [];
    for (let i = 0; i < 10; i++) {
      const { exchange } = await call.get(`http://u:p@${server.host}/`);
      statuses.push(...exchange.map(({ status }) => status));
      time += 450;
    }
    call.close();
    expect(statuses.filter((status) => status === 401).length).toBe(1);
  });
});

it('wrong credentials end with the 401', async () => {
  for (const guard of [
    basic({ realm: 'r', credentials: { u: 'p' } }),
    digest({ realm: 'r', credentials: { u: 'p' } }),
  ]) {
    const server = await behind(guard);
    const call = sender.call();
    const result = await call.get(`http://u:wrong@${server.host}/`);
    call.close();
    expect(result.exchange.map(({ status }) => status)).toEqual([401, 401]);
  }
});

it('without credentials the 401 is the result', async () => {
  const server = await behind(basic({ realm: 'r', credentials: { u: 'p' } }));
  const call = sender.call();
  expect((await call.get(server.url)).exchange.length).toBe(1);
  call.close();
});

it('Basic at once where it is asked for', async () => {
  const server = await behind(basic({ realm: 'r', credentials: { u: 'p' } }));
  const call = createSender({ authToken: 'token', preemptiveBasic: true }).call();
  const result = await call.get(`http://u:p@${server.host}/`);
  call.close();
  expect(result.exchange.map(({ status }) => status)).toEqual([200]);
});

it('a server that does not know the password is found out', async () => {
  const server = await serve((req, res) => {
    const { authorization } = req.headers;
    if (authorization === undefined) {
      const challenge = 'Digest realm="r", qop="auth", nonce="n", algorithm=MD5';
      return res.writeHead(401, { 'WWW-Authenticate': challenge }).end();
    }
    const cnonce = /cnonce="([^"]*)"/.exec(authorization)?.[1];
    const info = `qop=auth, rspauth="${'0'.repeat(32)}", cnonce="${cnonce}", nc=00000001`;
    return res.writeHead(200, { 'Authentication-Info': info }).end();
  });
  const call = sender.call();
  await expect(call.get(`http://u:p@${server.host}/`)).rejects.toMatchObject({
    code: 'server-not-authentic',
  });
  call.close();
});
