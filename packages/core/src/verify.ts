import { equal, hmacSha1 } from '#hash';
import { type AccountSid, isForAccount } from './account.js';
import { formType } from './body/content-type.js';
import type { Params, ParamsInput, SignedParams } from './body/params.js';
import { coverage } from './coverage.js';
import { type Accepted, type Rejected, reject, rejectedBy } from './guard.js';
import type { RequestBody } from './request.js';
import { usableTokens } from './token.js';
import { candidateUrls, type OriginalQueries } from './url/candidates.js';
import { basicUserinfo } from './url/userinfo.js';

/** A request to verify. */
export interface VerifyOptions {
  /** The auth token, or several to try in turn. */
  readonly authToken: string | readonly string[];
  /** The value of the `X-Twilio-Signature` header. */
  readonly signature: string | null | undefined;
  /** The whole URL as configured at the sender, query included, never normalised. */
  readonly url: string;
  /** The `Content-Type` header: only a form is part of the string to sign. */
  readonly contentType?: string | null | undefined;
  /** The raw body, as received. A string stands for its UTF-8 bytes. */
  readonly body?: Uint8Array | string | null | undefined;
  /** The decoded parameters of a form, where the raw body is gone. `body` goes before it. */
  readonly params?: ParamsInput | undefined;
  /** The `Authorization` header: senders differ in whether Basic credentials are in the signed URL. */
  readonly authorization?: string | null | undefined;
  /**
   * For frameworks that print the query again before a handler sees it: what may have stood on the wire in
   * its place, which is tried too. Give it `originalQueries`. Default: the query is as it came.
   */
  readonly queries?: OriginalQueries | undefined;
  /** The account or accounts that the verified request must name. */
  readonly accountSid?: AccountSid | undefined;
}

/** The request is genuine and untouched. */
export interface Verified extends Accepted {
  /** The parameters of a form, as the signature covers them; empty for anything else. */
  readonly params: Params;
  /** The URL that was signed: the one given, or a known variant of it. */
  readonly url: string;
  /** Which of the tokens signed it, counted from 0. */
  readonly tokenIndex: number;
}

/** Yes with what was verified, or no with the reason. */
export type Verdict = Verified | Rejected;

// 20 bytes in base64 (RFC 4648, section 4): the last character before "=" has two bits unused.
const wellFormed = /^[A-Za-z0-9+/]{26}[AEIMQUYcgkosw048]=$/;
/**
 * How many characters of parameters are hashed for other URLs than the one that came: so many that the likeliest
 * one is always tried, and all of them for any usual body. Whoever sends a request can make it have sixteen.
 */
const maxHashed = 4 * 1024 * 1024;
const noBody = new Uint8Array(0);

/**
 * Verifies a request. Never throws: whatever is wrong with the request is the error of the verdict.
 *
 * @example
 * const verdict = verify({ authToken, signature, url, contentType, body })
 * if (!verdict.ok) throw verdict.error
 * verdict.params.Digits
 */
export function verify(options: VerifyOptions): Verdict {
  const { body, params } = options;
  if (typeof body === 'string') {
    return verifyBody(options, { bytes: new TextEncoder().encode(body) });
  }
  if (body instanceof Uint8Array) return verifyBody(options, { bytes: body });
  if (body !== undefined && body !== null) return reject('body-already-parsed');
  if (params === undefined) return verifyBody(options, { bytes: noBody });
  return verifyBody(options, { parsed: params }, formType);
}

/** {@link verify} on a body that an adapter has got hold of. */
export function verifyBody(
  options: Omit<VerifyOptions, 'body' | 'params'>,
  body: RequestBody,
  contentType = options.contentType,
): Verdict {
  const { signature, url } = options;
  if (signature === undefined || signature === null || signature === '') {
    return reject('missing-signature');
  }
  if (typeof url !== 'string') return reject('url-unknown');
  if (typeof signature !== 'string' || !wellFormed.test(signature))
    return reject('malformed-signature');
  const tokens = usableTokens(options.authToken);
  if (tokens.length === 0) return reject('no-token');
  try {
    const { signed, texts } = coverage(url, contentType, body);
    // In the common case the URL is the one that was signed, and one HMAC is all that it takes.
    let [candidate, tokenIndex] = [url, signerOf(url, texts, tokens, signature)];
    if (tokenIndex < 0) {
      const flat = texts.map(flatten);
      const userinfo = basicUserinfo(options.authorization);
      const [, ...others] = candidateUrls(url, userinfo, options.queries);
      const length = signed.text.length * tokens.length;
      for (let i = 0; i < others.length && i * length < maxHashed && tokenIndex < 0; i++) {
        candidate = others[i] ?? url;
        tokenIndex = signerOf(candidate, flat, tokens, signature);
      }
    }
    if (tokenIndex < 0) return reject('signature-mismatch');
    const { accountSid } = options;
    if (accountSid !== undefined && !isForAccount(accountSid, signed.params, candidate)) {
      return reject('account-mismatch');
    }
    return new VerifiedRequest(signed, candidate, tokenIndex);
  } catch (error) {
    return rejectedBy(error);
  }
}

/** Which token signed a URL, followed by one of the texts; -1 for none. */
function signerOf(
  url: string,
  texts: readonly string[],
  tokens: readonly string[],
  signature: string,
): number {
  for (const text of texts) {
    const signed = url + text;
    for (let i = 0; i < tokens.length; i++) {
      if (equal(hmacSha1(tokens[i] ?? '', signed), signature)) return i;
    }
  }
  return -1;
}

/** The same text in one piece: V8 keeps a sum of strings in parts, and gathers them for every hash anew. */
function flatten(text: string): string {
  return ` ${text}`.slice(1);
}

/** A verdict of yes. The params are made when they are first read. */
class VerifiedRequest implements Verified {
  readonly ok = true;

  constructor(
    private readonly signed: SignedParams,
    readonly url: string,
    readonly tokenIndex: number,
  ) {}

  get params(): Params {
    return this.signed.params;
  }

  toJSON(): object {
    const { ok, params, url, tokenIndex } = this;
    return { ok, params, url, tokenIndex };
  }
}
