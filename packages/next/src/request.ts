import type { NextRequest } from 'next/server.js';
import { alternateTargets, printQuery } from './alternate-targets.js';
import { decode, type RouteParams, routeParams } from './route-params.js';

/** What a route handler is called with, as far as the signature has to cover it. */
export interface Routed<Context> {
  /** Path and query as the sender knows them, but for `basePath`; empty if that is not known. */
  readonly target: string;
  /** What else may have been on the wire. */
  alternateTargets(): Iterable<string>;
  /** The context for the handler, its params those of the path. */
  readonly context: Context;
}

/**
 * Path and query of a request, without what Next.js adds to them. In the Node runtime it takes
 * `basePath` off before a handler sees the URL. In the Edge runtime it does not; it adds the params of
 * the route to the query (`/hooks/[id]` sees `/hooks/7?id=7`), and takes `context.params` from there.
 *
 * @param context what a route handler gets as its second argument
 */
export async function routed<Context>(
  request: NextRequest,
  context: Context,
): Promise<Routed<Context>> {
  const { pathname, search, hash } = new URL(request.url);
  // Some versions pass on a fragment. Nobody signs one.
  if (hash !== '') return unknown(context);
  if (!('EdgeRuntime' in globalThis)) {
    if (isCut(pathname, await paramsOf(context))) return unknown(context);
    const target = pathname + search;
    return {
      target,
      alternateTargets: () => (showsAsCame(request) ? bareQuery(target) : alternateTargets(target)),
      context,
    };
  }
  const path = withoutBase(pathname, request.nextUrl?.basePath ?? '');
  const params = routeParams(path);
  const given = await paramsOf(context);
  if (params === undefined) return unrouted(path, search, context, given);
  const target = path + withoutParams(search, params);
  return {
    target,
    *alternateTargets() {
      // A sender may itself have written `?id=7`.
      if (target !== path + search) yield path + search;
      yield* alternateTargets(target);
    },
    context: given === undefined || same(given, params) ? context : withParams(context, params),
  };
}

/**
 * Whether the query is as it came, so that no other spelling was signed. That is so in the Node runtime up to
 * 15.0. Only the requests of 14 tell: they have `geo`.
 */
function showsAsCame(request: NextRequest): boolean {
  return 'geo' in request;
}

/** `URL` prints no "?" with nothing behind it. */
function bareQuery(target: string): string[] {
  return target.includes('?') ? [] : [`${target}?`];
}

function unknown<Context>(context: Context): Routed<Context> {
  return { target: '', alternateTargets: () => [], context };
}

/** Where the path gives no params, as behind a rewrite, only what the query says may be in the context. */
function unrouted<Context>(
  path: string,
  search: string,
  context: Context,
  given: RouteParams = {},
): Routed<Context> {
  const query = new URLSearchParams(search);
  const said = Object.entries(given).every(([name, value]) =>
    sameValues(query.getAll(name), [value].flat()),
  );
  if (!said) return unknown(context);
  const target = path + search;
  return { target, alternateTargets: () => alternateTargets(target), context };
}

/** Next.js 14.0 takes `.rsc` off the URL, but not off the params of the route. */
function isCut(path: string, params: RouteParams = {}): boolean {
  if (decode(path).endsWith('.rsc')) return false;
  return Object.values(params).some((value) => [value].flat().at(-1)?.endsWith('.rsc'));
}

function withoutBase(pathname: string, basePath: string): string {
  if (basePath === '' || !`${pathname}/`.startsWith(`${basePath}/`)) return pathname;
  return pathname.slice(basePath.length) || '/';
}

/** The query without the params of the route, each only if it has exactly the value of the path. */
function withoutParams(search: string, params: RouteParams): string {
  const query = new URLSearchParams(search);
  const added = Object.keys(params).filter((name) =>
    sameValues(query.getAll(name), [params[name] ?? []].flat()),
  );
  if (added.length === 0) return search;
  return printQuery([...query].filter(([name]) => !added.includes(name)));
}

async function paramsOf(context: unknown): Promise<RouteParams | undefined> {
  const { params } = (context ?? {}) as { params?: RouteParams | Promise<RouteParams> };
  return params;
}

function withParams<Context>(context: Context, params: RouteParams): Context {
  const before: unknown = (context as { params?: unknown }).params;
  return { ...context, params: before instanceof Promise ? Promise.resolve(params) : params };
}

function same(a: RouteParams, b: RouteParams): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every(
      (name) =>
        Array.isArray(a[name]) === Array.isArray(b[name]) &&
        sameValues([a[name] ?? []].flat(), [b[name] ?? []].flat()),
    )
  );
}

function sameValues(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
