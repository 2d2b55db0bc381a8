// The oracle: from what a handler could read, and with nothing of sig, whether the key signed it.

import {
  bodyHashOf,
  formPairs,
  formText,
  isOrigin,
  isStrictForm,
  originForm,
  type Pair,
  sha256Of,
  signedUrls,
  sortedParams,
} from './reference.js';
import type { CoverageSetting } from './settings.js';

/** Everything that a handler can read of a request, as it reports it. */
export interface Seen {
  readonly reached: true;
  readonly method: string;
  /** The request target, as the framework shows it before any routing. */
  readonly target: string;
  /** Scheme and host, as the framework shows them. */
  readonly protocol: string;
  readonly host: string;
  /** Names and values of the headers in turn, as they came. */
  readonly rawHeaders: readonly string[];
  /** The path, below the mount if the framework's users read it there; absent if there is no such thing. */
  readonly path?: string;
  readonly query: unknown;
  /** The pattern of the route that was taken: a string of {@link coverageRoutes}. */
  readonly route: string;
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  /** Base64; `null` if there is none. */
  readonly rawBody: string | null;
  /** Base64 of what the handler could still read from the stream. */
  readonly leftover: string;
  /** Names and values of `request.formData()`, if there is such a thing. */
  readonly formData?: readonly Pair[];
  /** Base64 of what the request's own readers give, if they are not the stream. */
  readonly readable?: string;
}

/** What the framework itself makes of a target that starts with `/`, by its own parsers. */
export type ReadTarget = (target: string) => { readonly path: string; readonly query: unknown };

/** What a handler reads of a target, of all that it can read. */
export type TargetReading = Pick<Seen, 'target' | 'path' | 'query' | 'route' | 'params'>;

/**
 * What a handler reads of a target that a sender signed and sent, if the framework does not show the target
 * as it came: because it prints the query again, or adds to it. Several, if an adapter cannot tell them apart.
 */
export type Shows = (target: string) => TargetReading | readonly TargetReading[];

/** The routes of a server of these tests, below its mount; the first that matches is taken. */
export const coverageRoutes = ['/hook/:tenant/voice', '/:tenant/voice', '*'] as const;

/**
 * Says what of an accepted request was never signed.
 *
 * @param signed every string that the key has signed
 * @returns an empty list if all of it was
 */
export function unsigned(
  seen: Seen,
  setting: CoverageSetting,
  signed: ReadonlySet<string>,
  read: ReadTarget,
): string[] {
  const target = originForm(seen.target);
  if (target === undefined) return [`not a target: ${seen.target}`];
  return failing([
    ['the URL and the body', isSigned(seen, setting, signed, target)],
    ['the path', seen.path === undefined || sameJson(seen.path, read(target).path)],
    ['the query', sameJson(seen.query, read(target).query)],
    ['the path parameters', areParamsOf(seen, setting, read(target).path)],
    ...bodyRows(seen),
  ]);
}

/**
 * The same for a framework that does not show targets as they came: all that was read of the target must be
 * what it shows of one and the same signed target, whose signature covers the body too.
 *
 * @param targets path and query of every request that the key has signed, and of the one that came
 */
export function unsignedShown(
  seen: Seen,
  setting: CoverageSetting,
  signed: ReadonlySet<string>,
  shows: Shows,
  targets: Iterable<string>,
): string[] {
  const same = [...targets].filter((target) =>
    [shows(target)].flat().some((shown) => sameReading(seen, shown)),
  );
  return failing([
    ['the path, the query or the path parameters', same.length > 0],
    ['the URL and the body', same.some((target) => isSigned(seen, setting, signed, target))],
    ...bodyRows(seen),
  ]);
}

type Row = readonly [what: string, ok: boolean];

function failing(rows: readonly Row[]): string[] {
  return rows.filter(([, ok]) => !ok).map(([what]) => what);
}

