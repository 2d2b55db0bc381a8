import type { Pair } from './form.js';

/**
 * Form parameters, as the signature covers them. A name that occurs once has a string; a name with
 * several different values has them sorted, in an array. What the signature says nothing about
 * (order of arrival, a pair given twice) is not in it. The object has no prototype.
 */
export interface Params {
  [name: string]: string | string[] | undefined;
}

/** Parameters to sign: an object, or pairs such as `URLSearchParams` holds. */
export type ParamsInput =
  | { readonly [name: string]: string | readonly string[] | null | undefined }
  | Iterable<Pair>;

/** Parameters in both forms: for the handler, and for the string to sign. */
export interface SignedParams {
  readonly params: Params;
  /** Names and values, sorted, without delimiters. */
  readonly text: string;
}

/**
 * Sorts by name, then value (UTF-16 code units, case-sensitive), and leaves out repeated pairs.
 */
export function sortParams(pairs: readonly Pair[]): SignedParams {
  const sorted = [...pairs].sort(byNameThenValue);
  const params: Params = Object.create(null);
  let text = '';
  let lastName: string | undefined;
  let lastValue: string | undefined;
  for (const [name, value] of sorted) {
    if (name === lastName && value === lastValue) continue;
    const present = name === lastName ? params[name] : undefined;
    if (present === undefined) params[name] = value;
    else if (typeof present === 'string') params[name] = [present, value];
    else present.push(value);
    text += name + value;
    lastName = name;
    lastValue = value;
  }
  return { params, text };
}

function byNameThenValue(a: Pair, b: Pair): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1;
  return 0;
}

/**
 * The pairs of parsed parameters.
 *
 * @returns `undefined` where a value is neither a string nor a list of strings: the parser that made
 * it has lost what was signed
 */
export function toPairs(input: unknown): Pair[] | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const entries = Symbol.iterator in input ? (input as Iterable<unknown>) : Object.entries(input);
  const pairs: Pair[] = [];
  for (const entry of entries) {
    if (!Array.isArray(entry) || typeof entry[0] !== 'string') return undefined;
    const [name, value] = entry as [string, unknown];
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value ?? '']) {
      if (typeof item !== 'string') return undefined;
      pairs.push([name, item]);
    }
  }
  return pairs;
}
