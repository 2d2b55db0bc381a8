import { isWebhookError, WebhookError } from '../errors.js';
import { bodyCoverage, type RequestBody } from '../scheme/body-coverage.js';
import { usableTokens } from '../scheme/keys.js';
import { claimedSignature } from '../scheme/providers.js';
import type { SharedSigningKey } from '../scheme/shared-keys.js';
import { parseSignatureSettings, settingsHeaderName } from '../scheme/signature-settings.js';
import { environmentToken } from '../webhook/auth-token.js';
import { mayRead } from '../webhook/environment.js';
import {
  type CheckedSignatureOptions,
  checkWebhookOptions,
  type WebhookOptions,
} from '../webhook/options.js';
import type { WebhookRequest } from '../webhook/request.js';
import { pathAndQuery, requestUrl } from '../webhook/request-url.js';
import { foundSharedKey } from '../webhook/shared-keys.js';
import { unverifiedRequest } from '../webhook/signature-guard.js';
import type { Clock } from './budget.js';
import { environmentPrefixes } from './environment.js';
import { explain, explainAlone, unexplained } from './explain.js';
import type { Explanation } from './explanation.js';
import type { Evidence, ExplainInput } from './input.js';
import {
  claimOf,
  hashOf,
  type SharedKeyClaim,
  signedWith,
  withoutSettings,
} from './shared-key-claim.js';
import { elsewhere } from './variants/other-headers.js';
import { signatureForms } from './variants/signature.js';

/** What is known of a request besides, so that it is not asked for a second time. */
export interface KnownOfRequest {
  /** The tokens that it was verified with. Default: "authToken" of the options; a function is called again. */
  readonly tokens?: string | readonly string[] | undefined;
  /** What is known of the set-up: it orders the checks that are printed if nothing matches. */
  readonly evidence?: Evidence | undefined;
  /** A clock in milliseconds. Default: `performance.now`. */
  readonly now?: Clock | undefined;
}

/** What the receiver has found out of the request itself. */
export interface TracedRequest extends KnownOfRequest {
  /** The shared key that it names, `null` if there is none of its id. Default: as in the options. */
  readonly sharedKey?: SharedSigningKey | null;
}

/** How long a body and a token are waited for, in milliseconds: both have been there before. */
const patience = 1000;

/**
 * {@link explain} for a request that `webhook(options)` rejected: what `onReject` is given, with the same
 * options. Never rejects: without an explanation there is one that has no cause. For a request without a
 * signature, or with one that can be none, neither its body nor a token is asked for; otherwise each is waited for a
 * second at the most.
 *
 * @example
 * webhook({ ...options, onReject: async (error, request) => {
 *   if (error.code !== 'signature-mismatch') return
 *   const { cause, fix } = await explainRequest(request, options)
 *   log.warn({ cause, fix })
 * } })
 */
export async function explainRequest(
  request: WebhookRequest,
  options: WebhookOptions,
  known: KnownOfRequest = {},
): Promise<Explanation> {
  try {
    return await explainChecked(request, checkWebhookOptions(options).signature, known);
  } catch {
    // Options that webhook() would have refused.
    return unexplained();
  }
}

/** {@link explainRequest} with options that have been checked before. */
export async function explainChecked(
  request: WebhookRequest,
  options: CheckedSignatureOptions,
  known: TracedRequest = {},
): Promise<Explanation> {
  try {
    const url = urlOf(request, options);
    const seen = seenOf(request, options, url, known);
    if (url === undefined && signaturesOf(seen)) {
      const isEmpty = typeof options.publicUrl === 'function' && pathAndQuery(request.target);
      return explainAlone(isEmpty ? 'public-url-empty' : 'url-unknown', seen);
    }
    const claim = seen.signature ? await sharedKeyOf(seen, request, options, known) : undefined;
    if (claim !== undefined && claim.key === undefined) {
      return explainAlone(claim.cause, seen, claim.detail);
    }
    if (claim === undefined && options.authToken === undefined && signaturesOf(seen)) {
      return explainAlone('only-shared-keys', seen);
    }
    const keyed = claim === undefined ? seen : signedWith(claim.key, seen);
    const tokens = claim?.key.secret ?? known.tokens;
    return explain(await withSecrets(keyed, request, options, { ...known, tokens }), known.now);
  } catch (error) {
    // Something took the body before: that is certain, and all that is.
    if (isWebhookError(error) && error.code === 'body-already-parsed') {
      return explainAlone('body-consumed', seenOf(request, options, originalUrl(request), known));
    }
    // Something that is not a request.
    return unexplained();
  }
}

