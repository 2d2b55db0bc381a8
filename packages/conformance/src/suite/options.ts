import { expect } from 'vitest';
import { formPost, headerOf, withHeader } from '../kit/requests.js';
import type { Check } from './check.js';
import { authToken } from './scenarios.js';
import { codeOf, echoOf, type Servers } from './servers.js';

const to = { authToken, origin: 'http://phone.example' };

export function options({ send }: Servers, check: Check): void {
  check('authToken: any of a list', async () => {
    const response = await send(formPost({ ...to, authToken: 's3cr3t' }, '/hook', { a: '1' }));
    expect(response.status).toBe(200);
  });

  check('a handler reaches the verdict: parameters, URL, and which key', async () => {
    const signed = { ...to, authToken: 's3cr3t' };
    const { webhook } = echoOf(await send(formPost(signed, '/hook?a=b', { Digits: '1' }))) ?? {};
    expect(webhook).toEqual({
      ok: true,
      params: { Digits: '1' },
      url: 'http://phone.example/hook?a=b',
      target: '/hook?a=b',
      // It came as JSON, so all of it is plain. The second of the suite's tokens after its own.
      key: { kind: 'auth-token', index: 2 },
    });
  });

  check('authToken: a function of the unverified account', async () => {
    const from = (AccountSid: string) =>
      send(formPost(to, '/hook', { AccountSid }), { scenario: 'resolver' });
    expect((await from('AC1')).status).toBe(200);
    const unknown = await from('AC2');
    expect([unknown.status, codeOf(unknown)]).toEqual([403, 'no-token']);
  });

  check('authToken: a function that fails is an error of the server', async () => {
    const response = await send(formPost(to, '/hook', {}), { scenario: 'failingResolver' });
    expect(response.status).toBe(500);
    expect(echoOf(response)).toBeUndefined();
  });

  check('accountSid', async () => {
    const from = (params: Record<string, string>) =>
      send(formPost(to, '/hook', params), { scenario: 'account' });
    expect((await from({ AccountSid: 'AC2' })).status).toBe(200);
    expect(codeOf(await from({ AccountSid: 'AC3' }))).toBe('account-mismatch');
    expect(codeOf(await from({ Digits: '1' }))).toBe('account-mismatch');
  });

  check('header', async () => {
    const request = formPost(to, '/hook', {});
    const renamed = withHeader(
      request,
      'X-Acme-Signature',
      headerOf(request, 'X-Twilio-Signature'),
    );
    expect((await send(renamed, { scenario: 'otherHeader' })).status).toBe(200);
    expect(codeOf(await send(request, { scenario: 'otherHeader' }))).toBe('missing-signature');
  });

  check('httpAuth: challenges first, then the signature; its headers go out', async () => {
    const knock = (request: Parameters<typeof send>[0]) => send(request, { scenario: 'httpAuth' });
    const request = formPost(to, '/hook', {});
    const challenged = await knock(request);
    expect(challenged.status).toBe(401);
    expect(challenged.headers['www-authenticate']).toBe('Knock realm="a", Knock realm="b"');
    const answered = await knock(withHeader(request, 'X-Knock', 'please'));
    expect(answered.status).toBe(200);
    expect(answered.headers['x-welcome']).toBe('you');
    const unsigned = withHeader(
      withHeader(request, 'X-Knock', 'please'),
      'X-Twilio-Signature',
      undefined,
    );
    expect(codeOf(await knock(unsigned))).toBe('missing-signature');
  });
}
