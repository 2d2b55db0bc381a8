import { isForm } from '../scheme/content-type.js';
import { usableTokens } from '../scheme/keys.js';
import { type Pair, toPairs } from '../scheme/params.js';
import { parseForm } from '../scheme/parse-form.js';
import { splitUrl, type UrlParts } from '../scheme/url-parts.js';
import type { Budget } from './budget.js';
import {
  type ExplainInput,
  type Header,
  maxBody,
  maxHeader,
  maxPart,
  maxTargets,
} from './input.js';

/** A request, taken apart for the search. */
export interface Seen {
  readonly tokens: readonly string[];
  readonly otherTokens: readonly string[];
  readonly signature: string;
  readonly url: string;
  readonly parts: UrlParts;
  readonly targets: readonly string[];
  readonly header: Header;
  readonly contentType: string | undefined;
  readonly body: Uint8Array | string;
  /** The parameters; `undefined` if they are too many or too long to be looked at. */
  readonly pairs: readonly Pair[] | undefined;
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
  const targets = Array.isArray(input.targets) ? input.targets.slice(0, maxTargets) : [];
  return {
    tokens: usableTokens(input.authToken),
    otherTokens: usableTokens(input.otherTokens ?? []),
    signature,
    url,
    parts: splitUrl(url) ?? none,
    targets: targets.filter((one) => typeof one === 'string' && one.length <= maxPart),
    header: headerOf(input),
    contentType,
    body,
    pairs: pairsOf(input.params, isForm(contentType) ? body : '', budget),
  };
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
  if (parsed !== undefined) return parsed;
  if (form.length > maxBody || !budget.take(form.length)) return undefined;
  try {
    return parseForm(typeof form === 'string' ? new TextEncoder().encode(form) : form);
  } catch {
    // More parameters than a form may have.
    return undefined;
  }
}
