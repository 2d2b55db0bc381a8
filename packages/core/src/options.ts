import { type AccountSid, checkAccountSid } from './account.js';
import { OptionError, type WebhookError } from './errors.js';
import { anyOf, type Guard } from './guard.js';
import { defaultBodyLimit, type PublicUrl, type WebhookRequest } from './request.js';
import { type AuthToken, checkAuthToken } from './token.js';
import { checkPublicUrl } from './url/request-url.js';

/** What the signature guard can be told. */
export interface SignatureOptions {
  /**
   * The auth token that signs: one, several, or a function of the (unverified) request.
   * Default: the environment variable `TWILIO_AUTH_TOKEN`.
   */
  readonly authToken?: AuthToken;
  /**
   * The URL as configured at the sender: an origin, with a path if a proxy strips one; or a function
   * that returns the whole URL. Recommended wherever the public URL is known.
   * Default: what the framework says of the request.
   */
  readonly publicUrl?: PublicUrl | undefined;
  /** The account or accounts that a verified request must name as `AccountSid`. Default: any. */
  readonly accountSid?: AccountSid | undefined;
  /** The name of the signature header. Default: `x-twilio-signature`. */
  readonly header?: string;
}

/** The options of `webhook()`, in every framework. */
export interface WebhookOptions extends SignatureOptions {
  /** Guards for HTTP credentials, run before the signature; of several, one must accept. */
  readonly httpAuth?: Guard | readonly Guard[];
  /** The largest body that is read, in bytes. Default: 1 MiB. */
  readonly bodyLimit?: number;
  /** Called with every rejection, before the client is answered: the place for logs and metrics. */
  readonly onReject?: (error: WebhookError, request: WebhookRequest) => void | Promise<void>;
}

const signatureNames = ['authToken', 'publicUrl', 'accountSid', 'header'];
const otherNames = ['httpAuth', 'bodyLimit', 'onReject'];

/** Options of the signature guard, checked, with their defaults. */
export interface CheckedSignatureOptions {
  readonly authToken: AuthToken;
  readonly publicUrl: PublicUrl | undefined;
  readonly accountSid: AccountSid | undefined;
  readonly header: string;
}

/** @throws OptionError that names the option */
export function checkSignatureOptions(options: SignatureOptions): CheckedSignatureOptions {
  checkNames(options, signatureNames);
  return signatureDefaults(options);
}

function signatureDefaults(options: SignatureOptions): CheckedSignatureOptions {
  const { publicUrl, accountSid, header = 'x-twilio-signature' } = options;
  checkPublicUrl(publicUrl);
  checkAccountSid(accountSid);
  // A field name (RFC 9110, section 5.1).
  if (typeof header !== 'string' || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(header)) {
    throw new OptionError('header', '"header" must be the name of a header.');
  }
  return {
    authToken: checkAuthToken(options),
    publicUrl,
    accountSid,
    header: header.toLowerCase(),
  };
}

/** Options of `webhook()`, checked, with their defaults. */
export interface CheckedWebhookOptions {
  readonly signature: CheckedSignatureOptions;
  readonly httpAuth: Guard | undefined;
  readonly bodyLimit: number;
  readonly onReject: WebhookOptions['onReject'];
}

/** @throws OptionError that names the option */
export function checkWebhookOptions(options: WebhookOptions): CheckedWebhookOptions {
  checkNames(options, [...signatureNames, ...otherNames]);
  const { httpAuth, bodyLimit = defaultBodyLimit, onReject } = options;
  if (!Number.isSafeInteger(bodyLimit) || bodyLimit < 1) {
    throw new OptionError('bodyLimit', '"bodyLimit" must be a whole number of bytes above 0.');
  }
  if (onReject !== undefined && typeof onReject !== 'function') {
    throw new OptionError(
      'onReject',
      '"onReject" must be a function of the error and the request.',
    );
  }
  return {
    signature: signatureDefaults(options),
    httpAuth: httpAuth === undefined ? undefined : checkGuards(httpAuth),
    bodyLimit,
    onReject,
  };
}

/** @throws OptionError where a guard is none */
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

function checkNames(options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new OptionError('options', 'The options must be an object.');
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new OptionError(name, `There is no option "${name}". There are: ${known.join(', ')}.`);
  }
}
