import type { Pair } from '../../scheme/params.js';
import { differingNames } from '../alignment.js';
import type { Cause } from '../causes.js';
import { costs, type Dimension } from '../dimension.js';
import { maxVariedBody, maxVariedPairs } from '../input.js';
import { blankGroups } from './blanks.js';
import { isKnownName, respellings } from './names.js';
import { valueRows } from './values.js';

/** Values in which a person wrote, where white space is likely. */
const written = ['Body', 'SpeechResult', 'CallerName', 'ProfileName', 'ButtonText', 'FriendlyName'];

/** How many parameters are looked at one by one, and in how many pairs. */
const maxSingles = 60;
const maxPaired = 8;

/** What a trimmed value may have had before and behind it. */
const margins = [
  ['', ' '],
  [' ', ''],
  [' ', ' '],
  ['', '\n'],
  ['', '\r\n'],
] as const;

/** What sorting a pair costs, in characters. */
const sortingCost = 32;

/** How many characters are read and written to make the string to sign of these parameters. */
export function weightOf(pairs: readonly Pair[]): number {
  return (
    pairs.reduce((sum, [name, value]) => sum + name.length + value.length, 0) +
    pairs.length * sortingCost
  );
}

/** Whether the parameters are few and short enough to be looked at one by one. */
export function isShort(pairs: readonly Pair[]): boolean {
  if (pairs.length > maxVariedPairs) return false;
  return weightOf(pairs) <= maxVariedBody + maxVariedPairs * sortingCost;
}

/** Adds another list of parameters that may have been signed. */
type Add = (cause: Cause, cost: number, change: () => readonly Pair[], growth?: number) => void;

/**
 * Adds what may have been signed in place of these parameters. Of many or long ones nothing is.
 *
 * @param query the names of the parameters of the URL
 */
export function addParams(
  dimension: Dimension,
  given: readonly Pair[],
  query: ReadonlySet<string>,
): void {
  if (given.length === 0 || !isShort(given)) return;
  const weight = weightOf(given);
  // In their order already, they are sorted again at almost no cost.
  const pairs = sorted(given);
  const add: Add = (cause, cost, change, growth = 1) => {
    const characters = 2 * growth * weight;
    const names = () => differingNames(change(), pairs);
    const recipe = { cost, characters, names, pairs: change };
    dimension.add([cause], { ...recipe, make: () => textOf(change()) });
  };
  addValues(add, pairs);
  addMissing(add, pairs);
  addSuperfluous(add, pairs, query);
  addTrimmed(add, pairs);
  for (const spell of respellings) {
    if (pairs.every(([name]) => spell(name) === name)) continue;
    add('names-changed', costs.usual, () =>
      pairs.map(([name, value]): Pair => [spell(name), value]),
    );
  }
}

function addValues(add: Add, pairs: readonly Pair[]): void {
  for (const { cause, cost, applies, undo, growth } of valueRows) {
    const places = [...pairs.keys()].filter((i) => pairs[i]?.[1].search(applies) !== -1);
    if (places.length === 0) continue;
    const change = (some: readonly number[]) => () =>
      pairs.map(([name, value], i): Pair => [name, some.includes(i) ? undo(value, name) : value]);
    add(cause, cost, change(places), growth);
    // Some fields are treated, and others not.
    if (places.length < 2 || places.length > maxPaired) continue;
    for (const one of places) add(cause, cost + 1, change([one]), growth);
  }
  for (const value of pairs) {
    if (!/^[1-9]\d*$|^$/.test(value[1]) || value[0] !== 'Digits') continue;
    for (const zeros of ['0', '00']) {
      const change = () =>
        pairs.map((pair): Pair => (pair === value ? [pair[0], zeros + pair[1]] : pair));
      add('numbers-changed', costs.common, change);
    }
  }
  add('repeated-names-collapsed', costs.usual, () => split(pairs, ','));
  add('repeated-names-collapsed', costs.usual, () => split(pairs, ', '));
}

