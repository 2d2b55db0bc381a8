import { type Guard, WebhookError, type WebhookOptions } from '@sig/core';

/** The token that the suite's sender signs with. */
export const authToken = 'the token of the suite';

/** The tokens of vectors.json, and the suite's. */
const authTokens = [authToken, '12345', 's3cr3t', '1234567890ABCDEF'];

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
    publicUrl: (request) => `https://${request.header('x-tenant')}.example${request.target}`,
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
} satisfies Record<string, WebhookOptions>;

export type ScenarioName = keyof typeof scenarios;
