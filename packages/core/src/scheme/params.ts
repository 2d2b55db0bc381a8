import type { Pair } from './parse-form.js';

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
  const { places } = order;
  let text = '';
  for (let at = 0; at < places.length; ) {
    const i = places[at] ?? 0;
    const name = names[i] ?? '';
    const value = values[i] ?? '';
    const next = behind(order, at);
    if (next === at + 1 && typeof value === 'string') text += name + value;
    else for (const one of distinctValues(order, values, at, next)) text += name + one;
    at = next;
  }
  return new Sorted(text, order, values);
}

class Sorted implements SignedParams {
  private made: Params | undefined;

  constructor(
    readonly text: string,
    private readonly order: Order,
    private readonly values: NamedValues['values'],
  ) {}

  get params(): Params {
    this.made ??= toObject(this.order, this.values);
    return this.made;
  }
}

function toObject(order: Order, values: NamedValues['values']): Params {
  const { names, places } = order;
  const params: Params = Object.create(null);
  for (let at = 0; at < places.length; ) {
    const i = places[at] ?? 0;
    const name = names[i] ?? '';
    const value = values[i];
    const next = behind(order, at);
    if (next === at + 1 && typeof value === 'string') params[name] = value;
    else {
      const distinct = distinctValues(order, values, at, next);
      if (distinct.length > 0) params[name] = distinct.length === 1 ? distinct[0] : distinct;
    }
    at = next;
  }
  return params;
}

/** The place after all that have the same name as the one at `at`. */
function behind({ names, places, repeats }: Order, at: number): number {
  let next = at + 1;
  if (!repeats) return next;
  const name = names[places[at] ?? 0];
  while (next < places.length && names[places[next] ?? 0] === name) next++;
  return next;
}

/** The values between two places of the order: sorted, without duplicates. */
function distinctValues(
  { places }: Order,
  values: NamedValues['values'],
  at: number,
  next: number,
): string[] {
  const distinct = new Set<string>();
  for (let place = at; place < next; place++) {
    const value = values[places[place] ?? 0] ?? '';
    if (typeof value === 'string') distinct.add(value);
    else for (const one of value) distinct.add(one);
  }
  return [...distinct].sort();
}

/** Names and their order. */
interface Order {
  readonly names: readonly string[];
  /** Where in `names` each stands, in the order of UTF-16 code units. */
  readonly places: Uint32Array;
  /** Whether a name occurs more than once. */
  readonly repeats: boolean;
}

/** The order of names by UTF-16 code units; equal names stay in the order in which they came. */
function orderOf(names: readonly string[]): Order {
  const places = new Map<string, number | number[]>();
  for (let i = 0; i < names.length; i++) {
    const name = names[i] ?? '';
    const known = places.get(name);
    if (known === undefined) places.set(name, i);
    else if (typeof known === 'number') places.set(name, [known, i]);
    else known.push(i);
  }
  // Distinct names are sorted as plain strings: that is the fast path of the runtime's own sort.
  const sorted = [...places.keys()].sort();
  return {
    names,
    places: Uint32Array.from(sorted.flatMap((name) => places.get(name) ?? [])),
    repeats: places.size < names.length,
  };
}

/**
 * The names and values of parsed parameters.
 *
 * @returns `undefined` where a value is neither a string nor a list of strings: the parser that made
 * it has lost what was signed
 */
export function toValues(input: unknown): NamedValues | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  if (Symbol.iterator in input) return pairsToValues(input as Iterable<unknown>);
  const object = input as Readonly<Record<string, unknown>>;
  const names = Object.keys(object);
  const values = new Array<string | readonly string[]>(names.length);
  for (let i = 0; i < names.length; i++) {
    const value = toValue(object[names[i] ?? '']);
    if (value === undefined) return undefined;
    values[i] = value;
  }
  return { names, values };
}

function pairsToValues(pairs: Iterable<unknown>): NamedValues | undefined {
  const names: string[] = [];
  const values: (string | readonly string[])[] = [];
  for (const pair of pairs) {
    if (!Array.isArray(pair) || typeof pair[0] !== 'string') return undefined;
    const value = toValue(pair[1]);
    if (value === undefined) return undefined;
    names.push(pair[0]);
    values.push(value);
  }
  return { names, values };
}

/** Null is blank; what is undefined is absent, as an empty list is. */
function toValue(value: unknown): string | readonly string[] | undefined {
  if (typeof value === 'string') return value;
  if (value === undefined) return [];
  if (value === null) return '';
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? value
    : undefined;
}

/** {@link toValues}, in pairs. */
export function toPairs(input: unknown): Pair[] | undefined {
  const parsed = toValues(input);
  return parsed?.names.flatMap((name, i) =>
    [parsed.values[i] ?? []].flat().map((value): Pair => [name, value]),
  );
}
