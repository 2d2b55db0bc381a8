// The recipe of the README, as it is written there, with an issuer on this machine.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Guard } from '@sig/core';
import { createGuardReceiver } from '@sig/core/adapter';
import * as jose from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, formatBearer } from '../src/index.js';
import { challengesOf } from './exchange.js';
import { request } from './request.js';

const example = 'https://login.example.com';
const audience = 'https://example.com/voice';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const recipe = readme.match(/```js\n[^`]*from 'jose';\n([\s\S]*?)```/)?.[1] ?? '';

/** The guard of the recipe, for another issuer. */
function guardOf(issuer: string): Guard {
  const body = recipe.replaceAll(example, issuer).replace('export const', 'const');
  const names = ['bearer', 'createRemoteJWKSet', 'errors', 'jwtVerify'];
  const make = new Function(...names, `${body}; return httpAuth;`);
  return make(bearer, jose.createRemoteJWKSet, jose.errors, jose.jwtVerify);
}

/** The issuer: what it answers, and how often it was asked. */
const issuer = { url: '', status: 200, keys: [] as jose.JWK[], asked: 0 };
let server: Server;
const pairs: Record<string, jose.GenerateKeyPairResult> = {};

beforeAll(async () => {
  for (const alg of ['RS256', 'ES256', 'PS256', 'other ES256']) {
    const pair = await jose.generateKeyPair(alg.replace('other ', ''), { extractable: true });
    pairs[alg] = pair;
    if (alg.startsWith('other')) continue;
    issuer.keys.push({ ...(await jose.exportJWK(pair.publicKey)), kid: alg, alg });
  }
  server = createServer((req, res) => {
    issuer.asked += 1;
    const { status } = issuer;
    res.writeHead(req.url === '/.well-known/jwks.json' ? status : 404);
    res.end(JSON.stringify({ keys: issuer.keys }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** A token that the recipe accepts, with changes. */
function tokenWith(
  claims: Readonly<Record<string, unknown>> = {},
  { alg = 'ES256', kid = alg, key = alg }: { alg?: string; kid?: string; key?: string } = {},
): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const payload = { iss: issuer.url, aud: audience, exp, scope: 'other webhooks', ...claims };
  return new jose.SignJWT(JSON.parse(JSON.stringify(payload)))
    .setProtectedHeader({ alg, kid })
    .sign(pairs[key]?.privateKey ?? new TextEncoder().encode(key));
}

async function ask(token: string, guard = guardOf(issuer.url)) {
  const { receive } = createGuardReceiver({ httpAuth: guard });
  const verdict = await receive(request(formatBearer(token)));
  return verdict.ok
    ? { status: 200, challenge: undefined }
    : { status: verdict.error.status, challenge: challengesOf(verdict)[0] };
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the JWT recipe of the README', () => {
  it.each(['RS256', 'ES256'])('accepts a token of the issuer: %s', async (alg) => {
    expect(await ask(await tokenWith({}, { alg }))).toEqual({ status: 200, challenge: undefined });
  });

  it.each<[string, () => Promise<string>]>([
    ['of another issuer', () => tokenWith({ iss: 'https://evil.example' })],
    ['without an issuer', () => tokenWith({ iss: undefined })],
    ['for another audience', () => tokenWith({ aud: 'https://example.com/other' })],
    ['without an audience', () => tokenWith({ aud: undefined })],
    ['that has expired', () => tokenWith({ exp: 1 })],
    ['that never expires', () => tokenWith({ exp: undefined })],
    ['that is not valid yet', () => tokenWith({ nbf: 4_102_444_800 })],
    ['that another key has signed', () => tokenWith({}, { key: 'other ES256' })],
    ['of an unknown key', () => tokenWith({}, { kid: 'unknown' })],
    ['with an algorithm that is not named', () => tokenWith({}, { alg: 'PS256' })],
    [
      'signed with the public key as a secret',
      () => tokenWith({}, { alg: 'HS256', kid: 'RS256', key: JSON.stringify(issuer.keys[0]) }),
    ],
    [
      'without a signature',
      async () => {
        const [, payload] = (await tokenWith()).split('.');
        return `${base64url({ alg: 'none' })}.${payload}.`;
      },
    ],
    [
      'whose claims were changed',
      async () => {
        const [head, , signature] = (await tokenWith()).split('.');
        const claims = { iss: issuer.url, aud: audience, exp: 4_102_444_800, scope: 'webhooks' };
        return `${head}.${base64url({ ...claims, sub: 'admin' })}.${signature}`;
      },
    ],
    ['that is no JWT', async () => 'opaque'],
  ])('refuses a token %s', async (_title, make) => {
    expect(await ask(await make())).toEqual({
      status: 401,
      challenge: 'Bearer realm="calls", scope="webhooks", error="invalid_token"',
    });
  });

  it.each([undefined, '', 'other', 'webhooks2', ['webhooks']])(
    'answers 403 to a token with the scope %j',
    async (scope) => {
      expect(await ask(await tokenWith({ scope }))).toEqual({
        status: 403,
        challenge: 'Bearer realm="calls", scope="webhooks", error="insufficient_scope"',
      });
    },
  );

  it('answers 500 if the key server fails, and accepts again once it works', async () => {
    const guard = guardOf(issuer.url);
    const token = await tokenWith();
    issuer.status = 503;
    expect(await ask(token, guard)).toMatchObject({ status: 500 });
    issuer.status = 200;
    expect(await ask(token, guard)).toMatchObject({ status: 200 });
    expect(await ask(token, guardOf('http://127.0.0.1:1'))).toMatchObject({ status: 500 });
  });

  it('does not ask the key server again for each unknown key', async () => {
    const guard = guardOf(issuer.url);
    await ask(await tokenWith(), guard);
    const { asked } = issuer;
    for (let i = 0; i < 5; i++) await ask(await tokenWith({}, { kid: `unknown ${i}` }), guard);
    expect(issuer.asked).toBe(asked);
  });
});
