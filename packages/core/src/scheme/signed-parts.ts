import { type ClaimedKey, claimedKey } from './claimed-key.js';
import type { ParamsInput } from './params.js';
import {
  claimedSignature,
  otherProviders,
  type Provider,
  type SignatureForm,
} from './providers.js';
import { settingsHeaderName } from './signature-settings.js';
import { type Rejected, reject } from './verdict.js';

/**
 * The headers of a request: a `Headers` of the Fetch API, or an object of values or lists of them, as `node:http` has it,
 * with names in any case.
 */
export type HeadersInput =
  | { get(name: string): string | null }
  | { readonly [name: string]: string | readonly string[] | null | undefined };

/** A signed request in parts, for those who have no request object, or one of another kind. */
export interface SignedParts {
  /**
   * The headers of the request, in place of the values of single ones below. The signature must be in exactly one; one
   * that is given as `signature` as well must be the same. `contentType` and `authorization` take precedence.
   */
  readonly headers?: HeadersInput | null | undefined;
  /** The value of the `X-Twilio-Signature` header, if you give no `headers`. */
  readonly signature?: string | null | undefined;
  /**
   * The value of the `X-Twilio-Webhooks-Signature-Settings` header: with it only `sharedKeys` are tried, without
   * it only the auth token.
   */
  readonly signatureSettings?: string | null | undefined;
  /**
   * The whole URL as configured at the sender, query included, never normalised. A fragment is cut: if you build
   * the URL from a request, refuse a target with a `#`, because what follows it is not verified.
   */
  readonly url: string;
  /** The `Content-Type` header: only a form is part of the string to sign. */
  readonly contentType?: string | null | undefined;
  /** The raw body, as received. A string stands for its UTF-8 bytes. */
  readonly body?: Uint8Array | string | null | undefined;
  /** The decoded parameters of a form, if the raw body is gone. `body` takes precedence over it. */
  readonly params?: ParamsInput | undefined;
  /** The `Authorization` header: senders differ in whether Basic credentials are in the signed URL. */
  readonly authorization?: string | null | undefined;
}

/** In which headers the signature is. */
export interface SignatureSource {
  /** The name of the header, in lower case. */
  readonly header: string;
  /** How a service signs, if it is not as Twilio does. */
  readonly forms: readonly SignatureForm[] | undefined;
}

/**
 * The forms of a service.
 *
 * @returns `undefined` for Twilio, `null` for one that there is not
 */
export function formsOf(
  provider: Provider = 'twilio',
): readonly SignatureForm[] | undefined | null {
  if (provider === 'twilio') return undefined;
  return Object.hasOwn(otherProviders, provider) ? otherProviders[provider] : null;
}

/** How a header is asked for in the parts of a request: by its lower-case name. */
export type HeaderOf = (name: string) => string | undefined;

/**
 * The headers of a request by their lower-case names; several of one name are joined with `, `.
 *
 * @returns `undefined` if there are none
 */
export function headersOf({ headers }: SignedParts): HeaderOf | undefined {
  if (headers === undefined || headers === null) return undefined;
  if (hasGet(headers)) return (name) => headers.get(name) ?? undefined;
  const names = Object.keys(headers);
  return (name) => {
    const own = names.filter((one) => one.length === name.length && one.toLowerCase() === name);
    const values = own.flatMap((one) => headers[one] ?? []);
    return values.length === 0 ? undefined : values.join(', ');
  };
}

function hasGet(headers: HeadersInput): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function';
}

/** What the parts of a request say that it is signed with: in its headers, or one by one. */
export function claimOf(
  parts: SignedParts,
  headerOf: HeaderOf | undefined,
  { header, forms }: SignatureSource,
): ClaimedKey | Rejected {
  const { signature, signatureSettings } = parts;
  if (headerOf === undefined) {
    if (forms === undefined) return claimedKey(signature, signatureSettings);
    const message = 'With "provider", give "headers": which one has the signature is a part of it.';
    return reject('missing-signature', { message });
  }
  if (forms !== undefined) {
    const type = parts.contentType ?? headerOf('content-type');
    const claimed = claimedSignature(forms, (name) =>
      name === 'content-type' ? type : headerOf(name),
    );
    if (!claimed.ok) return claimed;
    const value = headerOf(claimed.header.toLowerCase());
    return isOther(signature, value) ? contradiction() : { ...claimed, kind: 'auth-token' };
  }
  const own = headerOf(header);
  const settings = headerOf(settingsHeaderName);
  if (isOther(signature, own) || isOther(signatureSettings, settings)) return contradiction();
  return claimedKey(own ?? signature, settings ?? signatureSettings);
}

/** Whether a part that is given on its own is not the one in the headers. */
function isOther(part: string | null | undefined, inHeaders: string | undefined): boolean {
  return part !== undefined && part !== null && inHeaders !== undefined && part !== inHeaders;
}

function contradiction(): Rejected {
  const message = '"signature" or "signatureSettings" is not what "headers" say: give one of them.';
  return reject('malformed-signature', { message });
}
