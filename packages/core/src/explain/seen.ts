import { isForm } from '../scheme/content-type.js';
import { usableTokens } from '../scheme/keys.js';
import { type Pair, toPairs } from '../scheme/params.js';
import { parseForm } from '../scheme/parse-form.js';
import { splitUrl, type UrlParts } from '../scheme/url-parts.js';
import type { Rewrite } from '../webhook/request.js';
import type { Budget } from './budget.js';
import {
  type Evidence,
  type ExplainInput,
  type Header,
  maxBody,
  maxConfigured,
  maxHeader,
  maxPart,
  maxTargets,
} from './input.js';

/** A request, taken apart for the search. */
export interface Seen {
  readonly tokens: readonly string[];
  readonly otherTokens: readonly string[];
  readonly signature: string;
  readonly signatureHeader: string;
  readonly expected: 'sha1' | 'sha256';
  readonly covers: 'params' | 'json';
  readonly url: string;
  readonly parts: UrlParts;
  readonly configured: readonly string[];
  readonly targets: readonly string[];
  readonly rewrite: readonly Rewrite[];
  readonly prefixes: readonly string[];
  readonly header: Header;
  readonly contentType: string | undefined;
  readonly body: Uint8Array | string;
  /** Whether a parser has taken the bytes. */
  readonly isParsed: boolean;
  /** The parameters; `undefined` if they are too many or too long to be looked at. */
  readonly pairs: readonly Pair[] | undefined;
  readonly evidence: Evidence;
}

/**
 * Takes a request apart. Whatever is not what it should be is absent.
 *
 * @throws TypeError if the URL or the signature is no text
 */
export function takeApart(input: ExplainInput, budget: Budget): Seen {
  const { url } = input;
  const signature = input.signature ?? '';
  if (typeof url !== 'string' || typeof signature !== 'string') throw new TypeError('no request');
  const none = { scheme: '', userinfo: '', host: '', port: '', path: url, query: '' };
  const body = input.body instanceof Uint8Array ? input.body : textOr(input.body, '');
  const contentType = textOr(input.contentType, undefined);
  return {
    tokens: usableTokens(input.authToken ?? []),
    otherTokens: usableTokens(input.otherTokens ?? []),
    signature,
    signatureHeader: textOr(input.signatureHeader, 'x-twilio-signature').toLowerCase(),
    expected: input.expected === 'sha256' ? 'sha256' : 'sha1',
    covers: input.covers === 'json' ? 'json' : 'params',
    url,
    parts: splitUrl(url) ?? none,
    configured: shortTexts([input.configuredUrl ?? []].flat(), maxConfigured),
    targets: shortTexts(input.targets, maxTargets),
    rewrite: Array.isArray(input.rewrite) ? input.rewrite : [],
    prefixes: shortTexts(input.prefixes, maxTargets),
    header: headerOf(input),
    contentType,
    body,
    isParsed: body.length === 0 && input.params !== undefined,
    pairs: pairsOf(input.params, isForm(contentType) ? body : '', budget),
    evidence: Object(input.evidence),
  };
}

/** The first texts of a list, without those that are too long. */
function shortTexts(list: unknown, count: number): string[] {
  if (!Array.isArray(list)) return [];
  return list
    .slice(0, count)
    .filter((one): one is string => typeof one === 'string' && one.length <= maxPart);
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' ? value : otherwise;
}

/** The headers, without those that are too long. */
function headerOf(input: ExplainInput): Header {
  return (name) => {
    const value = textOr(input.header?.(name), undefined);
    return value === undefined || value.length > maxHeader ? undefined : value;
  };
}

function pairsOf(
  params: ExplainInput['params'],
  form: Uint8Array | string,
  budget: Budget,
): readonly Pair[] | undefined {
  const parsed = params === undefined ? undefined : toPairs(params);
  return parsed ?? formPairs(form, budget);
}

/** The parameters of a form; `undefined` if they are too many or too long to be looked at. */
export function formPairs(form: Uint8Array | string, budget: Budget): readonly Pair[] | undefined {
  if (form.length > maxBody || !budget.take(form.length)) return undefined;
  try {
    return parseForm(typeof form === 'string' ? new TextEncoder().encode(form) : form);
  } catch {
    // More parameters than a form may have.
    return undefined;
  }
}
