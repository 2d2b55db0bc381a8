import type { Cause } from '../causes.js';
import { costs, type Dimension } from '../dimension.js';
import { type Header, maxPart } from '../input.js';
import { respelt } from './escapes.js';

/** Prefixes that proxies and platforms are known to strip. */
const commonPrefixes = [
  '/api',
  '/v1',
  '/webhooks',
  '/webhook',
  '/twilio',
  '/app',
  '/prod',
  '/dev',
  '/staging',
  '/stage',
  '/test',
  '/default',
  '/api/v1',
  '/api/webhooks',
  '/api/twilio',
  '/.netlify/functions',
];

/** Headers in which proxies write the target, or the URL, as it was before they changed it. */
export const originalTargets = [
  'x-original-uri',
  'x-original-url',
  'x-rewrite-url',
  'x-forwarded-uri',
  'x-forwarded-path',
  'x-envoy-original-path',
  'x-waws-unencoded-url',
] as const;

/** Files by which servers name what they run, and which their rewrites add. */
const extensions = ['.php', '.html', '.aspx', '.cgi', '/index.php', 'index.php'];

/** How many segments may have been added before the path, and how many slashes are looked at. */
const maxAdded = 3;
const maxSlashes = 8;

/** What may have been stripped or mapped, as far as the request and the set-up tell. */
export interface PathFacts {
  readonly targets: readonly string[];
  readonly prefixes: readonly string[];
  readonly header: Header;
}

/** Adds the paths that may have been signed. */
export function addPaths(dimension: Dimension, path: string, facts: PathFacts): void {
  if (path.length > maxPart) return;
  addAnnounced(dimension, path, facts);
  const add = (cause: Cause, cost: number, text: string) => dimension.addText([cause], cost, text);
  add('trailing-slash', costs.likely, path.endsWith('/') ? path.slice(0, -1) : `${path}/`);
  for (const prefix of commonPrefixes) {
    if (!path.startsWith(`${prefix}/`)) add('prefix-stripped', costs.common, prefix + path);
  }
  add('slashes-merged', costs.usual, path.replace(/\/{2,}/g, '/'));
  for (let count = 0, at = 0; count < maxAdded; count++) {
    at = path.indexOf('/', at + 1);
    if (at < 0) break;
    add('prefix-added', costs.usual, path.slice(at));
  }
  for (const text of doubledSlashes(path)) add('slashes-merged', costs.common, text);
  for (const make of respelt(path)) {
    dimension.add(['path-reencoded'], { cost: costs.usual, characters: 9 * path.length, make });
  }
  for (const text of cased(path)) add('path-case', costs.common, text);
  // A slash that was escaped, and divides now.
  for (const text of escapedSlashes(path)) add('path-reencoded', costs.rare, text);
  for (const extension of extensions) {
    add('path-mapped', costs.rare, path + extension);
    if (path.endsWith(extension)) {
      add('path-mapped', costs.common, path.slice(0, -extension.length) || '/');
    }
  }
}

/** Adds what the framework, the headers and the set-up say that the path was. */
function addAnnounced(
  dimension: Dimension,
  path: string,
  { targets, prefixes, header }: PathFacts,
): void {
  for (const target of targets) {
    const whole = pathOf(target);
    if (whole === undefined || whole === path) continue;
    if (whole.endsWith(path)) dimension.addText(['mount-path-lost'], costs.evident, whole);
    else if (path.endsWith(whole)) dimension.addText(['prefix-added'], costs.evident, whole);
    else dimension.addText(['path-mapped'], costs.usual, whole);
  }
  for (const name of originalTargets) {
    const whole = pathOf(header(name));
    if (whole === undefined || whole === path) continue;
    dimension.addText([pathCause(whole, path)], costs.evident, whole);
  }
  for (const one of [header('x-forwarded-prefix'), header('x-script-name'), ...prefixes]) {
    const prefix = one?.trim().replace(/\/$/, '');
    if (!prefix?.startsWith('/')) continue;
    dimension.addText(['prefix-stripped'], costs.evident, prefix + path);
    // Of the prefix alone only the slash is left.
    if (path === '/') dimension.addText(['prefix-stripped'], costs.evident, prefix);
  }
}

/** What became of a path that was signed, if this one is seen. */
export function pathCause(signed: string, seen: string): Cause {
  if (`${signed}/` === seen || `${seen}/` === signed) return 'trailing-slash';
  const single = (path: string) => path.replace(/\/{2,}/g, '/');
  if (single(signed) === single(seen)) return 'slashes-merged';
  if (signed.endsWith(seen) || seen === '/') return 'prefix-stripped';
  if (seen.endsWith(signed)) return 'prefix-added';
  if (decoded(signed) === decoded(seen)) return 'path-reencoded';
  if (signed.toLowerCase() === seen.toLowerCase()) return 'path-case';
  return 'path-mapped';
}

/** Every escape decoded, as far as it can be. */
export function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run.toUpperCase();
    }
  });
}

function pathOf(target: string | undefined): string | undefined {
  if (target === undefined) return undefined;
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
  return path.startsWith('/') ? path : undefined;
}

function slashesOf(path: string): number[] {
  const places: number[] = [];
  for (let at = path.indexOf('/'); at >= 0 && places.length < maxSlashes; ) {
    places.push(at);
    at = path.indexOf('/', at + 1);
  }
  return places;
}

function doubledSlashes(path: string): string[] {
  const places = slashesOf(path);
  const each = places.map((at) => `${path.slice(0, at)}/${path.slice(at)}`);
  return [...each, path.replaceAll('/', '//'), ...(path.endsWith('/') ? [] : [`${path}//`])];
}

function escapedSlashes(path: string): string[] {
  return slashesOf(path)
    .slice(1)
    .map((at) => `${path.slice(0, at)}%2F${path.slice(at + 1)}`);
}

function cased(path: string): string[] {
  const capital = (text: string) => text.replace(/\/[a-z]/g, (start) => start.toUpperCase());
  const last = path.lastIndexOf('/');
  return [
    path.toLowerCase(),
    path.toUpperCase(),
    capital(path),
    path.slice(0, last) + capital(path.slice(last)),
  ];
}
