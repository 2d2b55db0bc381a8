import { type Guard, WebhookError, type WebhookOptions } from '@sig/core';
import { basic, digest } from '@sig/http-auth';

/** The token that the suite's sender signs with. */
export const authToken = 'the token of the suite';

/** The tokens of vectors.json, and the suite's. */
const authTokens = [authToken, '12345', 's3cr3t', '1234567890ABCDEF'];

/** The users of the suite. */
export const credentials = { user: 'pass:word', zoë: 'пароль' };

const knock: Guard = (request) =>
  request.header('x-knock') === 'please'
    ? { ok: true, headers: { 'X-Welcome': 'you' } }
    : {
        ok: false,
        error: new WebhookError('unauthorized', {
          headers: { 'WWW-Authenticate': ['Knock realm="a"', 'Knock realm="b"'] },
        }),
      };

/** The options that the suite exercises, by name, so that servers in other processes have them too. */
export const scenarios = {
  default: { authToken: authTokens },
  publicOrigin: { authToken, publicUrl: 'https://public.example' },
  publicPrefix: { authToken, publicUrl: 'https://public.example/stripped/' },
  publicFunction: {
    authToken,
    publicUrl: (request) => `https://${request.header('x-tenant')}.example`,
  },
  account: { authToken, accountSid: ['AC1', 'AC2'] },
  resolver: {
    authToken: async ({ unverifiedParams }) =>
      unverifiedParams.AccountSid === 'AC1' ? authToken : undefined,
  },
  failingResolver: {
    authToken: () => Promise.reject(new Error('the token store is down')),
  },
  smallLimit: { authToken, bodyLimit: 1000 },
  httpAuth: { authToken, httpAuth: knock },
  otherHeader: { authToken, header: 'X-Acme-Signature' },
  basic: { authToken, httpAuth: basic({ realm: 'suite', credentials }) },
  digest: { authToken, httpAuth: digest({ realm: 'suite', credentials }) },
  anyAuth: {
    authToken,
    httpAuth: [digest({ realm: 'suite', credentials }), basic({ realm: 'suite', credentials })],
  },
  authInt: { authToken, httpAuth: digest({ realm: 'suite', credentials, qop: ['auth-int'] }) },
} satisfies Record<string, WebhookOptions>;

export type ScenarioName = keyof typeof scenarios;

/** The guards of a scenario, for `guard()`. */
export function guardsOf(scenario: ScenarioName): Guard | readonly Guard[] {
  const options: WebhookOptions = scenarios[scenario];
  return options.httpAuth ?? [];
}
