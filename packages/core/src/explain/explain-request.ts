import { isWebhookError } from '../errors.js';
import type { RequestBody } from '../scheme/body-coverage.js';
import { usableTokens } from '../scheme/keys.js';
import { type SharedSigningKey, sharedSigningKey } from '../scheme/shared-keys.js';
import { parseSignatureSettings, signatureSettingsHeader } from '../scheme/signature-settings.js';
import { environmentToken } from '../webhook/auth-token.js';
import { mayRead } from '../webhook/environment.js';
import {
  type CheckedSignatureOptions,
  checkWebhookOptions,
  type WebhookOptions,
} from '../webhook/options.js';
import type { WebhookRequest } from '../webhook/request.js';
import { pathAndQuery, requestUrl } from '../webhook/request-url.js';
import { unverifiedRequest } from '../webhook/signature-guard.js';
import type { Clock } from './budget.js';
import type { Cause } from './causes.js';
import { environmentPrefixes } from './environment.js';
import { explain, explainAlone, unexplained } from './explain.js';
import type { Explanation } from './explanation.js';
import type { Evidence, ExplainInput } from './input.js';
import { maxPrintedName, printable } from './printable.js';
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
  known: KnownOfRequest = {},
): Promise<Explanation> {
  try {
    const url = urlOf(request, options);
    const seen = seenOf(request, options, url, known);
    if (url === undefined && signaturesOf(seen)) {
      const isEmpty = typeof options.publicUrl === 'function' && pathAndQuery(request.target);
      return explainAlone(isEmpty ? 'public-url-empty' : 'url-unknown', seen);
    }
    const claim = seen.signature ? await sharedKeyOf(request, options) : undefined;
    if (claim?.cause !== undefined) return explainAlone(claim.cause, seen, claim.detail);
    if (claim === undefined && options.authToken === undefined && signaturesOf(seen)) {
      return explainAlone('only-shared-keys', seen);
    }
    const secret = claim?.key;
    const expected = secret?.algorithm === 'HMAC-SHA256' ? ('sha256' as const) : ('sha1' as const);
    const tokens = secret === undefined ? known.tokens : secret.secret;
    // With the key at hand it is explained as any other request.
    const header = (name: string) => (name === settingsName ? undefined : request.header(name));
    const signed = secret === undefined ? seen : { ...seen, expected, header };
    const input = await withSecrets(signed, request, options, { ...known, tokens });
    return explain(input, known.now);
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
  return {
    authToken: [],
    signature: request.header(options.header),
    signatureHeader: options.header,
    url: url ?? originalUrl(request),
    configuredUrl: options.configuredUrl,
    targets: [request.target],
    rewrite: options.rewrite,
    prefixes: environmentPrefixes(),
    header: (name: string) => request.header(name),
    contentType: request.header('content-type'),
    evidence: { hasPublicUrl: options.publicUrl !== undefined, ...known.evidence },
  };
}

const settingsName = signatureSettingsHeader.toLowerCase();

/** What a request says of a shared key: the key, or what is wrong with that; `undefined` if it says nothing. */
interface SharedKeyClaim {
  readonly key?: SharedSigningKey;
  readonly cause?: Cause;
  readonly detail?: string;
}

async function sharedKeyOf(
  request: WebhookRequest,
  { sharedKeys, forms }: CheckedSignatureOptions,
): Promise<SharedKeyClaim | undefined> {
  const settings = request.header(settingsName);
  // Other providers have no such header.
  if (settings === undefined || forms !== undefined) return undefined;
  const parsed = parseSignatureSettings(settings);
  if (parsed === undefined) return { cause: 'settings-malformed' };
  const { id, algorithm } = parsed;
  const detail = `Its id is ${printable(JSON.stringify(id), maxPrintedName)}.`;
  const found = await (typeof sharedKeys === 'function'
    ? soon(() => sharedKeys(id, unverifiedRequest(request, '', { bytes: new Uint8Array(0) })))
    : sharedKeys?.get(id));
  if (found === undefined || found === null) return { cause: 'shared-key-unknown', detail };
  const key = typeof found === 'object' && 'sign' in found ? found : sharedSigningKey(id, found);
  return key.algorithm === algorithm ? { key } : { cause: 'shared-key-algorithm', detail };
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
