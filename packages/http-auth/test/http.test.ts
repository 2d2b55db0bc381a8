// The guards behind a real socket: what a client sees for users that exist and for users that do not.
import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Guard } from '@sig/core';
import { incomingRequest } from '@sig/core/node';
import { afterAll, describe, expect, it } from 'vitest';
import { basic, digest, ha1, parseChallenges } from '../src/index.js';
import { authorization } from './exchange.js';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** The port of a server that answers as the guard decides, and with 500 if it throws. */
async function behind(guard: Guard): Promise<number> {
  const server = createServer(async (req, res) => {
    try {
      const verdict = await guard(incomingRequest(req, { bodyLimit: 1000 }));
      const headers = verdict.ok ? verdict.headers : verdict.error.headers;
      res.writeHead(verdict.ok ? 200 : verdict.error.status, headers).end();
    } catch {
      res.writeHead(500).end();
    }
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Sends a header unchanged: `fetch` would trim it. */
async function ask(port: number, header?: string) {
  const headers = header === undefined ? {} : { Authorization: header };
  const outgoing = httpRequest({ port, host: '127.0.0.1', path: '/', headers }).end();
  const [answer] = await once(outgoing, 'response');
  answer.resume();
  const challenges = [answer.headers['www-authenticate'] ?? []].flat().join();
  return {
    status: answer.statusCode as number,
    nonce: parseChallenges([challenges])[0]?.params.nonce ?? '',
    challenges: challenges.replace(/nonce="[0-9a-f]{60}"/g, ''),
  };
}

describe('Digest', () => {
  const found: [string, unknown, string][] = [
    ['undefined', undefined, ''],
    ['null', null, ''],
    ["''", '', ha1('SHA-256', 'user', 'calls', '')],
    ["{ ha1: '' }", { ha1: '' }, ''],
    ['{ ha1: {} }', { ha1: {} }, 'undefined'],
    ["{ ha1: 'abc' }", { ha1: 'abc' }, 'abc'],
    ['{ ha1: 5 }', { ha1: 5 }, '5'],
  ];

  it.each(found)('a look-up that returns %s lets nobody in', async (_title, value, secret) => {
    const port = await behind(
      digest({
        realm: 'calls',
        credentials: async (name) => (name === 'user' ? (value as string) : undefined),
      }),
    );
    const { nonce } = await ask(port);
    const { nonce: _one, ...known } = await ask(port, authorization({ nonce, secret }));
    const { nonce: _other, ...unknown } = await ask(
      port,
      authorization({ nonce, secret, username: 'nobody' }),
    );
    expect(known.status).toBe(401);
    expect(known).toEqual(unknown);
    expect(known.challenges).not.toContain('stale');
  });

  it('the right password does, and only once', async () => {
    const port = await behind(digest({ realm: 'calls', credentials: { user: 'secret' } }));
    const { nonce } = await ask(port);
    const secret = ha1('SHA-256', 'user', 'calls', 'secret');
    const header = authorization({ nonce, secret });
    expect((await ask(port, header)).status).toBe(200);
    const again = await ask(port, header);
    expect(again).toMatchObject({ status: 401, challenges: expect.stringContaining('stale=true') });
    expect((await ask(port, authorization({ nonce: again.nonce, secret }))).status).toBe(200);
  });

  it('a header of 15 KB that could slow down a parser is 400', async () => {
    const port = await behind(digest({ realm: 'calls', credentials: { user: 'secret' } }));
    for (const header of [
      `Digest a=${' '.repeat(15_000)}@`,
      `Digest ${'a=1,'.repeat(3750)}`,
      `Digest ${Array.from({ length: 65 }, (_, i) => `a${i}=1`).join()}`,
      `Digest a="${'\\"'.repeat(7500)}`,
    ]) {
      expect((await ask(port, header)).status).toBe(400);
    }
  });
});

it('Basic: one answer for a wrong password and an unknown user', async () => {
  const port = await behind(basic({ realm: 'calls', credentials: { user: 'secret' } }));
  const answers = await Promise.all(
    ['user:wrong', 'nobody:secret', 'user:', ':', '__proto__:secret', 'nobody:'].map((text) =>
      ask(port, `Basic ${btoa(text)}`),
    ),
  );
  for (const answer of answers) expect(answer).toEqual({ ...answers[0], status: 401 });
  expect((await ask(port, `Basic ${btoa('user:secret')}`)).status).toBe(200);
});
