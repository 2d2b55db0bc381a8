import { basicUserinfo } from '../scheme/basic-userinfo.js';
import { candidateUrls, maxCandidates } from '../scheme/candidate-urls.js';
import { splitUrl } from '../scheme/url-parts.js';
import type { Budget } from './budget.js';
import { costs, Dimension } from './dimension.js';
import { maxPart } from './input.js';
import { type Match, type Space, search } from './search.js';
import type { Seen } from './seen.js';
import type { SignatureForm } from './variants/signature.js';

/** What was signed, if it was a configured URL. */
export interface ConfiguredMatch {
  readonly match: Match;
  /** The configured URL, with what the sender added to its query. */
  readonly url: string;
}

/** Of more configured URLs than that only the likeliest are tried with other bodies and tokens. */
const maxVaried = 2;

/**
 * Looks for a configured URL that was signed: first with the body and the tokens as they are, then with what
 * these may have been.
 */
export function searchConfigured(
  seen: Seen,
  { parts, tokens, otherTokens }: Space,
  forms: readonly SignatureForm[],
  budget: Budget,
): ConfiguredMatch | undefined {
  const text = parts.at(-1);
  const urls = asSigned(seen);
  if (text === undefined || urls.length === 0) return undefined;
  if (!budget.take(maxCandidates * urls.join('').length)) return undefined;
  const nothing = new Dimension(budget, undefined);
  const userinfo = basicUserinfo(seen.header('authorization'));
  const sources = new Map(
    urls.flatMap((url) => [...candidateUrls(url, userinfo)].reverse().map((one) => [one, url])),
  );
  const plain = new Dimension(budget, text.base);
  const all = found({
    parts: [dimensionOf(sources.keys(), budget), plain],
    tokens,
    otherTokens: nothing,
  });
  if (all !== undefined) return all;
  // The order of likelihood: those whose path is the most like the one that was seen.
  const few = [...urls].sort((a, b) => likeness(b, seen) - likeness(a, seen)).slice(0, maxVaried);
  return found({ parts: [dimensionOf(few, budget), text], tokens, otherTokens });

  function found(space: Space): ConfiguredMatch | undefined {
    const match = search(space, forms, budget);
    const url = match && sources.get(match.texts[0] ?? '');
    return match && url !== undefined ? { match, url } : undefined;
  }
}

function dimensionOf(urls: Iterable<string>, budget: Budget): Dimension {
  const [first, ...others] = urls;
  const dimension = new Dimension(budget, first);
  for (const url of others) dimension.addText([], costs.evident, url);
  return dimension;
}

/** The configured URLs, and with what senders add to them: a hash of the body, the parameters of a GET. */
function asSigned({ configured, parts }: Seen): string[] {
  const isUpgrade = /^ws/i.test(parts.scheme);
  const isShort = parts.query.length <= maxPart;
  const query = isShort ? (parts.query.split('#', 1)[0] ?? '') : '';
  const hash = /bodySHA256=[^&]*/i.exec(query)?.[0];
  const urls = configured.flatMap((given) => {
    const [plain = ''] = given.split('#', 1);
    const url = isUpgrade ? plain.replace(/^http/i, 'ws') : plain;
    const separator = url.includes('?') ? '&' : '?';
    const own = splitUrl(url)?.query ?? '';
    const isLonger = query.length > own.length;
    return [
      url,
      ...(hash === undefined || url.includes(hash) ? [] : [`${url}${separator}${hash}`]),
      ...(isLonger && own === '' ? [url + query] : []),
      ...(isLonger && own !== '' && query.startsWith(own) ? [url + query.slice(own.length)] : []),
    ];
  });
  return [...new Set(urls)];
}

/** How many characters at the end of the path are the same. */
function likeness(url: string, { parts }: Seen): number {
  const path = splitUrl(url)?.path ?? '';
  let same = 0;
  while (same < path.length && path.at(-1 - same) === parts.path.at(-1 - same)) same++;
  return same;
}
