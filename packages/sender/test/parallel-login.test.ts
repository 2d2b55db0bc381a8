// Many requests of one call at once, and what a challenge may and may not change.
import type { Guard } from '@sig/core';
import { basic, digest } from '@sig/http-auth';
import { describe, expect, it } from 'vitest';
import { createSender } from '../src/index.js';
import { behind } from './guarded.js';
import { serve } from './server.js';

const sender = createSender({ authToken: 'token' });
const credentials = { u: 'p' };

describe('parallel first requests', () => {
  it.each<[string, Guard]>([
    ['Basic', basic({ realm: 'r', credentials })],
    ['Digest', digest({ realm: 'r', credentials })],
    ['Digest, MD5', digest({ realm: 'r', credentials, algorithms: ['MD5'] })],
    ['Digest, auth-int', digest({ realm: 'r', credentials, qop: ['auth-int'] })],
  ])('%s: all succeed with the right password, none with a wrong one', async (_title, guard) => {
    const server = await behind(guard);
    for (const [userinfo, last] of [
      ['u:p', 200],
      ['u:wrong', 401],
    ] as const) {
      const call = sender.call();
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          call.post(`http://${userinfo}@${server.host}/${i}`, { i: `${i}` }),
        ),
      );
      const statuses = results.map(({ exchange }) => exchange.map(({ status }) => status));
      expect(statuses).toEqual(results.map(() => [401, last]));
      if (last === 200) {
        const { exchange } = await call.get(`http://u:p@${server.host}/`);
        expect(exchange.map(({ status }) => status)).toEqual([200]);
      }
      call.close();
    }
  });

  it('with one challenge for all: each has a nonce count of its own', async () => {
    const used: (string | undefined)[] = [];
    const server = await serve((req, res) => {
      const { authorization } = req.headers;
      if (authorization !== undefined) {
        used.push(/nc=(\w+)/.exec(authorization)?.[1]);
        return res.end();
      }
      const challenge = 'Digest realm="r", qop="auth", nonce="the same for all"';
      return res.writeHead(401, { 'WWW-Authenticate': challenge }).end();
    });
    const call = sender.call();
    await Promise.all(Array.from({ length: 9 }, () => call.get(`http://u:p@${server.host}/`)));
    call.close();
    expect(used.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => `0000000${i}`));
  });

  it('on a nonce that is out of date: all are told a new one', async () => {
    let time = 1_000_000;
    const now = () => time;
    const server = await behind(digest({ realm: 'r', credentials, now, nonceLifetime: 1000 }));
    const call = sender.call();
    await call.get(`http://u:p@${server.host}/`);
    time += 2000;
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => call.get(`http://u:p@${server.host}/${i}`)),
    );
    call.close();
    expect(results.map(({ exchange }) => exchange.map(({ status }) => status))).toEqual(
      results.map(() => [401, 200]),
    );
  });
});

describe('after Digest, Basic gets no password', () => {
  const digestChallenge = 'Digest realm="r", qop="auth", nonce="n"';
  const basicChallenge = 'Basic realm="r"';

  it.each<[string, string[]]>([
    ['a Digest that was answered', [digestChallenge]],
    ['both, of which Digest was answered', [basicChallenge, digestChallenge]],
    ['a Digest that cannot be answered', ['Digest realm="r", nonce="n", algorithm=SHA-1']],
  ])('%s', async (_title, first) => {
    let downgraded = false;
    const server = await serve((req, res) => {
      if (downgraded) return res.writeHead(401, { 'WWW-Authenticate': basicChallenge }).end();
      if (req.headers.authorization !== undefined) return res.end();
      return res.writeHead(401, { 'WWW-Authenticate': first }).end();
    });
    const call = sender.call();
    await call.get(`http://u:p@${server.host}/`);
    downgraded = true;
    const results = await Promise.all([
      call.get(`http://u:p@${server.host}/a`),
      call.get(`http://${server.host}/b`),
    ]);
    expect(results.map(({ status }) => status)).toEqual([401, 401]);
    await call.get(`http://u:p@${server.host}/c`);
    call.close();
    const sent = server.seen.map(({ headers }) => headers.authorization?.split(' ')[0]);
    expect(sent).not.toContain('Basic');
  });
});

it("the caller's own Authorization stands, alone", async () => {
  const server = await behind(basic({ realm: 'r', credentials }));
  const call = sender.call();
  const headers = { authorization: 'Bearer mine' };
  await call.get(`http://u:p@${server.host}/`);
  const { exchange } = await call.get(`http://u:p@${server.host}/`, { headers });
  call.close();
  expect(exchange.map(({ status }) => status)).toEqual([401]);
  expect(server.seen.at(-1)?.headers.authorization).toBe('Bearer mine');
});

it('a user name that is not ASCII: username* only if a charset is offered', async () => {
  const users = { jäsøn: 'пароль' };
  for (const [offered, shape] of [
    [true, /^Digest username\*=UTF-8''j%C3%A4s%C3%B8n, /],
    [false, /^Digest username="jÃ¤sÃ¸n", /],
  ] as const) {
    const guard: Guard = digest({ realm: 'r', credentials: users });
    const server = await behind(guard, (value) =>
      offered ? value : value.replaceAll(', charset="UTF-8"', ''),
    );
    const call = sender.call();
    const url = `http://j%C3%A4s%C3%B8n:%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C@${server.host}/`;
    const { exchange } = await call.get(url);
    call.close();
    expect(exchange.map(({ status }) => status)).toEqual([401, 200]);
    expect(server.seen[1]?.headers.authorization).toMatch(shape);
  }
});
