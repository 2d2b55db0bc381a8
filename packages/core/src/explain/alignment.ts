import type { Pair } from '../scheme/params.js';
import { maxPrintedName, printable } from './printable.js';

/** How many names are printed. */
const maxNames = 6;

/**
 * The names of the parameters that are in one of two lists and not in the other, with that value: whatever
 * the order, a parameter that is missing shifts no other.
 */
export function differingNames(signed: readonly Pair[], seen: readonly Pair[]): readonly string[] {
  const counts = new Map<string, number>();
  const keyOf = ([name, value]: Pair) => `${name.length} ${name}${value}`;
  const count = (pair: Pair, by: number) => {
    const key = keyOf(pair);
    counts.set(key, (counts.get(key) ?? 0) + by);
  };
  for (const pair of signed) count(pair, 1);
  for (const pair of seen) count(pair, -1);
  const differing = [...signed, ...seen].filter((pair) => counts.get(keyOf(pair)) !== 0);
  return [...new Set(differing.map(([name]) => name))];
}

/** Names as they may be printed: the first few, each cut. */
export function printedNames(names: readonly string[]): readonly string[] {
  return names.slice(0, maxNames).map((name) => printable(name, maxPrintedName));
}
