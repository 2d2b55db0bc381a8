import { originalQueries } from '../../url/reprinted-query.js';
import type { Variant } from '../input.js';
import { safely } from './safely.js';

type Header = (name: string) => string | undefined;

/** How many parameters are tried in every order. */
const maxReordered = 4;

/** The queries, with their `?`, that may have been signed. `query` may end with a fragment. */
export function queryVariants(
  query: string,
  targets: readonly string[],
  header: Header,
): Variant<string>[] {
  const [plain = '', fragment] = query.split(/#(.*)/s);
  const variants: Variant<string>[] = [];
  if (fragment !== undefined) variants.push({ value: plain, causes: ['fragment'], cost: 1 });
  const sources = [...targets, header('x-original-uri'), header('x-rewrite-url')];
  for (const source of sources) {
    const whole = /\?[^#]*/.exec(source ?? '')?.[0] ?? '';
    if (whole === '' || whole === plain) continue;
    const cause = plain === '' || plain === '?' ? 'query-dropped' : 'query-reencoded';
    variants.push({ value: whole, causes: [cause], cost: 1 });
  }
  if (plain === '') return variants;
  variants.push({ value: '', causes: ['query-added'], cost: 2 });
  for (const value of reencoded(plain)) {
    if (value !== plain) variants.push({ value, causes: ['query-reencoded'], cost: 2 });
  }
  for (const value of reordered(plain)) {
    variants.push({ value, causes: ['query-reordered'], cost: 3 });
  }
  return variants;
}

function reencoded(query: string): Set<string> {
  const upper = query.replace(/%[0-9a-f]{2}/gi, (triplet) => triplet.toUpperCase());
  return new Set([
    query.replaceAll('+', '%20'),
    query.replaceAll('%20', '+'),
    query.replaceAll("'", '%27'),
    query.replaceAll('%27', "'"),
    upper,
    query.replace(/%[0-9a-f]{2}/gi, (triplet) => triplet.toLowerCase()),
    ...originalQueries(query),
    query.replace(/%(?![0-9a-f]{2})/gi, '%25'),
    safely(query, decodeURI),
    safely(query, encodeURI),
    safely(query, (text) => `?${new URLSearchParams(text)}`),
  ]);
}

function reordered(query: string): string[] {
  const parts = query.slice(1).split('&');
  if (parts.length < 2 || parts.length > maxReordered) return [];
  return permutations(parts)
    .slice(1)
    .map((one) => `?${one.join('&')}`);
}

function permutations(parts: readonly string[]): string[][] {
  if (parts.length < 2) return [[...parts]];
  return parts.flatMap((part, i) =>
    permutations([...parts.slice(0, i), ...parts.slice(i + 1)]).map((rest) => [part, ...rest]),
  );
}
