import { OptionError, type SigningSharedKey, sign } from '@sig/core';
import { checkOptionNames, signatureHeader, signatureSettingsHeader } from '@sig/core/adapter';
import { type ConfiguredUrl, configuredUrl, withQuery } from './url.js';

/** Form parameters: an object, or pairs in their order. */
export type FormParams =
  | Readonly<Record<string, string | readonly string[]>>
  | Iterable<readonly [name: string, value: string]>;

/** A request to sign. A form has `params`, anything else a `body`. */
export interface RequestToSign {
  /** Default: `POST` with `params` or a body, else `GET`. */
  readonly method?: string;
  /** As configured, including userinfo. */
  readonly url: string;
  readonly params?: FormParams | undefined;
  /** The form as it is sent, if that is not what `URLSearchParams` writes of `params`. */
  readonly form?: string | Uint8Array | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** The type of `body`. Default: `application/json`. */
  readonly contentType?: string | undefined;
  /** Whether to ask for a WebSocket; so do `ws:` and `wss:` URLs. */
  readonly upgrade?: boolean | undefined;
  /** Headers to add. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** How to sign: with an auth token or a shared key. */
export interface SigningOptions {
  readonly authToken?: string | undefined;
  /** A shared key, in place of the auth token. */
  readonly sharedKey?: SigningSharedKey | undefined;
  /** The name of the signature header. Default: `X-Twilio-Signature`. */
  readonly header?: string;
  /** Whether `user:password@` is in the signed URL, for receivers that expect it. Default: false. */
  readonly signUserinfo?: boolean;
}

/** A signed request, as it is sent, without credentials and cookies. */
export interface SignedRequest {
  readonly method: string;
  /** The server, and the credentials for it. */
  readonly destination: ConfiguredUrl;
  readonly target: string;
  readonly signedUrl: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | undefined;
  readonly upgrade: boolean;
}

const optionNames = ['authToken', 'sharedKey', 'header', 'signUserinfo'];

/**
 * Signs a request as the sender does.
 *
 * @throws SenderError `invalid-url`
 * @throws OptionError if there is no key, an option is undefined, `params` and `body` are given, or a `form` without `params`
 * @example
 * signRequest({ url: 'https://example.com/voice', params: { Digits: '1' } }, { authToken: '12345' }).target // '/voice'
 */
export function signRequest(request: RequestToSign, options: SigningOptions): SignedRequest {
  const { params, body: raw, contentType = 'application/json' } = request;
  // Other properties belong to other callers.
  const own = Object.entries(options).filter(([name]) => optionNames.includes(name));
  checkOptionNames(Object.fromEntries(own), optionNames);
  const { authToken, sharedKey, header = signatureHeader, signUserinfo = false } = options;
  const upgrade = request.upgrade === true || /^wss?:/i.test(request.url);
  const configured = configuredUrl(request.url);
  const pairs = params === undefined ? undefined : toPairs(params);
  const { signature, url, signatureSettings } = sign({
    authToken,
    sharedKey,
    url: withScheme(signUserinfo ? configured.withUserinfo : configured.url, upgrade),
    ...(pairs === undefined ? {} : { params: pairs }),
    ...(raw === undefined ? {} : { body: raw }),
  });
  // A body changes the query: what was signed is what is sent.
  const destination = withQuery(configured, /\?.*/s.exec(url)?.[0] ?? '');
  if (pairs === undefined && request.form !== undefined) {
    throw new OptionError('form', '"form" is how "params" are sent, and there are none.');
  }
  const form = pairs && (request.form ?? new URLSearchParams(pairs).toString());
  const body = form ?? raw;
  const type = form === undefined ? contentType : 'application/x-www-form-urlencoded';
  return {
    method: request.method ?? (body === undefined ? 'GET' : 'POST'),
    destination,
    target: destination.target,
    signedUrl: url,
    headers: [
      ...(upgrade ? upgradeHeaders : []),
      ...(body === undefined ? [] : [['Content-Type', type] as const]),
      [header, signature],
      ...(signatureSettings === undefined
        ? []
        : [[signatureSettingsHeader, signatureSettings] as const]),
      ...Object.entries(request.headers ?? {}),
    ],
    body: body === undefined ? undefined : Buffer.from(body),
    upgrade,
  };
}

// RFC 6455, section 4.1. The key is a nonce that nothing here depends on.
const upgradeHeaders = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
] as const;

function withScheme(url: string, upgrade: boolean): string {
  return upgrade ? url.replace(/^http/i, 'ws') : url;
}

function toPairs(params: FormParams): [name: string, value: string][] {
  if (Symbol.iterator in params) return Array.from(params, ([name, value]) => [name, value]);
  return Object.entries(params).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  );
}
