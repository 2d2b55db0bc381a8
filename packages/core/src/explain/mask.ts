import type { Pair } from '../scheme/params.js';
import { maxPrinted, maxPrintedName, printable } from './printable.js';

/** Of more parameters than that only their number is printed. */
const maxShown = 100;

/** A URL, printable, with the values of its query masked; `bodySHA256` says nothing of anybody. */
export function maskUrl(url: string): string {
  const questionMark = url.indexOf('?');
  const base = questionMark < 0 ? url : url.slice(0, questionMark);
  const masked = base.replace(/\/\/[^/?#]*@/, '//•••@');
  if (questionMark < 0) return printable(masked);
  // What is not printed need not be masked.
  const query = url.slice(questionMark + 1, questionMark + 1 + 4 * maxPrinted);
  const pairs = query.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    const isShown = equals < 0 || equals === pair.length - 1 || name === 'bodySHA256';
    const shown = printable(name, maxPrintedName);
    return isShown ? shown + pair.slice(name.length) : `${shown}=•••`;
  });
  return printable(`${masked}?${pairs.join('&')}`);
}

/** The parameters in their order, names as they are and values masked. */
export function maskPairs(pairs: readonly Pair[] | undefined): string {
  if (pairs === undefined) return ' (and more parameters than are looked at)';
  if (pairs.length > maxShown) return ` (and ${pairs.length} parameters)`;
  return sortedByName(pairs)
    .map(([name, value]) => printable(name, maxPrintedName) + (value === '' ? '' : '•••'))
    .join('');
}

/** Where two texts part, from 0; `undefined` if they do not. */
export function firstDifference(a: string, b: string): number | undefined {
  if (a === b) return undefined;
  let i = 0;
  while (a[i] === b[i]) i++;
  return i;
}

/** The first parameter whose name and value do not stand in what was signed, where it expects them. */
export function differingParam(pairs: readonly Pair[], text: string): string | undefined {
  if (text === '') return undefined;
  let offset = 0;
  for (const [name, value] of sortedByName(pairs)) {
    if (!text.startsWith(name + value, offset)) return printable(name, maxPrintedName);
    offset += name.length + value.length;
  }
  return undefined;
}

/** Every pair in the order of the string to sign, repeated ones too. */
function sortedByName(pairs: readonly Pair[]): Pair[] {
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
