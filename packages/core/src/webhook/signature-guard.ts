import { WebhookError } from '../errors.js';
import { isForAccount } from '../scheme/account-sid.js';
import { formParams, type RequestBody } from '../scheme/body-coverage.js';
import { acceptedKey, type ClaimedKey, claimedKey } from '../scheme/claimed-key.js';
import { preparedKeys, type SigningKey, signingKeys, usableTokens } from '../scheme/keys.js';
import { claimedSignature } from '../scheme/providers.js';
import { type SharedSigningKey, sharedSigningKey } from '../scheme/shared-keys.js';
import { signatureSettingsHeader } from '../scheme/signature-settings.js';
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
 * @throws OptionError at once if an option is wrong or there is no key
 * @example
 * const guard = anyOf([signatureGuard({ authToken }), basic({ realm, credentials })])
 */
export function signatureGuard(options: SignatureOptions = {}): Guard<VerifiedWebhook> {
  const guard = tracingGuard(checkSignatureOptions(options));
  return (request) => guard(request);
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

  /** What a request says that it is signed with. */
  function claimOf(request: WebhookRequest): ClaimedKey | Rejected {
    if (forms === undefined) {
      const settings = request.header(signatureSettingsHeader.toLowerCase());
      return claimedKey(request.header(header), settings);
    }
    const claimed = claimedSignature(forms, (name) => request.header(name));
    return claimed.ok ? { ...claimed, kind: 'auth-token' } : claimed;
  }

  /** The keys of the claimed kind, and of no other. */
  async function keysFor(
    claim: ClaimedKey,
    request: WebhookRequest,
    url: string,
    trace: SignatureTrace,
  ): Promise<readonly SigningKey[] | Rejected> {
    const unverified = () => unverifiedRequest(request, url, trace.body ?? { parsed: {} });
    if (claim.kind === 'shared-key') {
      if (typeof sharedKeys !== 'function') return acceptedKey(claim, sharedKeys?.get(claim.id));
      const key = await withinTime(lookupTimeout, () => sharedKeys(claim.id, unverified()));
      return acceptedKey(claim, foundKey(claim.id, key));
    }
    if (typeof authToken !== 'function') {
      trace.tokens = fixed ?? [];
      return fixedKeys?.[claim.algorithm] ?? [];
    }
    const found = await withinTime(lookupTimeout, () => authToken(unverified()));
    const tokens = usableTokens(found);
    trace.tokens = tokens;
    return signingKeys(tokens, claim.algorithm);
  }

  async function check(request: WebhookRequest, trace: SignatureTrace) {
    // Before the body is read: whoever does not even claim to be the sender costs nothing.
    const claim = claimOf(request);
    if (!claim.ok) return claim;
    if (claim.kind === 'shared-key' && typeof sharedKeys !== 'function') {
      const known = acceptedKey(claim, sharedKeys?.get(claim.id));
      if ('ok' in known) return known;
    }
    const [url, ...configured] = urlsOf(request, options);
    if (url === undefined) return reject('url-unknown');
    trace.url = url;
    const body = await request.body();
    trace.body = body;
    const keys = await keysFor(claim, request, url, trace);
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
    if (accountSid !== undefined && !isForAccount(accountSid, params, verdict.url)) {
      return reject('account-mismatch');
    }
    const target = alternates.target(source - 1 - configured.length) ?? request.target;
    return { ok: true as const, params, url: verdict.url, target, key };
  }

  return (request, trace = {}) => verdictOf(() => check(request, trace));
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

/**
 * What a look-up found, to verify with.
 *
 * @throws WebhookError `lookup-failed` if it is neither a key nor nothing
 */
function foundKey(id: string, key: unknown): SharedSigningKey | undefined {
  if (key === undefined || key === null) return undefined;
  try {
    return sharedSigningKey(id, key);
  } catch (cause) {
    throw new WebhookError('lookup-failed', { cause });
  }
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
