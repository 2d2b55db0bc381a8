import type { RequestBody } from '../scheme/body-coverage.js';
import { usableTokens } from '../scheme/keys.js';
import { environmentToken } from '../webhook/auth-token.js';
import {
  type CheckedSignatureOptions,
  checkWebhookOptions,
  type WebhookOptions,
} from '../webhook/options.js';
import type { WebhookRequest } from '../webhook/request.js';
import { requestUrl } from '../webhook/request-url.js';
import { unverifiedRequest } from '../webhook/signature-guard.js';
import type { Clock } from './budget.js';
import { explain, unexplained } from './explain.js';
import type { Explanation } from './explanation.js';
import type { ExplainInput } from './input.js';
import { signatureForms } from './variants/signature.js';

/** What is known of a request besides, so that it is not asked for a second time. */
export interface KnownOfRequest {
  /** The tokens that it was verified with. Default: "authToken" of the options; a function is called again. */
  readonly tokens?: string | readonly string[] | undefined;
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
    return explain(await inputOf(request, options, known), known.now);
  } catch {
    // Something that is not a request.
    return unexplained();
  }
}

async function inputOf(
  request: WebhookRequest,
  options: CheckedSignatureOptions,
  known: KnownOfRequest,
): Promise<ExplainInput> {
  const signature = request.header(options.header);
  const url = urlOf(request, options);
  const seen = {
    signature,
    url,
    targets: [request.target],
    header: (name: string) => request.header(name),
    contentType: request.header('content-type'),
  };
  // Nothing is asked for that no signature can be made of.
  if (signature === undefined || signatureForms(signature).length === 0) {
    return { ...seen, authToken: [] };
  }
  const body: RequestBody = (await soon(() => request.body())) ?? { bytes: new Uint8Array(0) };
  const environment = environmentToken();
  const { authToken } = options;
  const tokens =
    known.tokens ??
    (typeof authToken === 'function'
      ? await soon(() => authToken(unverifiedRequest(request, url, body)))
      : authToken);
  return {
    ...seen,
    authToken: usableTokens(tokens ?? []),
    otherTokens: environment === undefined ? [] : [environment],
    ...(body.bytes === undefined ? { params: body.parsed as never } : { body: body.bytes }),
  };
}

function urlOf(request: WebhookRequest, options: CheckedSignatureOptions): string {
  let url: string | undefined;
  try {
    url = requestUrl(request, options);
  } catch {
    // A function of the user's threw.
  }
  return url ?? `${request.protocol}://${request.host}${request.target}`;
}

/** What a call comes to; `undefined` if it fails or takes too long. */
async function soon<T>(call: () => T | Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patience, undefined);
  });
  try {
    return await Promise.race([call(), tooLate]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