function bodyRows(seen: Seen): Row[] {
  return [
    ['bytes that are left to read', seen.leftover === ''],
    ['the parsed body', isBodyOf(seen)],
    ['the form data', isFormDataOf(seen)],
    ['the order or repetition of form data', isCanonical(seen.formData) || isHashed(seen)],
    ['the body that can be read again', isReadable(seen)],
  ];
}

/** As JSON, but for apostrophes, which senders escape or not, and the order of the names of params. */
function sameReading(seen: TargetReading, shown: TargetReading): boolean {
  const [a, b] = [seen, shown].map(({ target, path, query, route, params }) => [
    target.replaceAll("'", '%27'),
    path,
    query,
    route,
    Object.entries(params).sort(([one], [other]) => (one < other ? -1 : 1)),
  ]);
  return sameJson(a, b);
}

function isSigned(
  seen: Seen,
  setting: CoverageSetting,
  signed: ReadonlySet<string>,
  target: string,
): boolean {
  const urls = urlsOf(seen, setting, target);
  return [...urls].some((url) => textsOf(seen, url).some((text) => signed.has(url + text)));
}

/** Every URL that may have been signed for what was seen. */
function urlsOf(seen: Seen, { options, sites }: CoverageSetting, target: string): Set<string> {
  const circumstances = {
    userinfo: userinfoOf(headersOf(seen, 'authorization')),
    upgrade: /websocket/i.test(headersOf(seen, 'upgrade').join()),
  };
  const { publicUrl, configuredUrl } = options;
  const shown = `${seen.protocol}://${seen.host}`;
  const origins = publicUrl === undefined ? [shown] : sites.map((site) => site.signed);
  const urls = origins
    .filter(isOrigin)
    .flatMap((origin) => [...signedUrls(origin + target, circumstances)]);
  const configured = [configuredUrl ?? []].flat().filter((url) => {
    const [, path = '/'] = /^https?:\/\/[^/?]+(.*)$/s.exec(url) ?? [];
    return sameJson(reading(path), reading(withoutHash(target)));
  });
  const hash = /[?&](bodySHA256=[0-9a-f]+(?:&bodySHA256=[0-9a-f]+)*)$/.exec(target)?.[1];
  const hashed = configured.map((url) =>
    hash === undefined ? url : `${url}${url.includes('?') ? '&' : '?'}${hash}`,
  );
  return new Set([...urls, ...hashed]);
}

function withoutHash(target: string): string {
  return target.replace(/[?&]bodySHA256=[0-9a-f]+(?:&bodySHA256=[0-9a-f]+)*$/, '');
}

/** Segments of the path and parameters of the query, decoded. */
function reading(target: string): unknown {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  return [path.split('/').map(decodeOrKeep), formPairs(Buffer.from(query))];
}

/** What may follow this URL in the string to sign; nothing does if the URL does not cover the body. */
function textsOf(seen: Seen, url: string): string[] {
  const form = isStrictForm(headersOf(seen, 'content-type'));
  if (seen.rawBody === null) {
    // A parser took the bytes and left the parameters of a form, or there were none.
    if (isEmpty(seen.body)) return [''];
    const pairs = pairsOf(seen.body);
    return form && pairs !== undefined ? [formText(pairs)] : [];
  }
  const bytes = Buffer.from(seen.rawBody, 'base64');
  if (bytes.length === 0) return [''];
  const hash = bodyHashOf(url);
  if (hash !== undefined && hash !== sha256Of(bytes)) return [];
  if (!form) return hash === undefined ? [] : [''];
  const text = formText(formPairs(bytes));
  return hash === undefined ? [text] : [text, ''];
}

