import { costs } from '../dimension.js';
import { maxPart } from '../input.js';
import { partsOf } from './query-parts.js';

/** How many parameters are tried in every order, and of how many each is tried in every place. */
const maxPermuted = 5;
const maxMoved = 12;

/** The query in other orders, with what each costs. */
export function reordered(query: string): { readonly cost: number; readonly text: string }[] {
  const parts = partsOf(query, maxMoved + 1);
  if (parts.length < 2 || parts.length > maxMoved) return [];
  const orders = parts.length <= maxPermuted ? permutations(parts) : moves(parts);
  const cost = parts.length < maxPermuted ? costs.common : costs.rare;
  return orders.map((order) => ({ cost, text: `?${order.join('&')}` }));
}

/** Whether so many parameters stand in order that something may have sorted them. */
export function isSorted(query: string): boolean {
  if (query.length > maxPart) return false;
  const parts = partsOf(query);
  return parts.length > maxPermuted && [...parts].sort().join('&') === parts.join('&');
}

function permutations(parts: readonly string[]): string[][] {
  if (parts.length < 2) return [[...parts]];
  return parts.flatMap((part, i) =>
    permutations([...parts.slice(0, i), ...parts.slice(i + 1)]).map((rest) => [part, ...rest]),
  );
}

/** Backwards, sorted, and with each parameter in each other place. */
function moves(parts: readonly string[]): string[][] {
  const moved: string[][] = [[...parts].reverse(), [...parts].sort()];
  for (const from of parts.keys()) {
    const others = [...parts.slice(0, from), ...parts.slice(from + 1)];
    for (let to = 0; to <= others.length; to++) {
      if (to !== from) moved.push([...others.slice(0, to), parts[from] ?? '', ...others.slice(to)]);
    }
  }
  return moved;
}
