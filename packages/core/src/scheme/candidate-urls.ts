import { joinUrl, splitUrl, type UrlParts } from './url-parts.js';

/**
 * How many URLs are tried at the most.
 *
 * @example
 * maxCandidates // 16
 */
export const maxCandidates = 16;

/** How many are tried if there are other URLs: the frequent forms of each. */
const maxWithOthers = 4 * maxCandidates;

/** One way in which the URL that was signed is known to differ from the URL that arrives. */
type Variation = (parts: UrlParts, userinfo: string) => UrlParts | undefined;

// From the rarest to the most frequent; each adds its form of all the forms that the ones below it
// make (scheme.md, "Which URL"). Adding a rule is adding a row, and at most doubles the list.
const variations: readonly Variation[] = [trailingSlash, apostrophe, userinfoToggled, portToggled];

/** A URL that the sender may have signed. */
export interface Candidate {
  readonly url: string;
  /** Which of the given URLs it is a form of, counted from 0. */
  readonly source: number;
}

/**
 * The URLs that the sender may have signed for a request seen at `url`: first the URL as is, then the known
 * differences, in a fixed order; then the same for the `others`. Each URL once, never more than
 * {@link maxCandidates}, or four times as many with others.
 *
 * @param userinfo `user:password` of the request's own Basic credentials, percent-encoded
 * @param others what else may have been on the wire, or is configured
 */
export function candidatesOf(
  url: string,
  userinfo = '',
  others: Iterable<string> = [],
): readonly Candidate[] {
  const candidates = new Map<string, Candidate>();
  let source = 0;
  for (const base of startingWith(url, others)) {
    const parts = splitUrl(base);
    for (const form of parts === undefined ? [] : forms(parts, userinfo)) {
      const candidate = joinUrl(form);
      if (!candidates.has(candidate)) candidates.set(candidate, { url: candidate, source });
      if (candidates.size === maxWithOthers) return [...candidates.values()];
    }
    source += 1;
  }
  return candidates.size === 0 ? [{ url, source: 0 }] : [...candidates.values()];
}

/**
 * The URLs of {@link candidatesOf}.
 * @example
 * candidateUrls('https://example.com/') // ['https://example.com/', 'https://example.com:443/', 'https://example.com', 'https://example.com:443']
 */
export function candidateUrls(url: string, userinfo = ''): readonly string[] {
  return candidatesOf(url, userinfo).map((candidate) => candidate.url);
}

function* startingWith<T>(first: T, others: Iterable<T>): Generator<T> {
  yield first;
  yield* others;
}

/** All forms that the variations make, in the order of the table, read from its end. */
function forms(parts: UrlParts, userinfo: string): UrlParts[] {
  const list = [parts];
  for (let i = variations.length - 1; i >= 0; i--) {
    for (const form of [...list]) {
      const varied = variations[i]?.(form, userinfo);
      if (varied !== undefined) list.push(varied);
    }
  }
  return list;
}

/** The default port is signed though it is not in the URL; or a port in the URL is not signed. */
function portToggled(parts: UrlParts): UrlParts {
  if (parts.port !== '') return { ...parts, port: '' };
  const secure = /^(?:https|wss):/i.test(parts.scheme);
  return { ...parts, port: secure ? ':443' : ':80' };
}

/** Senders differ in whether `user:password@` of the configured URL is signed. */
function userinfoToggled(parts: UrlParts, userinfo: string): UrlParts | undefined {
  if (parts.userinfo !== '') return { ...parts, userinfo: '' };
  return userinfo === '' ? undefined : { ...parts, userinfo: `${userinfo}@` };
}

/** An apostrophe in the query is signed raw and sent escaped, or the other way round. */
function apostrophe(parts: UrlParts): UrlParts | undefined {
  const { query } = parts;
  if (query.includes("'")) return { ...parts, query: query.replaceAll("'", '%27') };
  if (query.includes('%27')) return { ...parts, query: query.replaceAll('%27', "'") };
  return undefined;
}

/** `/twilio/` is seen where `/twilio` was signed; WebSocket senders also sign one `/` more. */
function trailingSlash(parts: UrlParts): UrlParts | undefined {
  if (parts.path.endsWith('/')) return { ...parts, path: parts.path.slice(0, -1) };
  return /^wss?:/i.test(parts.scheme) ? { ...parts, path: `${parts.path}/` } : undefined;
}
