import { isForAccount } from '../scheme/account-sid.js';
import { formParams, type RequestBody } from '../scheme/body-coverage.js';
import { preparedKeys, signingKeys, usableTokens } from '../scheme/keys.js';
import { splitUrl } from '../scheme/url-parts.js';
import { type Rejected, reject, type VerifiedWebhook } from '../scheme/verdict.js';
import { checkSignature, verifyWith } from '../scheme/verify.js';
import type { UnverifiedRequest } from './auth-token.js';
import { type Guard, verdictOf, withinTime } from './guard.js';
import {
  type CheckedSignatureOptions,
  checkSignatureOptions,
  type SignatureOptions,
} from './options.js';
import { maxAlternateTargets, type WebhookRequest } from './request.js';
import { matchingConfigured, pathAndQuery, requestUrl } from './request-url.js';

/** What the guard learned of a request before it decided, for an explanation. */
export interface SignatureTrace {
  url?: string;
  body?: RequestBody;
  tokens?: readonly string[];
}

/** A signature guard that also writes down what it learned. */
export type TracingGuard = (
  request: WebhookRequest,
  trace?: SignatureTrace,
) => Promise<VerifiedWebhook | Rejected>;

/**
 * The check of the signature as a guard, to be combined with others or asked by itself.
 *
 * @throws OptionError at once if an option is wrong or there is no auth token
 * @example
 * const guard = anyOf([signatureGuard({ authToken }), basic({ realm, credentials })])
 */
export function signatureGuard(options: SignatureOptions = {}): Guard<VerifiedWebhook> {
  const guard = tracingGuard(checkSignatureOptions(options));
  return (request) => guard(request);
}

/** {@link signatureGuard} with options that have been checked before. */
export function tracingGuard(options: CheckedSignatureOptions): TracingGuard {
  const { authToken, accountSid, header, lookupTimeout } = options;
  const fixed = typeof authToken === 'function' ? undefined : usableTokens(authToken);
  const fixedKeys = fixed && preparedKeys(fixed);

  async function keysFor(request: WebhookRequest, url: string, trace: SignatureTrace) {
    if (typeof authToken !== 'function') {
      trace.tokens = fixed ?? [];
      return fixedKeys ?? [];
    }
    const unverified = unverifiedRequest(request, url, trace.body ?? { parsed: {} });
    const tokens = usableTokens(await withinTime(lookupTimeout, () => authToken(unverified)));
    trace.tokens = tokens;
    return signingKeys(tokens);
  }

  async function check(request: WebhookRequest, trace: SignatureTrace) {
    const signature = request.header(header);
    // Before the body is read: whoever does not even claim to be the sender costs nothing.
    const malformed = checkSignature(signature);
    if (malformed !== undefined) return malformed;
    const [url, ...configured] = await urlsOf(request, options);
    if (url === undefined) return reject('url-unknown');
    trace.url = url;
    const body = await request.body();
    trace.body = body;
    const keys = await keysFor(request, url, trace);
    if (keys.length === 0) return reject('no-token');
    const alternates = alternatesOf(request, options);
    const verdict = verifyWith(
      {
        keys,
        signature: signature ?? '',
        url,
        otherUrls: () => both(configured, alternates.urls()),
        contentType: request.header('content-type'),
        authorization: request.header('authorization'),
      },
      body,
    );
    if (!verdict.ok) return verdict;
    const { params, key, source } = verdict;
    if (accountSid !== undefined && !isForAccount(accountSid, params, verdict.url)) {
      return reject('account-mismatch');
    }
    const target = alternates.target(source - 1 - configured.length) ?? request.target;
    return { ok: true as const, params, url: verdict.url, target, key };
  }

  return (request, trace = {}) => verdictOf(() => check(request, trace));
}

/** The URL of a request, then what is configured for it; none if the request does not tell. */
async function urlsOf(
  request: WebhookRequest,
  options: CheckedSignatureOptions,
): Promise<readonly string[]> {
  const url = await withinTime(options.lookupTimeout, () => requestUrl(request, options));
  const parts = url === undefined ? undefined : splitUrl(url);
  const target = parts === undefined ? pathAndQuery(request.target) : parts.path + parts.query;
  if (target === undefined) return [];
  const configured = matchingConfigured(options.configuredUrl, target, request.upgrade);
  return url === undefined ? configured : [url, ...configured];
}

/** The URLs of the alternate targets, made as they are asked for. */
function alternatesOf(request: WebhookRequest, options: CheckedSignatureOptions) {
  const targets: string[] = [];
  return {
    *urls(): Generator<string> {
      for (const target of request.alternateTargets?.() ?? []) {
        const url = requestUrl(request, options, target);
        if (url === undefined) continue;
        targets.push(target);
        yield url;
        if (targets.length === maxAlternateTargets) return;
      }
    },
    target: (index: number): string | undefined => targets[index],
  };
}

function* both<T>(first: Iterable<T>, second: Iterable<T>): Generator<T> {
  yield* first;
  yield* second;
}

/** What a token look-up is given. */
export function unverifiedRequest(
  request: WebhookRequest,
  url: string,
  body: RequestBody,
): UnverifiedRequest {
  return {
    unverifiedParams: formParams(request.header('content-type'), body),
    unverifiedUrl: url,
    header: (name) => request.header(name),
  };
}
