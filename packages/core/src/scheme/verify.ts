import { equal } from '#hash';
import { isWebhookError, WebhookError } from '../errors.js';
import { type AccountSid, checkAccountSid, isForAccount } from './account-sid.js';
import { basicUserinfo } from './basic-userinfo.js';
import { bodyCoverage, type RequestBody } from './body-coverage.js';
import { type Candidate, candidatesOf } from './candidate-urls.js';
import { formType } from './content-type.js';
import { type SigningKey, signingKeys, usableTokens } from './keys.js';
import type { ParamsInput } from './params.js';
import { type Rejected, reject, type Verdict, type Verified } from './verdict.js';

/** A signed request in parts, for those who have no request object, or one of another kind. */
export interface SignedParts {
  /** The value of the `X-Twilio-Signature` header. */
  readonly signature: string | null | undefined;
  /** The whole URL as configured at the sender, query included, never normalised. */
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

/** A request to verify, and what to verify it with. */
export interface VerifyOptions extends SignedParts {
  /** The auth token, or several to try in turn. */
  readonly authToken: string | readonly string[];
  /**
   * The account or accounts that the verified request must name. If it is present but `undefined` (an unset
   * variable), nothing is accepted.
   */
  readonly accountSid?: AccountSid | undefined;
}

// 20 bytes in base64 (RFC 4648, section 4): the last character before "=" has two bits unused.
const wellFormed = /^[A-Za-z0-9+/]{26}[AEIMQUYcgkosw048]=$/;
/**
 * Caps the characters of parameters that are hashed across fallback URLs; an attacker can force all of them. The
 * likeliest one is always tried, and all of them for any usual body.
 */
const maxHashed = 4 * 1024 * 1024;

/**
 * Verifies a request. Never throws: whatever is wrong with the request is the error of the verdict.
 *
 * @example
 * const verdict = verify({ authToken, signature, url, contentType, body })
 * if (!verdict.ok) throw verdict.error
 * verdict.params.Digits
 */
export function verify(options: VerifyOptions): Verdict {
  return guarded(() => {
    const keys = () => signingKeys(usableTokens(options.authToken));
    const verdict = verifyParts(options, keys);
    if (!verdict.ok || !('accountSid' in options)) return verdict;
    return withAccount(verdict, options.accountSid);
  });
}

/** A verdict, whatever is wrong with what was given. */
export function guarded(check: () => Verdict): Verdict {
  try {
    return check();
  } catch (error) {
    if (isWebhookError(error)) return { ok: false, error };
    // Something that cannot be read, such as params with an iterator that throws, or no account at all.
    return reject('body-already-parsed', { cause: error });
  }
}

/** @throws whatever the parts throw when they are read */
export function verifyParts(parts: SignedParts, keysOf: () => readonly SigningKey[]): Verdict {
  const { signature, url, body, params, contentType, authorization } = parts;
  const malformed = checkSignature(signature);
  if (malformed !== undefined) return malformed;
  if (typeof url !== 'string') return reject('url-unknown');
  const keys = keysOf();
  if (keys.length === 0) return reject('no-token');
  const isParsed = isNone(body) && params !== undefined;
  const verdict = verifyWith(
    {
      keys,
      signature: String(signature),
      url,
      contentType: isParsed ? formType : contentType,
      authorization,
    },
    isParsed ? { parsed: params } : { bytes: toBytes(body) },
  );
  if (!verdict.ok) return verdict;
  const { source, ...verified } = verdict;
  return verified;
}

const isNone = (body: unknown) => body === undefined || body === null;

function toBytes(body: unknown): Uint8Array {
  if (isNone(body)) return new Uint8Array(0);
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  throw new WebhookError('body-already-parsed');
}

/** The verdict, if the request is for one of these accounts. An unset variable matches none. */
export function withAccount(verdict: Verified, accountSid: AccountSid | undefined): Verdict {
  checkAccountSid(accountSid);
  if (accountSid !== undefined && isForAccount(accountSid, verdict.params, verdict.url)) {
    return verdict;
  }
  return reject('account-mismatch');
}

/** Why a signature need not be looked at: it is missing, or has not the form of one. */
export function checkSignature(signature: unknown): Rejected | undefined {
  if (signature === undefined || signature === null || signature === '') {
    return reject('missing-signature');
  }
  if (typeof signature === 'string' && wellFormed.test(signature)) return undefined;
  return reject('malformed-signature');
}

/** What {@link verifyWith} compares. The signature is well-formed. */
export interface SignedRequestFacts {
  readonly keys: readonly SigningKey[];
  readonly signature: string;
  readonly url: string;
  /** Further URLs that may have been signed, made only if the first is not the one. */
  readonly otherUrls?: () => Iterable<string>;
  readonly contentType: string | null | undefined;
  readonly authorization: string | null | undefined;
}

/** Yes, with the one of the URLs that was signed: 0 is `url`, the others follow. */
export interface VerifiedSource extends Verified {
  readonly source: number;
}

/** @throws WebhookError if the body is one that no signature could cover */
export function verifyWith(
  request: SignedRequestFacts,
  body: RequestBody,
): VerifiedSource | Rejected {
  const { keys, signature, url, contentType, authorization } = request;
  const { signed, texts, lossy } = bodyCoverage(url, contentType, body);
  // In the common case the URL is the one that was signed, and one HMAC is all that it takes.
  let candidate: Candidate = { url, source: 0 };
  let index = signerOf(url, texts, keys, signature);
  if (index < 0) {
    const flat = texts.map(flatten);
    const userinfo = basicUserinfo(authorization);
    const [, ...others] = candidatesOf(url, userinfo, request.otherUrls?.());
    const length = signed.text.length * keys.length;
    for (let i = 0; i < others.length && i * length < maxHashed && index < 0; i++) {
      candidate = others[i] ?? candidate;
      index = signerOf(candidate.url, flat, keys, signature);
    }
  }
  if (index < 0) return reject(lossy ? 'body-already-parsed' : 'signature-mismatch');
  return {
    ok: true,
    params: signed.params,
    url: candidate.url,
    key: { kind: 'auth-token', index },
    source: candidate.source,
  };
}

/** Which key signed a URL, followed by one of the texts; -1 for none. */
function signerOf(
  url: string,
  texts: readonly string[],
  keys: readonly SigningKey[],
  signature: string,
): number {
  for (const text of texts) {
    const signed = url + text;
    for (let i = 0; i < keys.length; i++) {
      if (equal(keys[i]?.(signed) ?? '', signature)) return i;
    }
  }
  return -1;
}

/** The same text in one piece: V8 keeps a sum of strings in parts, and gathers them for every hash anew. */
function flatten(text: string): string {
  return ` ${text}`.slice(1);
}