/** What is seen of a request without asking for its body, or for a token. */
function seenOf(
  request: WebhookRequest,
  options: CheckedSignatureOptions,
  url: string | undefined,
  known: KnownOfRequest,
): ExplainInput {
  const headers = (name: string) => request.header(name);
  return {
    authToken: [],
    ...signatureOf(request, options),
    url: url ?? originalUrl(request),
    configuredUrl: options.configuredUrl,
    targets: [request.target],
    rewrite: options.rewrite,
    prefixes: environmentPrefixes(),
    // Other providers have no settings.
    header: options.forms ? withoutSettings(headers) : headers,
    contentType: request.header('content-type'),
    evidence: { hasPublicUrl: options.publicUrl !== undefined, ...known.evidence },
  };
}

/** The signature that the receiver reads, and what it expects of it. */
function signatureOf(request: WebhookRequest, { forms, header }: CheckedSignatureOptions) {
  if (forms === undefined) return { signature: request.header(header), signatureHeader: header };
  const claimed = claimedSignature(forms, (name) => request.header(name));
  if (claimed.ok) {
    return {
      signature: claimed.signature,
      signatureHeader: claimed.header.toLowerCase(),
      expected: hashOf(claimed.algorithm),
      covers: claimed.covers,
    };
  }
  const names = forms.map((form) => form.header.toLowerCase());
  const signatureHeader = names.find((name) => request.header(name) !== undefined) ?? names[0];
  return { signature: request.header(signatureHeader ?? header), signatureHeader };
}

/** What a request says of a shared key; `undefined` if it says nothing. */
async function sharedKeyOf(
  { header, url }: ExplainInput,
  request: WebhookRequest,
  { sharedKeys }: CheckedSignatureOptions,
  known: TracedRequest,
): Promise<SharedKeyClaim | undefined> {
  const settings = header?.(settingsHeaderName);
  if (settings === undefined) return undefined;
  const key = known.sharedKey === undefined ? await find(settings) : known.sharedKey;
  return claimOf(settings, () => key ?? undefined);

  async function find(header: string) {
    const { id } = parseSignatureSettings(header) ?? {};
    if (id === undefined) return undefined;
    if (typeof sharedKeys !== 'function') return sharedKeys?.get(id);
    const body = await soon(() => request.body());
    const unverified = unverifiedRequest(request, url, body);
    return foundSharedKey(id, await soon(() => sharedKeys(id, unverified)));
  }
}

/** Whether there is something that can be a signature, in whichever header. */
function signaturesOf({ signature, signatureHeader = '', header = () => undefined }: ExplainInput) {
  if (signature) return signatureForms(signature).length > 0;
  return elsewhere(header, signatureHeader) !== undefined;
}

/**
 * With the body and the tokens, if a signature can have been made of them.
 *
 * @throws what a body or a look-up throws, or if it takes too long: of such a request nothing is known
 */
async function withSecrets(
  seen: ExplainInput,
  request: WebhookRequest,
  options: CheckedSignatureOptions,
  known: KnownOfRequest,
): Promise<ExplainInput> {
  // Nothing is asked for that no signature can be made of.
  if (!signaturesOf(seen)) return seen;
  const body: RequestBody = await soon(() => request.body());
  if (isLost(seen, body)) throw new WebhookError('body-already-parsed');
  const { authToken } = options;
  const tokens =
    known.tokens !== undefined
      ? known.tokens
      : typeof authToken === 'function'
        ? await soon(() => authToken(unverifiedRequest(request, seen.url, body)))
        : authToken;
  const environment = mayRead('TWILIO_AUTH_TOKEN') ? environmentToken() : undefined;
  return {
    ...seen,
    authToken: usableTokens(tokens ?? []),
    otherTokens: environment === undefined ? [] : [environment],
    ...(body.bytes === undefined ? { params: body.parsed as never } : { body: body.bytes }),
  };
}

/** Whether a parser took the bytes, and left nothing that could be verified. */
function isLost({ url, contentType, covers }: ExplainInput, body: RequestBody): boolean {
  if (body.bytes !== undefined) return false;
  try {
    bodyCoverage(url, contentType, body, covers);
    return false;
  } catch (error) {
    return isWebhookError(error) && error.code === 'body-already-parsed';
  }
}

/** The URL that was verified; `undefined` if the request, or a `publicUrl` function, does not tell it. */
function urlOf(request: WebhookRequest, options: CheckedSignatureOptions): string | undefined {
  try {
    return requestUrl(request, options);
  } catch {
    // A function of the user's threw.
    return originalUrl(request);
  }
}

function originalUrl({ protocol, host, target }: WebhookRequest): string {
  return `${protocol}://${host}${target}`;
}

/** @throws what the call throws, or if it takes too long */
async function soon<T>(call: () => T | Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, patience, new Error('This takes too long.'));
  });
  try {
    return await Promise.race([call(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
