import { type Guard, WebhookError, type WebhookOptions, type WebhookRequest } from '@sig/core';
import { memoryStore, type Store, StoreError } from '@sig/core/store';
import { createStreamTickets } from '@sig/core/tickets';
import { type BearerRefusal, basic, bearer, digest } from '@sig/http-auth';

/** The token that the suite's sender signs with. */
export const authToken = 'the token of the suite';

/** The tokens of vectors.json, and the suite's. */
const authTokens = [authToken, '12345', 's3cr3t', '1234567890ABCDEF'];

/** The shared keys of shared-key-vectors.json. */
export const sharedKeys = {
  KY1: '9f86d081884c7d659a2feaa0c55ad015',
  KY2: { secret: 'another secret, of another length \u2713' },
  'KY-sha1': { secret: 'an old secret', algorithm: 'HMAC-SHA1' },
  constructor: 'a secret of its own',
} as const;

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

/** A guard that has not learned what a verdict is: it returns what the request asks for. */
const oddGuard = ((request: WebhookRequest) => {
  const verdict = request.header('x-verdict') ?? '';
  if (verdict === 'throw') throw new Error('no verdict');
  return oddVerdicts[verdict];
}) as unknown as Guard;

const oddVerdicts: Record<string, unknown> = {
  null: null,
  false: false,
  '{}': {},
  '{ok: 0}': { ok: 0 },
  '{ok: false}': { ok: false },
  '"yes"': 'yes',
};

/** The bearer token of the suite. */
export const bearerToken = 'mF_9.B5f-4.1JqM=';

/** What a check returns for tokens other than that: refusals, a defect, an exception. */
const otherTokens: Readonly<Record<string, BearerRefusal | string>> = {
  expired: { error: 'invalid_token', description: 'The "token" has expired' },
  narrow: { error: 'insufficient_scope', scope: 'write' },
  odd: 'yes',
};

const tokens = bearer({
  realm: 'suite "b"',
  scope: 'read',
  async check(token) {
    if (token === 'down') throw new Error('the token service is down');
    return token === bearerToken || ((otherTokens[token] ?? false) as false | BearerRefusal);
  },
});

/** How the tickets of the suite are made. */
export const ticketOptions = { secrets: 'a secret of thirty-two characters', store: memoryStore() };

const isDown = () => Promise.reject(new StoreError('store-failed', 'The store is down.'));
const downStore: Store = { claim: isDown, complete: isDown, release: isDown };

const messages = { store: memoryStore(), key: 'message-status', onStoreError: 'refuse' } as const;

/** The options that the suite exercises, by name, so that servers in other processes have them too. */
export const scenarios = {
  default: { authToken: authTokens },
  publicOrigin: { authToken, publicUrl: 'https://public.example' },
  publicPrefix: { authToken, publicUrl: 'https://public.example/stripped/' },
  publicFunction: {
    authToken,
    publicUrl: (request) => `https://${request.header('x-tenant')}.example`,
  },
  wholeUrlFunction: { authToken, publicUrl: () => 'https://public.example/hook?a=b' },
  configuredUrl: {
    authToken,
    configuredUrl: [
      'https://public.example/hook?a=b',
      'https://public.example/hook?a=b%7C',
      'https://public.example/voice',
    ],
  },
  rewrite: {
    authToken,
    publicUrl: 'https://public.example',
    rewrite: { from: '/twilio', to: '/internal/hooks' },
  },
  oddGuard: { authToken, httpAuth: oddGuard },
  hangingResolver: { authToken: () => new Promise<string>(() => {}), lookupTimeout: 50 },
  account: { authToken, accountSid: ['AC1', 'AC2'] },
  resolver: {
    authToken: async ({ unverifiedParams }) =>
      unverifiedParams.AccountSid === 'AC1' ? authToken : undefined,
  },
  sharedKeysOnly: { sharedKeys },
  bothKinds: { authToken, sharedKeys },
  keyResolver: {
    authToken,
    sharedKeys: async (id) => new Map<string, string>([['KY1', sharedKeys.KY1]]).get(id),
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
  bearer: { authToken, httpAuth: tokens },
  bearerOrBasic: { authToken, httpAuth: [tokens, basic({ realm: 'suite', credentials })] },
  tickets: { authToken, tickets: createStreamTickets(ticketOptions) },
  idempotency: { authToken, idempotency: { ...messages, wait: 15_000 } },
  idempotencyImpatient: { authToken, idempotency: { ...messages, wait: 50 } },
  idempotencyFunction: {
    authToken,
    idempotency: {
      ...messages,
      key: ({ params }) => (params.MessageStatus === 'queued' ? undefined : 'message-status'),
    },
  },
  storeDownRefuse: { authToken, idempotency: { ...messages, store: downStore } },
  storeDownRun: {
    authToken,
    idempotency: { ...messages, store: downStore, onStoreError: 'run' },
  },
} satisfies Record<string, WebhookOptions>;

export type ScenarioName = keyof typeof scenarios;

/** The guards of a scenario, for `guard()`. */
export function guardsOf(scenario: ScenarioName): Guard | readonly Guard[] {
  const options: WebhookOptions = scenarios[scenario];
  return options.httpAuth ?? [];
}
