import { isWebhookError, WebhookError } from '../errors.js';
import { equal } from '../hash/equal.js';
import { type AccountSid, checkAccountSid, isForAccount } from './account-sid.js';
import { basicUserinfo } from './basic-userinfo.js';
import { bodyCoverage, type RequestBody } from './body-coverage.js';
import { type Candidate, candidatesOf } from './candidate-urls.js';
import { acceptedKey } from './claimed-key.js';
import { formType } from './content-type.js';
import { type SigningKey, signingKeys, usableTokens } from './keys.js';
import type { Provider, SignatureForm } from './providers.js';
import { type SharedKeys, type SharedSigningKey, sharedSigningKey } from './shared-keys.js';
import { signatureHeader } from './sign.js';
import type { SignatureAlgorithm } from './signature-settings.js';
import {
  claimOf,
  formsOf,
  headersOf,
  type SignatureSource,
  type SignedParts,
} from './signed-parts.js';
import { cutFragment } from './url-parts.js';
import { type Rejected, reject, type Verdict, type Verified } from './verdict.js';

/** A request to verify, and what to verify it with. */
export interface VerifyOptions extends SignedParts {
  /** The auth token, or several to try in turn. Nothing is taken from the environment. */
  readonly authToken?: string | readonly string[] | undefined;
  /** Shared keys by their ids, for requests with `signatureSettings`. */
  readonly sharedKeys?: SharedKeys | undefined;
  /**
   * The account or accounts that the verified request must name. If it is present but `undefined` (an unset
   * variable), nothing is accepted.
   */
  readonly accountSid?: AccountSid | undefined;
  /** The name of the signature header in `headers`. Default: `x-twilio-signature`. */
  readonly header?: string | undefined;
  /** The service that sends; one that is not `twilio` needs `headers`. Default: `twilio`. */
  readonly provider?: Provider | undefined;
}

/**
 * Caps the characters of parameters that are hashed across fallback URLs; an attacker can force all of them. The
 * likeliest one is always tried, and all of them for any usual body.
 */
const maxHashed = 4 * 1024 * 1024;

/**
 * Verifies a request. Never throws: whatever is wrong with the request is the error of the verdict.
 *
 * @example
 * const verdict = verify({ authToken, headers: request.headers, url, body })
 * if (!verdict.ok) throw verdict.error
 * verdict.params.Digits
 */
export function verify(options: VerifyOptions): Verdict {
  return guarded(() => {
    const { authToken, sharedKeys, header = signatureHeader, provider } = options;
    const forms = formsOf(provider);
    if (forms === null) {
      return reject('missing-signature', { message: `There is no provider "${provider}".` });
    }
    const verdict = verifyParts(options, {
      tokens: (algorithm) => signingKeys(usableTokens(authToken), algorithm),
      shared: (id) => ownSharedKey(sharedKeys, id),
      header: header.toLowerCase(),
      forms,
    });
    if (!verdict.ok || !('accountSid' in options)) return verdict;
    return withAccount(verdict, options.accountSid);
  });
}

/** The shared key of an id; `undefined` if there is none, or one without a secret. */
function ownSharedKey(keys: SharedKeys | undefined, id: string): SharedSigningKey | undefined {
  if (keys === undefined || keys === null || !Object.hasOwn(keys, id)) return undefined;
  try {
    return sharedSigningKey(id, keys[id]);
  } catch {
    return undefined;
  }
}

/** The keys that there are to verify with, and where the signature is. */
export interface Keyring extends SignatureSource {
  readonly tokens: (algorithm: SignatureAlgorithm) => readonly SigningKey[];
  readonly shared: (id: string) => SharedSigningKey | undefined;
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
export function verifyParts(parts: SignedParts, keyring: Keyring): Verdict {
  const { url, body, params } = parts;
  const headerOf = headersOf(parts);
  const claim = claimOf(parts, headerOf, keyring);
  if (!claim.ok) return claim;
  if (typeof url !== 'string') return reject('url-unknown');
  const keys =
    claim.kind === 'auth-token'
      ? keyring.tokens(claim.algorithm)
      : acceptedKey(claim, keyring.shared(claim.id));
  if ('ok' in keys) return keys;
  if (keys.length === 0) return reject('no-token');
  const isParsed = isNone(body) && params !== undefined;
  const contentType = parts.contentType ?? headerOf?.('content-type');
  const verdict = verifyWith(
    {
      keys,
      signature: claim.signature,
      covers: claim.covers,
      url: cutFragment(url),
      // Params that are given without headers are said to be those of a form.
      contentType: isParsed ? (headerOf?.('content-type') ?? formType) : contentType,
      authorization: parts.authorization ?? headerOf?.('authorization'),
    },
    isParsed ? { parsed: params } : { bytes: toBytes(body) },
  );
  if (!verdict.ok) return verdict;
  return { ok: true, params: verdict.params, url: verdict.url, key: verdict.key };
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

/** What {@link verifyWith} compares. The signature is well-formed. */
export interface SignedRequestFacts {
  readonly keys: readonly SigningKey[];
  readonly signature: string;
  readonly url: string;
  /** Further URLs that may have been signed, made only if the first is not the one. */
  readonly otherUrls?: () => Iterable<string>;
  readonly contentType: string | null | undefined;
  readonly authorization: string | null | undefined;
  /** What follows the URL in the string to sign. Default: `params`. */
  readonly covers?: SignatureForm['covers'];
}

/** Yes, with the one of the URLs that was signed: 0 is `url`, the others follow. */
export interface VerifiedSource extends Verified {
  readonly source: number;
  /** The whole string that was signed. */
  readonly signed: string;
}

/** @throws WebhookError if the body is one that no signature could cover */
export function verifyWith(
  request: SignedRequestFacts,
  body: RequestBody,
): VerifiedSource | Rejected {
  const { keys, signature, url, contentType, authorization } = request;
  const { signed, texts, lossy } = bodyCoverage(url, contentType, body, request.covers);
  // No request has a fragment, and no sender signs one; but a "#" may follow the URL in the string to sign, as the
  // name of a parameter.
  if (url.includes('#')) return reject('signature-mismatch');
  // In the common case the URL is the one that was signed, and one HMAC is all that it takes.
  let candidate: Candidate = { url, source: 0 };
  let signer = signerOf(url, texts, keys, signature);
  if (signer === undefined) {
    const flat = texts.map(flatten);
    const userinfo = basicUserinfo(authorization);
    const [, ...others] = candidatesOf(url, userinfo, request.otherUrls?.());
    const length = (texts[0] ?? '').length * keys.length;
    for (let i = 0; i < others.length && i * length < maxHashed && signer === undefined; i++) {
      candidate = others[i] ?? candidate;
      signer = signerOf(candidate.url, flat, keys, signature);
    }
  }
  if (signer === undefined) return reject(lossy ? 'body-already-parsed' : 'signature-mismatch');
  return {
    ok: true,
    params: signed.params,
    url: candidate.url,
    key: { ...signer.key.name },
    source: candidate.source,
    signed: candidate.url + signer.text,
  };
}

/** The key that signed a URL, followed by one of the texts, and which of them. */
function signerOf(
  url: string,
  texts: readonly string[],
  keys: readonly SigningKey[],
  signature: string,
): { readonly key: SigningKey; readonly text: string } | undefined {
  for (const text of texts) {
    const signed = url + text;
    for (const key of keys) if (equal(key.sign(signed), signature)) return { key, text };
  }
  return undefined;
}

/** The same text in one piece: V8 keeps a sum of strings in parts, and gathers them for every hash anew. */
function flatten(text: string): string {
  return ` ${text}`.slice(1);
}
