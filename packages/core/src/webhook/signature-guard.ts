import { WebhookError } from '../errors.js';
import { isForAccount } from '../scheme/account-sid.js';
import { formParams, type RequestBody } from '../scheme/body-coverage.js';
import { acceptedKey, type ClaimedKey, claimedKey } from '../scheme/claimed-key.js';
import { preparedKeys, signingKeys, usableTokens } from '../scheme/keys.js';
import { claimedSignature } from '../scheme/providers.js';
import type { SharedSigningKey } from '../scheme/shared-keys.js';
import { settingsHeaderName } from '../scheme/signature-settings.js';
import { splitUrl } from '../scheme/url-parts.js';
import { type Rejected, reject, type VerifiedWebhook } from '../scheme/verdict.js';
import { verifyWith } from '../scheme/verify.js';
import type { UnverifiedRequest } from './auth-token.js';
import { type Guard, verdictOf, withinTime } from './guard.js';
import {
  type CheckedSignatureOptions,
  checkSignatureOptions,
  type SignatureOptions,
} from './options.js';
import { maxAlternateTargets, type WebhookRequest } from './request.js';
import { matchingConfigured, pathAndQuery, requestUrl } from './request-url.js';
import { foundSharedKey } from './shared-keys.js';

/** What the guard learned of a request before it decided, for an explanation. */
export interface SignatureTrace {
  url?: string;
  body?: RequestBody;
  tokens?: readonly string[];
  /** The whole string that was signed, if the signature matches. */
  signed?: string;
  /** The shared key that the request names; `undefined` if there is none of its id. */
  sharedKey?: SharedSigningKey | undefined;
}

/** A signature guard that also writes down what it learned. May throw: run it in `verdictOf`. */
export type TracingGuard = (
  request: WebhookRequest,
  trace: SignatureTrace,
) => Promise<VerifiedWebhook | Rejected>;

/**
 * The check of the signature as a guard, to be combined with others or asked by itself.
 *
 * @throws OptionError at once if an option is wrong or there is no key
 * @example
 * const guard = anyOf([signatureGuard({ authToken }), basic({ realm, credentials })])
 */
export function signatureGuard(options: SignatureOptions = {}): Guard<VerifiedWebhook> {
  const guard = tracingGuard(checkSignatureOptions(options));
  return (request) => verdictOf(() => guard(request, {}));
}

/** {@link signatureGuard} with options that have been checked before. */
export function tracingGuard(options: CheckedSignatureOptions): TracingGuard {
  const { authToken, sharedKeys, accountSid, header, forms, lookupTimeout } = options;
  const fixed = typeof authToken === 'function' ? undefined : usableTokens(authToken);
  const fixedKeys = fixed && {
    'HMAC-SHA1': preparedKeys(fixed),
    // Only some providers sign with it.
    'HMAC-SHA256': forms === undefined ? [] : preparedKeys(fixed, 'HMAC-SHA256'),
  };
  const findToken = typeof authToken === 'function' ? authToken : undefined;
  const findSharedKey = typeof sharedKeys === 'function' ? sharedKeys : undefined;

  /** What a request says that it is signed with. */
  function claimOf(request: WebhookRequest): ClaimedKey | Rejected {
    if (forms === undefined) {
      return claimedKey(request.header(header), request.header(settingsHeaderName));
    }
    const claimed = claimedSignature(forms, (name) => request.header(name));
    return claimed.ok ? { ...claimed, kind: 'auth-token' } : claimed;
  }

  /** The keys of the claimed kind, and of no other; `undefined` if they have to be looked up. */
  function keysAtHand(claim: ClaimedKey, trace: SignatureTrace) {
    if (claim.kind === 'shared-key') {
      if (typeof sharedKeys === 'function') return undefined;
      trace.sharedKey = sharedKeys?.get(claim.id);
      return acceptedKey(claim, trace.sharedKey);
    }
    if (fixed !== undefined) trace.tokens = fixed;
    return fixedKeys?.[claim.algorithm];
  }

  async function lookUpKeys(
    claim: ClaimedKey,
    unverified: UnverifiedRequest,
    trace: SignatureTrace,
  ) {
    if (claim.kind === 'shared-key') {
      const found = await withinTime(lookupTimeout, () => findSharedKey?.(claim.id, unverified));
      trace.sharedKey = foundSharedKey(claim.id, found);
      return acceptedKey(claim, trace.sharedKey);
    }
    const tokens = usableTokens(await withinTime(lookupTimeout, () => findToken?.(unverified)));
    trace.tokens = tokens;
    return signingKeys(tokens, claim.algorithm);
  }

  return async (request, trace) => {
    // Before the body is read: whoever does not even claim to be the sender costs nothing.
    const claim = claimOf(request);
    if (!claim.ok) return claim;
    const atHand = keysAtHand(claim, trace);
    if (atHand !== undefined && 'ok' in atHand) return atHand;
    const [url, ...configured] = urlsOf(request, options);
    if (url === undefined) return reject('url-unknown');
    trace.url = url;
    const body = await request.body();
    trace.body = body;
    const keys = atHand ?? (await lookUpKeys(claim, unverifiedRequest(request, url, body), trace));
    if ('ok' in keys) return keys;
    if (keys.length === 0) return reject('no-token');
    const alternates = alternatesOf(request, options);
    const verdict = verifyWith(
      {
        keys,
        signature: claim.signature,
        covers: claim.covers,
        url,
        otherUrls: () => both(configured, alternates.urls()),
        contentType: request.header('content-type'),
        authorization: request.header('authorization'),
      },
      body,
    );
    if (!verdict.ok) return verdict;
    const { params, key, source } = verdict;
    trace.signed = verdict.signed;
    if (accountSid !== undefined && !isForAccount(accountSid, params, verdict.url)) {
      return reject('account-mismatch');
    }
    const target = alternates.target(source - 1 - configured.length) ?? request.target;
    return { ok: true, params, url: verdict.url, target, key };
  };
}

/** The URL of a request, then what is configured for it; none if the request does not tell. */
function urlsOf(request: WebhookRequest, options: CheckedSignatureOptions): readonly string[] {
  const url = urlOf(request, options);
  const parts = url === undefined ? undefined : splitUrl(url);
  const target = parts === undefined ? pathAndQuery(request.target) : parts.path + parts.query;
  if (target === undefined) return [];
  const configured = matchingConfigured(options.configuredUrl, target, request.upgrade);
  return url === undefined ? configured : [url, ...configured];
}

/** @throws WebhookError `lookup-failed` if the `publicUrl` function throws */
function urlOf(request: WebhookRequest, options: CheckedSignatureOptions): string | undefined {
  try {
    return requestUrl(request, options);
  } catch (cause) {
    throw new WebhookError('lookup-failed', { cause });
  }
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
