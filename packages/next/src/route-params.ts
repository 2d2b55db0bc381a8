/** The params of a route by name; a catch-all has a list. */
export type RouteParams = Readonly<Record<string, string | readonly string[]>>;

/**
 * The params that the path itself gives the running Edge function. The Edge runtime takes those in
 * `context.params` from the query, to which the sender of a request can add (`?nxtPid=9`).
 *
 * @param path without `basePath`
 * @returns no params for a static route; `undefined` if no route of this function has the path, as
 * behind a rewrite
 */
export function routeParams(path: string): RouteParams | undefined {
  const segments = segmentsOf(path);
  for (const route of edgeRoutes()) {
    const params = match(route, segments);
    if (params !== undefined) return params;
  }
  return undefined;
}

/** The bundles that are loaded here register under the name of their page. Usually that is one. */
function edgeRoutes(): string[][] {
  const { _ENTRIES } = globalThis as { _ENTRIES?: object };
  return Object.keys(_ENTRIES ?? {})
    .flatMap((name) => /^middleware_(?:app(\/.*)\/route|pages(\/.*))$/.exec(name)?.slice(1) ?? [])
    .filter((page) => page !== undefined)
    .map((page) => segmentsOf(page).filter((segment) => !/^(?:\(.*\)|@.*)$/.test(segment)))
    .sort((a, b) => compare(a.map(rank).join(''), b.map(rank).join('')));
}

/** Next.js prefers what is more specific, segment by segment. */
function rank(segment: string): number {
  if (segment.startsWith('[[...')) return 3;
  if (segment.startsWith('[...')) return 2;
  return segment.startsWith('[') ? 1 : 0;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function match(route: readonly string[], segments: readonly string[]): RouteParams | undefined {
  const params: [name: string, value: string | string[]][] = [];
  for (const [i, part] of route.entries()) {
    const name = /^\[{1,2}(?:\.\.\.)?([^\]]+)\]{1,2}$/.exec(part)?.[1];
    if (rank(part) >= 2) {
      const rest = segments.slice(i);
      if (rest.length === 0 && rank(part) === 2) return undefined;
      if (rest.length > 0) params.push([name ?? '', rest.map(decode)]);
      return Object.fromEntries(params);
    }
    const segment = segments[i];
    if (segment === undefined) return undefined;
    if (name !== undefined) params.push([name, decode(segment)]);
    else if (part !== segment) return undefined;
  }
  return segments.length === route.length ? Object.fromEntries(params) : undefined;
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** A segment of a path, decoded if it can be. */
export function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
