/** A name and its value. */
export type Pair = readonly [name: string, value: string];

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

/** Names, and for each its value or values. */
export interface NamedValues {
  readonly names: readonly string[];
  readonly values: readonly (string | readonly string[])[];
  /** Whether one of them has a list of values. */
  readonly lists?: boolean;
}

/**
 * The names and values of parsed parameters.
 *
 * @returns `undefined` if a value is neither a string nor a list of strings: the parser that made
 * it has lost what was signed
 */
export function toValues(input: unknown): NamedValues | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  if (Symbol.iterator in input) return pairsToValues(input as Iterable<unknown>);
  const names = Object.keys(input);
  // Many parsers make objects without a prototype, and on those `Object.values` takes longer than the rest of a verification.
  const isBare = Object.getPrototypeOf(input) === null;
  const values = isBare
    ? names.map((name): unknown => (input as Record<string, unknown>)[name])
    : Object.values(input);
  return listedValues(names, values);
}

function listedValues(names: string[], given: readonly unknown[]): NamedValues | undefined {
  if (areStrings(given)) return { names, values: given };
  const values = given.map(toValue);
  const areValues = (list: typeof values): list is NamedValues['values'][number][] =>
    !list.includes(undefined);
  if (!areValues(values)) return undefined;
  return { names, values, lists: values.some((value) => typeof value !== 'string') };
}

function areStrings(list: readonly unknown[]): list is readonly string[] {
  for (const one of list) if (typeof one !== 'string') return false;
  return true;
}

function pairsToValues(pairs: Iterable<unknown>): NamedValues | undefined {
  const names: string[] = [];
  const values: unknown[] = [];
  for (const pair of pairs) {
    if (!Array.isArray(pair) || typeof pair[0] !== 'string') return undefined;
    names.push(pair[0]);
    values.push(pair[1]);
  }
  return listedValues(names, values);
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
