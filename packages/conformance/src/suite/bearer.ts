import { createSender } from '@sig/sender';
import { expect } from 'vitest';
import { runProgram } from '../kit/program.js';
import { formPost, get, upgrade, withHeader } from '../kit/requests.js';
import { exchange, type WireRequest } from '../kit/wire.js';
import type { Check } from './check.js';
import { authToken, bearerToken } from './scenarios.js';
import { codeOf, echoOf, type Servers } from './servers.js';

const realm = 'Bearer realm="suite \\"b\\"", scope="read"';

/** What the answer to a credential is: status, code, challenge. */
type Answer = readonly [status: number, code: string | undefined, challenge: string | undefined];

const refusals: readonly (readonly [title: string, authorization: string | undefined, Answer])[] = [
  ['no token is challenged without an error code', undefined, [401, 'unauthorized', realm]],
  [
    'another scheme is challenged without an error code',
    'Basic dXNlcjpwYXNzOndvcmQ=',
    [401, 'unauthorized', realm],
  ],
  [
    'a wrong token is invalid_token',
    `Bearer x${bearerToken}`,
    [401, 'unauthorized', `${realm}, error="invalid_token"`],
  ],
  [
    'an expired token is invalid_token, with a description',
    'Bearer expired',
    [
      401,
      'unauthorized',
      `${realm}, error="invalid_token", error_description="The 'token' has expired"`,
    ],
  ],
  [
    'a token without the scope is insufficient_scope (403)',
    'Bearer narrow',
    [
      403,
      'insufficient-scope',
      'Bearer realm="suite \\"b\\"", scope="write", error="insufficient_scope"',
    ],
  ],
  [
    'malformed credentials are invalid_request (400)',
    `Bearer ${bearerToken} ${bearerToken}`,
    [400, 'malformed-credentials', `${realm}, error="invalid_request"`],
  ],
  ['a check that returns no verdict is 500', 'Bearer odd', [500, 'guard-failed', undefined]],
  ['a check that throws is 500', 'Bearer down', [500, 'guard-failed', undefined]],
];

export function bearerTokens({ at }: Servers, check: Check): void {
  const to = (port: number) => ({ authToken, origin: `http://127.0.0.1:${port}` });
  const withToken = (request: WireRequest, token = bearerToken) =>
    withHeader(request, 'Authorization', `Bearer ${token}`);

  for (const [title, authorization, answer] of refusals) {
    for (const alone of [false, true]) {
      check(`bearer${alone ? ' alone' : ''}: ${title}`, async () => {
        const { port } = await at({ scenario: 'bearer', alone });
        const request = formPost(to(port), '/private', { a: '1' });
        const response = await exchange(port, withHeader(request, 'Authorization', authorization));
        const { status, headers, body } = response;
        expect([status, codeOf(response), headers['www-authenticate']]).toEqual(answer);
        expect(body).not.toContain(authorization?.split(' ').at(-1) ?? 'Bearer');
      });
    }
  }

  check('bearer: the sender gets in with its token, and its requests are signed', async () => {
    const { port } = await at({ scenario: 'bearer' });
    const call = createSender({ authToken, bearer: bearerToken }).call();
    const result = await call.post(`http://127.0.0.1:${port}/private`, { Digits: '1' });
    call.close();
    expect(result.exchange.map(({ status }) => status)).toEqual([200]);
    expect(JSON.parse(result.text).body).toEqual({ Digits: '1' });
  });

  check('bearer: a token does not replace the signature', async () => {
    const { port } = await at({ scenario: 'bearer' });
    const forged = formPost({ ...to(port), authToken: 'another token' }, '/private', { a: '1' });
    const response = await exchange(port, withToken(forged));
    expect([response.status, codeOf(response)]).toEqual([403, 'signature-mismatch']);
  });

  check('bearer: a token in the query or the form is not read', async () => {
    const { port } = await at({ scenario: 'bearer' });
    const access = { access_token: bearerToken };
    for (const request of [
      get(to(port), `/private?access_token=${bearerToken}`),
      formPost(to(port), '/private', access),
    ]) {
      const response = await exchange(port, request);
      expect([response.status, codeOf(response)]).toEqual([401, 'unauthorized']);
    }
  });

  check('bearer: two Authorization headers are refused', async () => {
    const { port } = await at({ scenario: 'bearer' });
    const request = withToken(formPost(to(port), '/private', {}));
    const second = ['Authorization', `Bearer ${bearerToken}`] as const;
    const response = await exchange(port, { ...request, headers: [...request.headers, second] });
    expect([response.status, codeOf(response)]).toEqual([400, 'malformed-credentials']);
  });

  check('bearer alone: a token is enough, and the body is left to the app', async () => {
    const { port } = await at({ scenario: 'bearer', alone: true });
    const unsigned = withHeader(get(to(port), '/private'), 'X-Twilio-Signature', undefined);
    const response = await exchange(port, withToken(unsigned));
    expect(response.status).toBe(200);
    expect(echoOf(response)?.rawBody).toBeNull();
  });

  check('bearer or Basic: both challenges go out, and either gets in', async () => {
    const { port } = await at({ scenario: 'bearerOrBasic' });
    const request = formPost(to(port), '/private', { a: '1' });
    const challenged = await exchange(port, request);
    expect([challenged.status, challenged.headers['www-authenticate']]).toEqual([
      401,
      `${realm}, Basic realm="suite", charset="UTF-8"`,
    ]);
    const basic = withHeader(request, 'Authorization', `Basic ${btoa('user:pass:word')}`);
    for (const credentials of [withToken(request), basic]) {
      expect((await exchange(port, credentials)).status).toBe(200);
    }
    for (const wrong of [`Bearer x${bearerToken}`, `Basic ${btoa('user:wrong')}`]) {
      const refused = await exchange(port, withHeader(request, 'Authorization', wrong));
      expect(refused.status).toBe(401);
    }
  });

  check(
    'bearer: an upgrade needs the token',
    async () => {
      const { port } = await at({ scenario: 'bearer' });
      const request = upgrade({ authToken, origin: `ws://127.0.0.1:${port}` }, '/media');
      const refused = await exchange(port, request);
      expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, realm]);
      expect((await exchange(port, withToken(request))).status).toBe(101);
    },
    'upgrade',
  );

  check(
    'curl --oauth2-bearer gets in to bearer alone, and with a wrong token it does not',
    async () => {
      const { port } = await at({ scenario: 'bearer', alone: true });
      const url = `http://127.0.0.1:${port}/private`;
      const status = (token: string) => {
        const args = ['-s', '-o', '/dev/null', '-w', '%{http_code}', '--oauth2-bearer', token, url];
        return runProgram('curl', args);
      };
      expect(await status(bearerToken)).toBe('200');
      expect(await status('wrong')).toBe('401');
    },
    undefined,
    'curl',
  );
}
