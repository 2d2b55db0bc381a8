import { createGuardReceiver } from '@sig/core/adapter';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  type BearerCheck,
  basic,
  bearer,
  digest,
  formatBasic,
  formatBearer,
  parseBearer,
  parseChallenges,
} from '../src/index.js';
import { challengesOf } from './exchange.js';
import { request } from './request.js';

const token = 'mF_9.B5f-4.1JqM';
const checkOf = (returned: unknown) => (() => returned) as unknown as BearerCheck;

describe('credentials (RFC 6750, section 2.1)', () => {
  it.each([token, 'a', 'a=', 'a==', '-._~+/', 'Bearer'])('%s', (text) => {
    expect(formatBearer(text)).toBe(`Bearer ${text}`);
    expect(parseBearer(formatBearer(text))).toBe(text);
    expect(parseBearer(`bEaReR   ${text}`)).toBe(text);
  });

  it.each([
    undefined,
    null,
    '',
    'Bearer',
    'Bearer ',
    'Bearer =',
    'Bearer a=b',
    'Bearer a b',
    'Bearer a ',
    'Bearer\ta',
    'Bearer "a"',
    'Bearer a,',
    'Bearer a, Bearer a',
    'Bearer ä',
    'Bearer a\n',
    'Bearera',
    ' Bearer a',
    'xBearer a',
    'Basic a',
    `Bearer ${'a'.repeat(16 * 1024)}`,
  ])('finds no token in %j', (header) => {
    expect(parseBearer(header)).toBeUndefined();
  });

  it('reads a token, and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aZ09-._~+/==  ,"\t\nä') }), (text) => {
        const given = text.replace(/^ +/, '');
        const isToken = /^[A-Za-z0-9._~+/-]+=*$/.test(given);
        expect(parseBearer(formatBearer(text))).toBe(isToken ? given : undefined);
      }),
    );
  });
});

