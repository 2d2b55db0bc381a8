import type { Cause } from '../causes.js';

/** What became of a query that was signed, if this one is seen. Both with their `?`. */
export function queryCause(signed: string, seen: string): Cause {
  const isEmpty = (query: string) => query === '' || query === '?';
  if (isEmpty(seen)) return 'query-dropped';
  if (isEmpty(signed)) return 'query-added';
  const [before, after] = [partsOf(signed), partsOf(seen)];
  if (inOrder(signed) === inOrder(seen)) return 'query-reordered';
  const [reading, readingAfter] = [signed, seen].map((one) => String(new URLSearchParams(one)));
  if (reading === readingAfter) return 'query-reencoded';
  // Written in another way as well.
  if (inOrder(reading) === inOrder(readingAfter)) return 'query-reordered';
  const isSubset = (some: string[], all: string[]) => some.every((part) => all.includes(part));
  if (isSubset(before, after)) return 'query-param-added';
  return isSubset(after, before) ? 'query-param-removed' : 'query-differs';
}

function inOrder(query = ''): string {
  return partsOf(query).sort().join('&');
}

/** The parameters of a query, as they are. */
export function partsOf(query: string, limit?: number): string[] {
  return query.replace(/^\?/, '').split('&', limit);
}

/** The name of a parameter, decoded as far as it can be. */
export function nameOf(part: string): string {
  const name = part.split('=', 1)[0] ?? '';
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}
