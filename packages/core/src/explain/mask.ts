import type { Pair } from '../scheme/params.js';
import { maxPrinted, maxPrintedName, printable } from './printable.js';

/** Of more parameters than that only their number is printed. */
const maxShown = 100;

/**
 * A URL, printable, with the values of its query masked; `bodySHA256` says nothing of anybody.
 *
 * @param other the URL that it is compared with: values that differ show their lengths and their escapes
 */
export function maskUrl(url: string, other = url): string {
  const questionMark = url.indexOf('?');
  const base = questionMark < 0 ? url : url.slice(0, questionMark);
  const masked = base.replace(/\/\/[^/?#]*@/, '//•••@');
  if (questionMark < 0) return printable(masked);
  const others = new Set(queryOf(other));
  const pairs = queryOf(url).map((pair) => {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    const isShown = equals < 0 || equals === pair.length - 1 || name === 'bodySHA256';
    const shown = printable(name, maxPrintedName);
    if (isShown) return shown + pair.slice(name.length);
    return `${shown}=${others.has(pair) ? '•••' : shapeOf(pair.slice(equals + 1))}`;
  });
  return printable(`${masked}?${pairs.join('&')}`);
}

/** The parameters of a query, as they are. What is not printed need not be masked. */
function queryOf(url: string): string[] {
  const questionMark = url.indexOf('?');
  if (questionMark < 0) return [];
  return url.slice(questionMark + 1, questionMark + 1 + 4 * maxPrinted).split('&');
}

/** An escape of anything but a letter or a digit; or else letters and digits, escaped or not. */
const parts =
  /(%(?:[01][0-9a-f]|2[0-9a-f]|3[a-f]|[46]0|[57][b-f]))|(?:%(?:[89a-f][0-9a-f]|3\d|[46][1-9a-f]|[57][0-9a])|[a-z0-9]|[^\0-\x7f])+/gi;
/** A run of letters that is longer is told by its length. */
const maxDots = 8;

/** A value without its letters and digits: their number, and everything between them. */
function shapeOf(value: string): string {
  return value.replace(parts, (run, kept?: string) => {
    if (kept !== undefined) return kept;
    return run.length > maxDots ? `•••(${run.length})` : '•'.repeat(run.length);
  });
}

/** The parameters in their order, names as they are and values masked. */
export function maskPairs(pairs: readonly Pair[] | undefined): string {
  if (pairs === undefined) return ' (and more parameters than are looked at)';
  if (pairs.length > maxShown) return ` (and ${pairs.length} parameters)`;
  return sortedByName(pairs)
    .map(([name, value]) => printable(name, maxPrintedName) + (value === '' ? '' : '•••'))
    .join('');
}

/** Every pair in the order of the string to sign, repeated ones too. */
function sortedByName(pairs: readonly Pair[]): Pair[] {
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