describe('bearer()', () => {
  const guard = bearer({ realm: 'a "b" \\', check: (given) => given === token });
  const realm = 'realm="a \\"b\\" \\\\"';

  it('accepts a token that check accepts', async () => {
    expect(await guard(request(formatBearer(token)))).toEqual({ ok: true });
    const later = bearer({ check: async (given) => given === token });
    expect(await later(request(formatBearer(token)))).toEqual({ ok: true });
  });

  it('gives check the token and the request', async () => {
    const check = vi.fn(() => true);
    const asked = request(formatBearer(token));
    await bearer({ check })(asked);
    expect(check.mock.calls).toEqual([[token, asked]]);
  });

  it.each([
    ['no credentials', undefined],
    ['an empty header', ''],
    ['another scheme', formatBasic({ username: 'user', password: 'secret' })],
    ['a scheme that starts alike', `Bearers ${token}`],
    ['another scheme, then a token', `Basic dTpw, Bearer ${token}`],
  ])('challenges %s without an error code (section 3.1)', async (_title, header) => {
    const verdict = await guard(request(header));
    expect(verdict).toMatchObject({ ok: false, error: { code: 'unauthorized', status: 401 } });
    expect(challengesOf(verdict)).toEqual([`Bearer ${realm}`]);
  });

  it('refuses a wrong token as invalid_token', async () => {
    const verdict = await guard(request(formatBearer(`${token}x`)));
    expect(verdict).toMatchObject({ ok: false, error: { code: 'unauthorized', status: 401 } });
    expect(challengesOf(verdict)).toEqual([`Bearer ${realm}, error="invalid_token"`]);
  });

  it.each([
    ['no token', 'Bearer'],
    ['two tokens', `Bearer ${token} ${token}`],
    ['two headers', `Bearer ${token}, Bearer ${token}`],
    ['a second header of another scheme', `Bearer ${token}, Basic dTpw`],
    ['a second header without a token', `Bearer, Bearer ${token}`],
    ['a second header that is empty', `Bearer ${token}, `],
    ['parameters', `Bearer token="${token}"`],
    ['more than 16 KiB', `Bearer ${'a'.repeat(16 * 1024)}`],
  ])('refuses %s as invalid_request, without calling check', async (_title, header) => {
    const check = vi.fn(() => true);
    const verdict = await bearer({ realm: 'r', check })(request(header));
    expect(verdict).toMatchObject({
      ok: false,
      error: { code: 'malformed-credentials', status: 400 },
    });
    expect(challengesOf(verdict)).toEqual(['Bearer realm="r", error="invalid_request"']);
    expect(check).not.toHaveBeenCalled();
  });

  it('reads no token from a query or a form', async () => {
    const check = vi.fn(() => true);
    const verdict = await bearer({ check })(
      request(undefined, {
        method: 'POST',
        target: `/?access_token=${token}`,
        body: `access_token=${token}`,
      }),
    );
    expect(verdict).toMatchObject({ ok: false, error: { status: 401 } });
    expect(check).not.toHaveBeenCalled();
  });

  it.each<[object, number, string]>([
    [{ error: 'invalid_token' }, 401, 'scope="read", error="invalid_token"'],
    [{ error: 'invalid_token', scope: undefined }, 401, 'scope="read", error="invalid_token"'],
    [
      { error: 'invalid_token', description: 'The token has expired' },
      401,
      'scope="read", error="invalid_token", error_description="The token has expired"',
    ],
    [{ error: 'insufficient_scope' }, 403, 'scope="read", error="insufficient_scope"'],
    [
      { error: 'insufficient_scope', scope: 'read write' },
      403,
      'scope="read write", error="insufficient_scope"',
    ],
    [
      { error: 'insufficient_scope', description: '' },
      403,
      'scope="read", error="insufficient_scope"',
    ],
  ])('answers %j with %i', async (refusal, status, params) => {
    for (const check of [checkOf(refusal), checkOf(Promise.resolve(refusal))]) {
      const verdict = await bearer({ scope: 'read', check })(request(formatBearer(token)));
      const code = status === 401 ? 'unauthorized' : 'insufficient-scope';
      expect(verdict).toMatchObject({ ok: false, error: { code, status } });
      expect(challengesOf(verdict)).toEqual([`Bearer realm="webhooks", ${params}`]);
    }
  });

  it('names the scope before a token is sent', async () => {
    const verdict = await bearer({ realm: 'r', scope: 'a b', check: () => true })(request());
    expect(challengesOf(verdict)).toEqual(['Bearer realm="r", scope="a b"']);
  });

  it('lets no description break out of the challenge', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (description) => {
        const check: BearerCheck = () => ({ error: 'invalid_token', description });
        const [challenge = ''] = challengesOf(
          await bearer({ realm: 'r', check })(request(formatBearer(token))),
        );
        expect(challenge).toMatch(
          /^Bearer realm="r", error="invalid_token", error_description="[ !#-[\]-~]{1,200}"$/,
        );
      }),
    );
    const check: BearerCheck = () => ({ error: 'invalid_token', description: 'bad "aud"\r\nä\\' });
    expect(challengesOf(await bearer({ check })(request(formatBearer(token))))).toEqual([
      `Bearer realm="webhooks", error="invalid_token", error_description="bad 'aud'????"`,
    ]);
  });

  const notVerdicts: unknown[] = [
    undefined,
    null,
    0,
    1,
    '',
    'true',
    token,
    [],
    [true],
    {},
    { ok: true },
    new Boolean(true),
    { error: undefined },
    { error: 'invalid_request' },
    { error: 'INVALID_TOKEN' },
    { error: ['invalid_token'] },
    { error: 'invalid_token', ok: true },
    { error: 'invalid_token', scope: '' },
    { error: 'invalid_token', scope: null },
    { error: 'invalid_token', scope: ['a'] },
    { error: 'invalid_token', scope: 'a"b' },
    { error: 'invalid_token', scope: 'a\r\nX: y' },
    { error: 'invalid_token', description: 1 },
    { payload: { sub: 'user' }, protectedHeader: { alg: 'RS256' } },
    () => true,
  ];

  it.each(notVerdicts)('does not take %j for a verdict: guard-failed', async (returned) => {
    for (const check of [checkOf(returned), checkOf(Promise.resolve(returned))]) {
      const verdict = await bearer({ check })(request(formatBearer(token)));
      expect(verdict).toMatchObject({
        ok: false,
        error: { code: 'guard-failed', status: 500, cause: expect.any(TypeError) },
      });
      expect(String((verdict as { error: Error }).error.cause)).not.toContain(token);
    }
  });

  it('does not decide if its check throws: guard-failed', async () => {
    const down = new Error('no database');
    const checks: BearerCheck[] = [
      () => {
        throw down;
      },
      () => Promise.reject(down),
    ];
    for (const check of checks) {
      const receiver = createGuardReceiver({ httpAuth: bearer({ check }) });
      expect(await receiver.receive(request(formatBearer(token)))).toMatchObject({
        ok: false,
        error: { code: 'guard-failed', status: 500, cause: down },
      });
    }
  });

  it('accepts next to Basic and Digest, and sends all challenges', async () => {
    const credentials = { user: 'secret' };
    const httpAuth = [
      digest({ realm: 'r', credentials }),
      basic({ realm: 'r', credentials }),
      bearer({ realm: 'r', check: (given) => given === token }),
    ];
    const ask = (header?: string) => createGuardReceiver({ httpAuth }).receive(request(header));
    expect(await ask(formatBearer(token))).toMatchObject({ ok: true });
    expect(await ask(formatBasic({ username: 'user', password: 'secret' }))).toMatchObject({
      ok: true,
    });
    for (const [header, error] of [
      [undefined, undefined],
      [formatBasic({ username: 'user', password: 'wrong' }), undefined],
      [formatBearer('wrong'), 'invalid_token'],
    ]) {
      const refused = await ask(header);
      expect(refused).toMatchObject({ ok: false, error: { status: 401 } });
      const challenges = parseChallenges(challengesOf(refused));
      expect(challenges.map(({ scheme }) => scheme)).toEqual([
        'digest',
        'digest',
        'basic',
        'bearer',
      ]);
      expect(challenges.at(-1)?.params.error).toBe(error);
    }
  });

  it('answers 403 in a list too', async () => {
    const httpAuth = [
      basic({ realm: 'r', credentials: { user: 'secret' } }),
      bearer({ realm: 'r', check: () => ({ error: 'insufficient_scope', scope: 'write' }) }),
    ];
    const refused = await createGuardReceiver({ httpAuth }).receive(request(formatBearer(token)));
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'insufficient-scope', status: 403 },
    });
    expect(challengesOf(refused)).toEqual([
      'Bearer realm="r", scope="write", error="insufficient_scope"',
    ]);
  });
});
