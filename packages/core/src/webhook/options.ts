import { OptionError, type WebhookError } from '../errors.js';
import {
  type CheckedIdempotency,
  checkIdempotency,
  type IdempotencyOptions,
} from '../idempotency/options.js';
import { type AccountSid, checkAccountSid } from '../scheme/account-sid.js';
import { otherProviders, type Provider, type SignatureForm } from '../scheme/providers.js';
import { signatureHeader } from '../scheme/sign.js';
import { formsOf } from '../scheme/signed-parts.js';
import type { VerifiedWebhook } from '../scheme/verdict.js';
import type { TicketVerifier } from '../tickets/ticket.js';
import { type AuthToken, checkAuthToken } from './auth-token.js';
import { anyOf, type Guard } from './guard.js';
import { checkOptionNames } from './option-names.js';
import { defaultBodyLimit, type PublicUrl, type Rewrite, type WebhookRequest } from './request.js';
import {
  checkConfiguredUrl,
  checkPublicUrl,
  checkRewrite,
  type UrlOptions,
} from './request-url.js';
import { type CheckedSharedKeys, checkSharedKeys, type SharedKeysOption } from './shared-keys.js';

/** The options of the signature guard. */
export interface SignatureOptions {
  /**
   * The auth token that signs: one, several, or a function of the (unverified) request.
   * Default: the environment variable `TWILIO_AUTH_TOKEN`, or none if there are `sharedKeys`.
   */
  readonly authToken?: AuthToken | undefined;
  /**
   * Keys that the customer manages and that sign in place of the auth token, by their ids: secrets, or
   * `{ secret, algorithm }`; or a function of the (unverified) id and request that finds one. They sign with
   * HMAC-SHA256 unless `algorithm` says otherwise. Given without `authToken`, requests that the auth token signs
   * are refused. Default: none.
   */
  readonly sharedKeys?: SharedKeysOption | undefined;
  /**
   * The origin configured at the sender, with a path if a proxy strips one; or a function that returns
   * it. The request's own path and query are appended. Recommended if the public URL is known.
   * Default: what the framework says of the request.
   */
  readonly publicUrl?: PublicUrl | undefined;
  /**
   * Paths that a proxy maps: `{ from: '/twilio', to: '/internal/hooks' }` if the sender was configured
   * with `/twilio/voice` and this server sees `/internal/hooks/voice`. Default: none.
   */
  readonly rewrite?: Rewrite | readonly Rewrite[] | undefined;
  /**
   * One or several URLs exactly as configured at the sender. Tried if their path and query, decoded, are
   * what the handler reads: for servers that are shown other escapes, another scheme, host or port.
   * Default: none.
   */
  readonly configuredUrl?: string | readonly string[] | undefined;
  /** The account or accounts that a verified request must name as `AccountSid`. Default: any. */
  readonly accountSid?: AccountSid | undefined;
  /** The name of the signature header. Default: `x-twilio-signature`. */
  readonly header?: string | undefined;
  /**
   * The service that sends. `signalwire` signs forms in the same way, in headers of its own, with the signing key of
   * the project as `authToken`, and JSON by its bytes. Default: `twilio`.
   */
  readonly provider?: Provider | undefined;
  /**
   * How long a look-up (`authToken`, `sharedKeys`, a guard of `httpAuth`) may take, in milliseconds, before the request
   * is answered with `lookup-timeout` (503). Default: 10,000; senders give up after 15,000.
   */
  readonly lookupTimeout?: number | undefined;
}

/** The options of `webhook()`, in every framework. */
export interface WebhookOptions extends SignatureOptions {
  /** Guards for HTTP credentials, run before the signature; of several, one must accept. */
  readonly httpAuth?: Guard | readonly Guard[] | undefined;
  /** The largest body that is read, in bytes. Default: 1 MiB. */
  readonly bodyLimit?: number | undefined;
  /**
   * One-time tickets in the URLs of WebSocket upgrades (`createStreamTickets` of `@sig/core/tickets`): an upgrade without a
   * ticket that is good and unused is refused. Other requests need none. Default: none.
   */
  readonly tickets?: TicketVerifier | undefined;
  /**
   * Handles each event once: a repeat gets the answer of the first run, and its handler does not run. Needs
   * `{ store, key, onStoreError }`. Default: none.
   */
  readonly idempotency?: IdempotencyOptions | undefined;
  /**
   * Called with every accepted request, before its handler: the place for metrics, such as which key is still
   * in use. Nothing waits for a promise that it returns, and what it throws changes nothing.
   */
  readonly onAccept?:
    | ((verdict: VerifiedWebhook, request: WebhookRequest) => void | Promise<void>)
    | undefined;
  /**
   * Called with every rejection, before the client is answered: the place for logs and metrics. What it
   * throws changes nothing for the client, and neither does a promise that outlives `lookupTimeout`.
   */
  readonly onReject?:
    | ((error: WebhookError, request: WebhookRequest) => void | Promise<void>)
    | undefined;
}

const signatureNames = [
  'authToken',
  'sharedKeys',
  'publicUrl',
  'rewrite',
  'configuredUrl',
  'accountSid',
  'header',
  'provider',
  'lookupTimeout',
];
const otherNames = ['httpAuth', 'bodyLimit', 'tickets', 'idempotency', 'onAccept', 'onReject'];

