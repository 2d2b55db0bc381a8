import type { NextApiRequest } from 'next';
import { alternateTargets, splitTarget } from './alternate-targets.js';
import { decode } from './route-params.js';

/** The target of a request to an API route, and what else may have been on the wire. */
export interface ApiTarget {
  readonly target: string;
  alternateTargets(): Iterable<string>;
}

/**
 * Path and query of a request to an API route as the sender knows them, but for `basePath`. After
 * version 15.0 Next.js re-serializes `req.url` and takes the names of the route's params out of its
 * query, yet `req.query` may have them (`[[...path]]`, `?path=x`); what came is in the request's
 * metadata. What the path and `req.url` do not say is accepted only if the query that came says it.
 */
export function apiTarget(req: NextApiRequest): ApiTarget {
  const seen = req.url ?? '';
  const [path, query] = splitTarget(seen);
  // Some versions pass on a fragment. Nobody signs one. Next.js 14.0 takes `.rsc` off the path, and marks that.
  const isMarked = '__nextDataReq' in (req.query ?? {}) && !query.includes('__nextDataReq');
  if (seen.includes('#') || isMarked) return { target: '', alternateTargets: () => [] };
  const came = queryThatCame(req, path);
  if (came === query) return { target: seen, alternateTargets: () => [] };
  const isSaid = saysAll(req.query, path, query);
  return {
    target: came === undefined ? (isSaid ? seen : '') : path + came,
    *alternateTargets() {
      if (!isSaid) return;
      if (came !== undefined) yield seen;
      yield* alternateTargets(seen);
    },
  };
}

/** The query with its `?`; `undefined` if Next.js does not tell, or tells it of another path. */
function queryThatCame(req: NextApiRequest, path: string): string | undefined {
  const { [requestMetadata]: metadata } = req as { [requestMetadata]?: { initURL?: unknown } };
  const url = metadata?.initURL;
  if (typeof url !== 'string') return undefined;
  const [before, query] = splitTarget(url.split('#', 1)[0] ?? '');
  // `req.url` is without basePath.
  return before.endsWith(path) ? query : undefined;
}

const requestMetadata: unique symbol = Symbol.for('NextInternalRequestMeta');

/** Whether path and query say all that a handler can read in `req.query`. */
function saysAll(params: NextApiRequest['query'], path: string, query: string): boolean {
  const said = new URLSearchParams(query);
  const segments = path.split('/').map(decode);
  return Object.entries(params ?? {}).every(([name, value]) => {
    const values = [value ?? []].flat();
    const given = said.getAll(name);
    if (values.length === given.length && values.every((one, i) => one === given[i])) return true;
    return segments.some((_, at) => values.every((one, i) => one === segments[at + i]));
  });
}