function addMissing(add: Add, pairs: readonly Pair[]): void {
  const present = new Set(pairs.map(([name]) => name));
  let cost: number = costs.usual;
  let count = 0;
  for (const group of blankGroups(present)) {
    add('blank-params-dropped', cost, () => [...pairs, ...group.map((name): Pair => [name, ''])]);
    count += 1;
    if (count === usualBlanks) cost = costs.common;
  }
}

/** How many groups of blank parameters are usual. */
const usualBlanks = 12;

function addSuperfluous(add: Add, pairs: readonly Pair[], query: ReadonlySet<string>): void {
  const without = (cause: Cause, cost: number, drop: (name: string, at: number) => boolean) => {
    if (!pairs.some(([name], at) => drop(name, at))) return;
    add(cause, cost, () => pairs.filter(([name], at) => !drop(name, at)));
  };
  without('query-merged', costs.evident, (name) => query.has(name));
  without('param-added', costs.likely, (name) => !/^[A-Z]/.test(name));
  without('param-added', costs.usual, (name) => !isKnownName(name));
  const unusualFirst = [...pairs.keys()].sort(
    (a, b) => Number(isKnownName(pairs[a]?.[0] ?? '')) - Number(isKnownName(pairs[b]?.[0] ?? '')),
  );
  const singles = unusualFirst.slice(0, maxSingles);
  for (const i of singles) {
    const cost = isKnownName(pairs[i]?.[0] ?? '') ? costs.common : costs.usual;
    without('param-added', cost, (_, at) => at === i);
  }
  const few = unusualFirst.slice(0, maxPaired);
  for (const [index, i] of few.entries()) {
    for (const j of few.slice(index + 1)) {
      without('param-added', costs.common, (_, at) => at === i || at === j);
    }
  }
}

function addTrimmed(add: Add, pairs: readonly Pair[]): void {
  const isWritten = (i: number) => written.includes(pairs[i]?.[0] ?? '');
  const surrounded = (places: readonly number[], before: string, after: string) => () =>
    pairs.map(
      ([name, value], i): Pair => [name, places.includes(i) ? before + value + after : value],
    );
  const singles = [...pairs.keys()].sort((a, b) => Number(isWritten(b)) - Number(isWritten(a)));
  for (const i of singles.slice(0, maxSingles)) {
    for (const [nth, [before, after]] of margins.entries()) {
      const cost = isWritten(i) ? (nth === 0 ? costs.usual : costs.common) : costs.rare;
      add('params-trimmed', cost, surrounded([i], before, after));
    }
  }
  // Several at once, each with a blank at one of its ends.
  const few = singles.slice(0, maxPaired);
  for (const [before, after] of margins.slice(0, 2)) {
    add('params-trimmed', costs.common, surrounded(singles.filter(isWritten), before, after));
    add('params-trimmed', costs.common, surrounded([...pairs.keys()], before, after));
    for (const [index, i] of few.entries()) {
      for (const j of few.slice(index + 1)) {
        const cost = isWritten(i) && isWritten(j) ? costs.common : costs.veryRare;
        add('params-trimmed', cost, surrounded([i, j], before, after));
      }
    }
  }
}

function sorted(pairs: readonly Pair[]): Pair[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...pairs].sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
}

/** The string to sign of parameters: names and values, sorted, repeated pairs once. */
export function textOf(pairs: readonly Pair[]): string {
  let text = '';
  let last: Pair | undefined;
  for (const pair of sorted(pairs)) {
    if (pair[0] !== last?.[0] || pair[1] !== last[1]) text += pair[0] + pair[1];
    last = pair;
  }
  return text;
}

/** Values that were joined, taken apart again. */
function split(pairs: readonly Pair[], separator: string): readonly Pair[] {
  let left = maxVariedPairs;
  return pairs.flatMap(([name, value]) => {
    const values = left > 0 ? value.split(separator, left) : [value];
    left -= values.length;
    return values.map((one): Pair => [name, one]);
  });
}
