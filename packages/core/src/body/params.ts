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
  /** Made when it is first asked for: a forged request never gets there. */
  readonly params: Params;
  /** Names and values, sorted, without delimiters. */
  readonly text: string;
}

/** Names, and beside each its value or values. */
export interface NamedValues {
  readonly names: readonly string[];
  readonly values: readonly (string | readonly string[])[];
}

/** Sorts by name, then value (UTF-16 code units, case-sensitive), and leaves out repeated pairs. */
export function sortParams(pairs: readonly Pair[]): SignedParams {
  return sortValues({
    names: pairs.map(([name]) => name),
    values: pairs.map(([, value]) => value),
  });
}

/** {@link sortParams} of lists: what is done for every request makes no objects that it does not need. */
export function sortValues({ names, values }: NamedValues): SignedParams {
  const order = orderOf(names);
  let text = '';
  for (let at = 0; at < order.length; ) {
    const i = order[at] ?? 0;
    const name = names[i] ?? '';
    const value = values[i] ?? '';
    const next = behind(order, names, at);
    if (next === at + 1 && typeof value === 'string') text += name + value;
    else for (const one of distinctValues(order, values, at, next)) text += name + one;
    at = next;
  }
  return new Sorted(text, order, names, values);
}

class Sorted implements SignedParams {
  private made: Params | undefined;

  constructor(
    readonly text: string,
    private readonly order: Uint32Array,
    private readonly names: NamedValues['names'],
    private readonly values: NamedValues['values'],
  ) {}

  get params(): Params {
    this.made ??= toObject(this.order, this.names, this.values);
    return this.made;
  }
}

function toObject(
  order: Uint32Array,
  names: readonly string[],
  values: NamedValues['values'],
): Params {
  const params: Params = Object.create(null);
  for (let at = 0; at < order.length; ) {
    const next = behind(order, names, at);
    const distinct = distinctValues(order, values, at, next);
    if (distinct.length > 0)
      params[names[order[at] ?? 0] ?? ''] = distinct.length === 1 ? distinct[0] : distinct;
    at = next;
  }
  return params;
}

/** The place in the order behind all that have the same name as the one at `at`. */
function behind(order: Uint32Array, names: readonly string[], at: number): number {
  const name = names[order[at] ?? 0];
  let next = at + 1;
  while (next < order.length && names[order[next] ?? 0] === name) next++;
  return next;
}

/** The values between two places of the order: sorted, without duplicates. */
function distinctValues(
  order: Uint32Array,
  values: NamedValues['values'],
  at: number,
  next: number,
): string[] {
  const distinct = new Set<string>();
  for (let place = at; place < next; place++) {
    const value = values[order[place] ?? 0] ?? '';
    if (typeof value === 'string') distinct.add(value);
    else for (const one of value) distinct.add(one);
  }
  return [...distinct].sort();
}

/** The order of lists of names that came before: requests of one kind have the same names. */
const remembered: { readonly names: readonly string[]; readonly order: Uint32Array }[] = [];
const maxRemembered = 8;
const maxNames = 256;
let oldest = 0;

/**
 * In which order names stand when they are sorted by UTF-16 code units. Sorting is the dearest part of a
 * string to sign, so the order of the last few lists is remembered. Long lists are rare, and strangers are
 * not to fill the memory with them.
 */
function orderOf(names: readonly string[]): Uint32Array {
  for (const one of remembered) if (isSame(one.names, names)) return one.order;
  const places = new Map<string, number[]>();
  names.forEach((name, i) => {
    const known = places.get(name);
    if (known === undefined) places.set(name, [i]);
    else known.push(i);
  });
  const order = Uint32Array.from(
    [...places.keys()].sort().flatMap((name) => places.get(name) ?? []),
  );
  if (names.length <= maxNames) {
    remembered[oldest] = { names, order };
    oldest = (oldest + 1) % maxRemembered;
  }
  return order;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
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

/** The pairs of an object, or of anything that holds pairs. */
export function toValues(input: unknown): NamedValues | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  if (Symbol.iterator in input) {
    const pairs = toPairs(input);
    return pairs && { names: pairs.map(([name]) => name), values: pairs.map(([, value]) => value) };
  }
  const object = input as Readonly<Record<string, unknown>>;
  const keys = Object.keys(object);
  const values: (string | string[])[] = new Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const value = object[keys[i] ?? ''];
    if (typeof value === 'string') values[i] = value;
    else if (value === null) values[i] = '';
    // Absent, as an empty list is.
    else if (value === undefined) values[i] = [];
    else if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
      values[i] = value;
    else return undefined;
  }
  return { names: keys, values };
}
