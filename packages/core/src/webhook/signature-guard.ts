import { hmacSha1, hmacSha1With } from '#hash';
import { isForAccount } from '../scheme/account-sid.js';
import { formParams } from '../scheme/form-params.js';
import { type Guard, type Rejected, reject, verdictOf, withinTime } from './guard.js';
import {
  type CheckedSignatureOptions,
  checkSignatureOptions,
  type SignatureOptions,
} from './options.js';
import type { RequestBody, WebhookRequest } from './request.js';
import { type UnverifiedRequest, usableTokens } from './auth-token.js';
import { matchingConfigured, pathAndQuery, requestUrl } from './request-url.js';
import { splitUrl } from '../scheme/url-parts.js';
import { checkSignature, type SigningKey, type Verified, verifyWith } from '../scheme/verify.js';

/** A request whose signature matches. */
export interface VerifiedTarget extends Verified {
  /**
   * The request target that was signed: that of the request, or the one of its `alternateTargets` that
   * the signature matches.
   */
  readonly target: string;
}

/** What the guard learned of a request before it decided, for an explanation. */
export interface SignatureTrace {
  url?: string;
  body?: RequestBody;
  tokens?: readonly string[];
}

/** The signature guard, which can also write down what it learned. */
export type SignatureGuard = (
  request: WebhookRequest,
  trace?: SignatureTrace,
) => Promise<VerifiedTarget | Rejected>;

/**
 * The signature guard.
 *
 * @throws OptionError at once if an option is wrong or there is no auth token
 */
export function signature(options: SignatureOptions = {}): Guard<VerifiedTarget> {
  const guard = signatureGuard(checkSignatureOptions(options));
  return (request) => guard(request);
}

/** {@link signature}, its options checked before. */
export function signatureGuard(options: CheckedSignatureOptions): SignatureGuard {
  const { authToken, accountSid, header, lookupTimeout } = options;
  const fixed = typeof authToken === 'function' ? undefined : usableTokens(authToken);
  const fixedKeys = fixed?.map(hmacSha1With);

  async function keysFor(request: WebhookRequest, url: string, trace: SignatureTrace) {
    if (typeof authToken !== 'function') {
      trace.tokens = fixed ?? [];
      return fixedKeys ?? [];
    }
    const unverified = unverifiedRequest(request, url, trace.body ?? { parsed: {} });
    const tokens = usableTokens(await withinTime(lookupTimeout, () => authToken(unverified)));
    trace.tokens = tokens;
    return tokens.map(
      (token): SigningKey =>
        (text) =>
          hmacSha1(token, text),
    );
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
    const { params, tokenIndex, source } = verdict;
    if (accountSid !== undefined && !isForAccount(accountSid, params, verdict.url)) {
      return reject('account-mismatch');
    }
    const target = alternates.target(source - 1 - configured.length) ?? request.target;
    return { ok: true as const, params, url: verdict.url, target, tokenIndex };
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

/** How many alternate targets are tried. */
const maxAlternates = 10;

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
        if (targets.length === maxAlternates) return;
      }
    },
    target: (index: number): string | undefined => targets[index],
  };
}

function* both<T>(first: Iterable<T>, second: Iterable<T>): Generator<T> {
  yield* first;
  yield* second;
}

/** What a token resolver is told. */
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
