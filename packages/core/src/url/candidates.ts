import { joinUrl, splitUrl, type UrlParts } from './split.js';

/** How many URLs are tried at the most. */
export const maxCandidates = 16;

/** One way in which the URL that was signed is known to differ from the URL that arrives. */
type Variation = (parts: UrlParts, userinfo: string) => UrlParts | undefined;

// From the rarest to the most frequent; each adds its form of all the forms that the ones below it
// make (scheme.md, "Which URL"). Adding a rule is adding a row, and at most doubles the list.
const variations: readonly Variation[] = [trailingSlash, apostrophe, userinfoToggled, portToggled];

/**
 * The URLs that the sender may have signed for a request seen at `url`: first the URL as is, then
 * the known differences, in a fixed order, each URL once, never more than {@link maxCandidates}.
 *
 * @param userinfo `user:password` of the request's own Basic credentials, percent-encoded
 * @param queries what may have stood on the wire in place of a query that the framework has printed again
 */
export function candidateUrls(
  url: string,
  userinfo = '',
  queries: OriginalQueries = unchanged,
): readonly string[] {
  const urls = [url];
  const parts = splitUrl(url);
  if (parts === undefined) return urls;
  for (const query of queries(parts.query)) {
    for (const form of forms({ ...parts, query }, userinfo)) {
      const candidate = joinUrl(form);
      if (!urls.includes(candidate)) urls.push(candidate);
      if (urls.length === maxCandidates) return urls;
    }
  }
  return urls;
}

/**
 * The queries that may have stood on the wire, the likelier first, given the one that the framework
 * shows. Both with their `?`.
 */
export type OriginalQueries = (query: string) => Iterable<string>;

const unchanged: OriginalQueries = (query) => [query];

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