/** Options of the signature guard, checked, with their defaults. */
export interface CheckedSignatureOptions extends UrlOptions {
  readonly authToken: AuthToken | undefined;
  readonly sharedKeys: CheckedSharedKeys | undefined;
  readonly configuredUrl: readonly string[];
  readonly accountSid: AccountSid | undefined;
  readonly header: string;
  /** How the provider signs, if it is not as the rest of the options say. */
  readonly forms: readonly SignatureForm[] | undefined;
  readonly lookupTimeout: number;
}

/** @throws OptionError that names the option */
export function checkSignatureOptions(options: SignatureOptions): CheckedSignatureOptions {
  checkOptionNames(options, signatureNames);
  return signatureDefaults(options);
}

function signatureDefaults(options: SignatureOptions): CheckedSignatureOptions {
  const { publicUrl, accountSid, lookupTimeout = defaultLookupTimeout } = options;
  checkPublicUrl(publicUrl);
  checkAccountSid(accountSid);
  if (!Number.isFinite(lookupTimeout) || lookupTimeout <= 0 || lookupTimeout > maxTimeout) {
    throw new OptionError(
      'lookupTimeout',
      `"lookupTimeout" must be milliseconds above 0, and ${maxTimeout} at most.`,
    );
  }
  return {
    authToken: checkAuthToken(options),
    sharedKeys: checkSharedKeys(options.sharedKeys),
    publicUrl,
    rewrite: checkRewrite(options.rewrite),
    configuredUrl: checkConfiguredUrl(options.configuredUrl),
    accountSid,
    header: checkHeader(options.header),
    forms: checkProvider(options),
    lookupTimeout,
  };
}

/**
 * The option `header`, in lower case.
 *
 * @throws OptionError if it is not a field name (RFC 9110, section 5.1)
 */
export function checkHeader(header: string | undefined = signatureHeader): string {
  if (typeof header !== 'string' || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(header)) {
    throw new OptionError('header', '"header" must be the name of a header.');
  }
  return header.toLowerCase();
}

/**
 * The option `provider`.
 *
 * @returns `undefined` for Twilio
 * @throws OptionError if there is no such provider, or another option contradicts it
 */
export function checkProvider(
  options: Pick<SignatureOptions, 'provider' | 'header' | 'sharedKeys'>,
): readonly SignatureForm[] | undefined {
  const { provider } = options;
  const forms = formsOf(provider);
  if (forms === undefined) return undefined;
  if (forms === null) {
    const names = ['twilio', ...Object.keys(otherProviders)].map((name) => `"${name}"`);
    throw new OptionError('provider', `"provider" must be one of ${names.join(', ')}.`);
  }
  for (const name of ['header', 'sharedKeys'] as const) {
    if (!(name in options)) continue;
    throw new OptionError(name, `"${name}" and "provider" contradict each other: leave one out.`);
  }
  return forms;
}

/** How long a look-up may take, in milliseconds: senders give up after 15 seconds. */
export const defaultLookupTimeout = 10_000;

/** Timers overflow above it. */
const maxTimeout = 2 ** 31 - 1;

/** Options of `webhook()`, checked, with their defaults. */
export interface CheckedWebhookOptions {
  readonly signature: CheckedSignatureOptions;
  readonly httpAuth: Guard | undefined;
  readonly bodyLimit: number;
  readonly tickets: TicketVerifier | undefined;
  readonly idempotency: CheckedIdempotency | undefined;
  readonly onAccept: WebhookOptions['onAccept'];
  readonly onReject: WebhookOptions['onReject'];
}

/** @throws OptionError that names the option */
export function checkWebhookOptions(options: WebhookOptions): CheckedWebhookOptions {
  checkOptionNames(options, [...signatureNames, ...otherNames]);
  const { httpAuth, bodyLimit = defaultBodyLimit, tickets, idempotency } = options;
  const { onAccept, onReject } = options;
  if (!Number.isSafeInteger(bodyLimit) || bodyLimit < 1) {
    throw new OptionError('bodyLimit', '"bodyLimit" must be a whole number of bytes above 0.');
  }
  if (tickets !== undefined && typeof Object(tickets).verify !== 'function') {
    throw new OptionError('tickets', '"tickets" must be what createStreamTickets() returns.');
  }
  for (const [name, callback] of Object.entries({ onAccept, onReject })) {
    if (callback === undefined || typeof callback === 'function') continue;
    const first = name === 'onAccept' ? 'verdict' : 'error';
    throw new OptionError(name, `"${name}" must be a function of the ${first} and the request.`);
  }
  return {
    signature: signatureDefaults(options),
    httpAuth: httpAuth === undefined ? undefined : checkGuards(httpAuth),
    bodyLimit,
    tickets,
    idempotency: idempotency === undefined ? undefined : checkIdempotency(idempotency),
    onAccept,
    onReject,
  };
}

/** @throws OptionError if a guard is not a function */
export function checkGuards(httpAuth: Guard | readonly Guard[]): Guard {
  const guards: readonly Guard[] = typeof httpAuth === 'function' ? [httpAuth] : httpAuth;
  if (
    !Array.isArray(guards) ||
    guards.length === 0 ||
    !guards.every((g) => typeof g === 'function')
  ) {
    throw new OptionError('httpAuth', '"httpAuth" must be a guard or a list of guards.');
  }
  const [first, ...others] = guards;
  return first !== undefined && others.length === 0 ? first : anyOf(guards);
}
