import { authorizer } from '@sig/http-auth';
import { createSender, type SendResult } from '@sig/sender';
import { expect } from 'vitest';
import { runProgram } from '../kit/program.js';
import { formPost, withBody, withHeader } from '../kit/requests.js';
import { exchange } from '../kit/wire.js';
import type { Check } from './check.js';
import { authToken } from './scenarios.js';
import { codeOf, echoOf, type Servers } from './servers.js';

const sender = createSender({ authToken });
const user = 'user:pass%3Aword';

/** The statuses on the wire that led to a result. */
const statuses = ({ exchange }: SendResult) => exchange.map(({ status }) => status);

export function guards({ at }: Servers, check: Check): void {
  for (const scenario of ['basic', 'digest', 'anyAuth', 'authInt'] as const) {
    check(`${scenario}: a call logs in once, and its requests are signed`, async () => {
      const { port } = await at({ scenario });
      const call = sender.call();
      const results = [];
      for (let i = 0; i < 5; i++) {
        const url = `http://${user}@127.0.0.1:${port}/private?i=${i}`;
        results.push(await call.post(url, { Digits: String(i) }));
      }
      call.close();
      expect(results.map(statuses)).toEqual([[401, 200], [200], [200], [200], [200]]);
      const bodies = results.map(({ text }) => JSON.parse(text).body);
      expect(bodies).toEqual([0, 1, 2, 3, 4].map((i) => ({ Digits: String(i) })));
    });

    check(`${scenario}: wrong password, unknown user: the same 401`, async () => {
      const { port } = await at({ scenario });
      const answers: unknown[] = [];
      for (const userinfo of ['user:wrong', 'nobody:wrong', 'nobody:pass%3Aword']) {
        const call = sender.call();
        const result = await call.post(`http://${userinfo}@127.0.0.1:${port}/private`, { a: '1' });
        call.close();
        expect(statuses(result)).toEqual([401, 401]);
        answers.push([result.text, result.headers['content-type']]);
      }
      expect(answers).toEqual(answers.map(() => answers[0]));
    });

    check(`${scenario}: credentials do not replace the signature`, async () => {
      const { port } = await at({ scenario });
      const attacker = createSender({ authToken: 'the token of somebody else' }).call();
      const result = await attacker.post(`http://${user}@127.0.0.1:${port}/private`, { a: '1' });
      attacker.close();
      expect([result.status, JSON.parse(result.text).code]).toEqual([403, 'signature-mismatch']);
    });
  }

  check('digest: parallel requests on one nonce succeed', async () => {
    const { port } = await at({ scenario: 'digest' });
    const call = sender.call();
    const url = `http://${user}@127.0.0.1:${port}/private`;
    await call.get(url);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => call.get(`${url}?${i}=x`)),
    );
    call.close();
    expect(results.map(statuses)).toEqual(results.map(() => [200]));
  });

  check('digest: a captured request cannot be sent again', async () => {
    const { port } = await at({ scenario: 'digest' });
    const to = { authToken, origin: `http://127.0.0.1:${port}` };
    const genuine = formPost(to, '/private', { a: '1' });
    const challenged = await exchange(port, genuine);
    const authorization = answerTo(challenged.headers['www-authenticate'] ?? '', to.origin);
    const captured = withHeader(genuine, 'Authorization', authorization);
    expect((await exchange(port, captured)).status).toBe(200);
    const replayed = await exchange(port, captured);
    expect([replayed.status, codeOf(replayed)]).toEqual([401, 'unauthorized']);
    expect(replayed.headers['www-authenticate']).toContain('stale=true');
  });

  check('digest: malformed credentials are 400', async () => {
    const { port } = await at({ scenario: 'digest' });
    const request = formPost({ authToken, origin: `http://127.0.0.1:${port}` }, '/private', {});
    const response = await exchange(
      port,
      withHeader(request, 'Authorization', 'Digest realm="suite"'),
    );
    expect([response.status, codeOf(response)]).toEqual([400, 'malformed-credentials']);
  });

  check('digest: a challenge for each algorithm goes out', async () => {
    const { port } = await at({ scenario: 'anyAuth' });
    const request = formPost({ authToken, origin: `http://127.0.0.1:${port}` }, '/private', {});
    const challenge = (await exchange(port, request)).headers['www-authenticate'];
    expect(challenge).toMatch(
      /^Digest .*algorithm=SHA-256.*, Digest .*algorithm=MD5.*, Basic realm=/,
    );
  });

  for (const scenario of ['basic', 'digest'] as const) {
    check(
      `${scenario} alone: credentials are enough, and the body is left to the app`,
      async () => {
        const { port } = await at({ scenario, alone: true });
        const attacker = createSender({ authToken: 'any' }).call();
        const url = `http://${user}@127.0.0.1:${port}/private`;
        const result = await attacker.get(`${url}?a=b`);
        expect(statuses(result)).toEqual([401, 200]);
        expect(echoOf({ ...result, body: result.text })?.rawBody).toBeNull();
        attacker.close();
      },
    );
  }

  for (const [flag, scenario] of [
    ['--basic', 'basic'],
    ['--digest', 'digest'],
    ['--anyauth', 'anyAuth'],
    ['--anyauth', 'basic'],
  ] as const) {
    check(
      `curl ${flag} logs in to ${scenario} alone, and with a wrong password it does not`,
      async () => {
        const { port } = await at({ scenario, alone: true });
        const url = `http://127.0.0.1:${port}/private?a=b`;
        const status = async (userinfo: string) => {
          const args = ['-s', '-o', '/dev/null', '-w', '%{http_code}', flag, '-u', userinfo, url];
          return runProgram('curl', args);
        };
        expect(await status('user:pass:word')).toBe('200');
        expect(await status('zoë:пароль')).toBe('200');
        expect(await status('user:wrong')).toBe('401');
      },
      undefined,
      'curl',
    );
  }

  check('auth-int alone: the body is covered, and given to the app', async () => {
    const { port } = await at({ scenario: 'authInt', alone: true });
    const to = { authToken, origin: `http://127.0.0.1:${port}` };
    const call = createSender({ authToken: 'any' }).call();
    const url = `http://${user}@127.0.0.1:${port}/private`;
    const result = await call.json(url, '{ "a": 1.0 }');
    call.close();
    const echo = echoOf({ ...result, body: result.text });
    expect(Buffer.from(echo?.rawBody ?? '', 'base64').toString()).toBe('{ "a": 1.0 }');
    expect(echo?.body).toEqual({ a: 1 });
    const genuine = formPost(to, '/private', { a: '1' });
    const challenged = await exchange(port, genuine);
    const authorization = answerTo(
      challenged.headers['www-authenticate'] ?? '',
      to.origin,
      Buffer.from(String(genuine.body)),
    );
    const forged = withHeader(withBody(genuine, 'a=2'), 'Authorization', authorization);
    expect((await exchange(port, forged)).status).toBe(401);
  });
}

function answerTo(challenge: string, origin: string, body?: Buffer): string {
  const client = authorizer({ username: 'user', password: 'pass:word' });
  const request = { method: 'POST', url: `${origin}/private`, target: '/private', body };
  return client.answer([challenge], request) ?? '';
}