/** Whether what the handler takes for the body is what its bytes say. */
function isBodyOf(seen: Seen): boolean {
  if (seen.rawBody === null) return true;
  const bytes = Buffer.from(seen.rawBody, 'base64');
  if (bytes.length === 0) return isEmpty(seen.body);
  const types = headersOf(seen, 'content-type');
  if (isStrictForm(types)) {
    const pairs = pairsOf(seen.body);
    return pairs !== undefined && sameJson(sortedParams(pairs), sortedParams(formPairs(bytes)));
  }
  // The hash covers the bytes of anything else, and so all that can be made of them.
  return isHashed(seen);
}

/** Whether the URL has the hash of the bytes, and so covers them in their order. */
function isHashed({ target, rawBody }: Seen): boolean {
  return rawBody !== null && bodyHashOf(target) === sha256Of(Buffer.from(rawBody, 'base64'));
}

/** A signature of parameters says nothing about order and repetition, so nothing may show them. */
function isCanonical(pairs: readonly Pair[] = []): boolean {
  const canonical = sortedParams(pairs).flatMap(([name, values]) =>
    values.map((value): Pair => [name, value]),
  );
  return sameJson(pairs, canonical);
}

function isFormDataOf(seen: Seen): boolean {
  if (seen.formData === undefined) return true;
  return sameJson(sortedParams(seen.formData), sortedParams(pairsThatCame(seen)));
}

/** The parameters that came: of the bytes, or those that a parser left. */
function pairsThatCame({ rawBody, body }: Seen): readonly Pair[] {
  return rawBody === null ? (pairsOf(body ?? {}) ?? []) : formPairs(Buffer.from(rawBody, 'base64'));
}

/** What can be read again is what came, but for the order and repetition of a form. */
function isReadable(seen: Seen): boolean {
  if (seen.readable === undefined || seen.readable === seen.rawBody) return true;
  if (seen.rawBody === null && seen.readable === '') return isEmpty(seen.body);
  if (!isStrictForm(headersOf(seen, 'content-type'))) return false;
  const again = formPairs(Buffer.from(seen.readable, 'base64'));
  return isCanonical(again) && sameJson(sortedParams(again), sortedParams(pairsThatCame(seen)));
}

function areParamsOf(seen: Seen, { mount = '' }: CoverageSetting, path: string): boolean {
  // Some routers decode a path before they look up its route.
  const all = path.replace(/\/$/, '').split('/').slice(1).map(decodeOrKeep);
  const above = mount.split('/').slice(1);
  if (!above.every((part, i) => part === all[i]?.toLowerCase())) return false;
  const segments = all.slice(above.length);
  const pattern = patterns[seen.route];
  if (pattern === undefined) return seen.route === '*';
  const fits = pattern.every((part, i) => part === ':' || part === segments[i]?.toLowerCase());
  const tenant = segments[pattern.indexOf(':')];
  return fits && segments.length === pattern.length && tenant === seen.params.tenant;
}

/** The segments of the routes with a param, which is the `:`. */
const patterns: Readonly<Record<string, readonly string[]>> = {
  '/hook/:tenant/voice': ['hook', ':', 'voice'],
  '/:tenant/voice': [':', 'voice'],
};

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function headersOf({ rawHeaders }: Seen, name: string): string[] {
  return rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name);
}

/** `user:password` of Basic credentials, as it stands in a URL. */
function userinfoOf([authorization = '']: readonly string[]): string | undefined {
  const credentials = /^Basic +(\S+)$/i.exec(authorization)?.[1];
  if (credentials === undefined) return undefined;
  return Buffer.from(credentials, 'base64').toString().split(':').map(encodeURIComponent).join(':');
}

/** The parameters in a parsed form. */
function pairsOf(body: unknown): Pair[] | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const pairs: Pair[] = [];
  for (const [name, value] of Object.entries(body)) {
    for (const one of [value].flat()) {
      if (typeof one !== 'string') return undefined;
      pairs.push([name, one]);
    }
  }
  return pairs;
}

function isEmpty(body: unknown): boolean {
  if (body === undefined || body === null || body === '') return true;
  return typeof body === 'object' && Object.keys(body).length === 0;
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
