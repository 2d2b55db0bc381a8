import { splitUrl, type UrlParts } from '../scheme/url-parts.js';
import type { Cause } from './causes.js';
import { maxPart } from './input.js';
import { printable } from './printable.js';
import { pathCause } from './variants/path.js';
import { queryCause } from './variants/query-parts.js';

/** A part of a URL. */
export type Component = keyof UrlParts;

const components = ['scheme', 'userinfo', 'host', 'port', 'path', 'query'] as const;

/** Where the URL that was signed differs from the one that was verified. Values are masked. */
export interface UrlDifference {
  readonly component: Component;
  /** The first character of it that differs, in the URL that was signed, from 0. */
  readonly position: number;
  /** What was signed there: a character, an escape, or nothing. */
  readonly signed: string;
  readonly seen: string;
}

/** The differences of two URLs, the first of each component. */
export function urlDifferences(signed: UrlParts, seen: UrlParts): UrlDifference[] {
  const differences: UrlDifference[] = [];
  let offset = 0;
  for (const component of components) {
    const [a, b] = [signed[component], seen[component]];
    if (a !== b) {
      const at = firstDifference(a, b);
      const show = (text: string) => unitShown(text, at, component);
      differences.push({ component, position: offset + at, signed: show(a), seen: show(b) });
    }
    offset += a.length;
  }
  return differences;
}

/** What makes one URL of another, by name; nothing if they are the same to the scheme. */
export function differenceCauses(signedUrl: string, seen: UrlParts): Cause[] {
  const signed = splitUrl(signedUrl);
  if (signed === undefined) return [];
  const found: Cause[] = [];
  const schemeOf = ({ scheme }: UrlParts) => scheme.slice(0, -3).toLowerCase();
  const isWebSocket = (parts: UrlParts) => schemeOf(parts).startsWith('ws');
  const isSecure = (parts: UrlParts) => /^(?:https|wss)$/.test(schemeOf(parts));
  if (isSecure(signed) !== isSecure(seen)) found.push('scheme-swapped');
  if (isWebSocket(signed) !== isWebSocket(seen)) found.push('websocket-scheme');
  if (signed.host.toLowerCase() !== seen.host.toLowerCase()) found.push('host-internal');
  else if (signed.host !== seen.host) found.push('host-case');
  const portOf = (parts: UrlParts) => parts.port || (isSecure(parts) ? ':443' : ':80');
  const isPortShown = signed.port !== seen.port && (signed.port !== '' || seen.port !== '');
  if (isPortShown && portOf(signed) !== portOf(seen)) found.push('port-differs');
  if (signed.path.length > maxPart || seen.path.length > maxPart) return found;
  const [path, seenPath] = [signed.path || '/', seen.path || '/'];
  if (path !== seenPath) found.push(pathCause(path, seenPath));
  if (signed.query !== seen.query) found.push(queryCause(signed.query, seen.query));
  return found;
}

/** Where two texts part, from 0. */
export function firstDifference(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}

const unit = /(?:%[89a-f][0-9a-f])+|%[0-9a-f]{2}|[^\0-\x7f]+|[\s\S]/iuy;

/** The character or the escape of a text that begins at `at`, or holds it. */
function unitAt(text: string, at: number): string {
  unit.lastIndex = at;
  return unit.exec(text)?.[0] ?? '';
}

/** How many pairs of escapes are named. */
const maxNamed = 4;

/**
 * What an escape became, or a character that was escaped, each once: `"%40" became "@"`. Nothing if the texts
 * differ by more than that.
 */
export function changedEscapes(signed: string, seen: string): string[] {
  const named = new Set<string>();
  let [i, j] = [0, 0];
  while (i < signed.length && j < seen.length && named.size < maxNamed) {
    const [a, b] = [unitAt(signed, i), unitAt(seen, j)];
    if (a !== b) {
      if (meaning(a) !== meaning(b)) break;
      named.add(`${shown(a)} became ${shown(b)}`);
    }
    i += a.length;
    j += b.length;
  }
  return [...named];
}

function meaning(one: string): string {
  if (one === '+') return ' ';
  try {
    return decodeURIComponent(one);
  } catch {
    return one.toUpperCase();
  }
}

/** A character or an escape, in quotes; letters and digits masked. */
function shown(one: string): string {
  if (/^%[89a-f]/i.test(one))
    return /[a-f]/.test(one) ? '"%xx" (of a letter)' : '"%XX" (of a letter)';
  if (/^[^\0-\x7f]/.test(one)) return 'a letter outside of ASCII';
  return printable(JSON.stringify(/^[a-z0-9]$/i.test(meaning(one)) ? '•' : one), 12);
}

/** What stands at a place of a component, as it may be shown. */
function unitShown(text: string, at: number, component: Component): string {
  if (at >= text.length) return 'nothing';
  if (component !== 'path' && component !== 'query') {
    return component === 'userinfo' ? '•••' : printable(text, 64);
  }
  // Not from the middle of an escape.
  const start = text[at - 1] === '%' ? at - 1 : text[at - 2] === '%' ? at - 2 : at;
  return shown(unitAt(text, start));
}
