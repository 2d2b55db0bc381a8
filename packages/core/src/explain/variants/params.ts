import type { Pair } from '../../scheme/params.js';
import type { Cause } from '../causes.js';
import type { Dimension } from '../dimension.js';
import { maxVariedBody, maxVariedPairs } from '../input.js';

/** Parameters that senders leave blank, in the groups in which they come. */
const blanks: readonly (readonly string[])[] = [
  ['CallerName'],
  ['Digits'],
  ['Body'],
  ['ForwardedFrom'],
  ['SpeechResult'],
  ['FromCity'],
  ['FromState'],
  ['FromZip'],
  ['FromCountry'],
  ['ToCity'],
  ['ToState'],
  ['ToZip'],
  ['ToCountry'],
  ['CallerCity', 'FromCity'],
  ['CalledCity', 'ToCity'],
  ['CalledZip', 'ToZip'],
  ['CalledCity', 'CalledZip', 'ToCity', 'ToZip'],
  ['CallerCity', 'CallerZip', 'FromCity', 'FromZip'],
  ['FromCity', 'FromState', 'FromZip'],
  ['ToCity', 'ToState', 'ToZip'],
  ['FromCity', 'FromState', 'FromZip', 'ToCity', 'ToState', 'ToZip'],
];

/** Values in which a person wrote, where white space is likely. */
const written = ['Body', 'SpeechResult', 'CallerName', 'ProfileName'];

/** How many parameters are looked at one by one. */
const maxSingles = 60;

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

/** Adds what may have been signed in place of these parameters. Of many or long ones nothing is. */
export function addParams(dimension: Dimension, given: readonly Pair[]): void {
  if (given.length === 0 || given.length > maxVariedPairs) return;
  const weight = weightOf(given);
  if (weight > maxVariedBody + maxVariedPairs * sortingCost) return;
  // In their order already, they are sorted again at almost no cost.
  const pairs = sorted(given);
  const add = (cause: Cause, cost: number, change: () => readonly Pair[], growth = 1) => {
    const characters = 2 * growth * weight;
    dimension.add([cause], { cost, characters, make: () => textOf(change()) });
  };
  const mapped = (change: (value: string) => string) => () =>
    pairs.map(([name, value]): Pair => [name, change(value)]);

  add(
    'plus-as-space',
    1,
    mapped((value) => value.replaceAll(' ', '+')),
  );
  add(
    'plus-as-space',
    2,
    mapped((value) => value.replace(/^ /, '+')),
  );
  add(
    'plus-as-space',
    2,
    mapped((value) => value.replaceAll('+', ' ')),
  );
  add('charset-broken', 1, mapped(latin1ToUtf8));
  add('charset-broken', 2, mapped(utf8ToLatin1), 3);
  const present = new Set(pairs.map(([name]) => name));
  for (const group of blanks) {
    if (group.some((name) => present.has(name))) continue;
    add('blank-params-dropped', 2, () => [...pairs, ...group.map((name): Pair => [name, ''])]);
  }
  add('repeated-names-collapsed', 2, () => split(pairs, ','));
  add('repeated-names-collapsed', 2, () => split(pairs, ', '));

  const singles = [...pairs.keys()]
    .sort((a, b) => Number(isWritten(pairs[b])) - Number(isWritten(pairs[a])))
    .slice(0, maxSingles);
  for (const i of singles) add('param-added', 2, () => pairs.filter((_, other) => other !== i));
  for (const i of singles) {
    for (const [before, after] of margins) {
      add('params-trimmed', isWritten(pairs[i]) ? 2 : 4, () =>
        pairs.map((pair, other) => (other === i ? [pair[0], before + pair[1] + after] : pair)),
      );
    }
  }
}

function isWritten(pair: Pair | undefined): boolean {
  return pair !== undefined && written.includes(pair[0]);
}

function sorted(pairs: readonly Pair[]): Pair[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...pairs].sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
}

/** The string to sign of parameters: names and values, sorted, repeated pairs once. */
function textOf(pairs: readonly Pair[]): string {
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

function latin1ToUtf8(value: string): string {
  if (/[^\0-\xff]/.test(value) || !/[^\0-\x7f]/.test(value)) return value;
  try {
    const bytes = Uint8Array.from(value, (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return value;
  }
}

function utf8ToLatin1(value: string): string {
  if (!/[^\0-\x7f]/.test(value)) return value;
  const bytes = new TextEncoder().encode(value);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
