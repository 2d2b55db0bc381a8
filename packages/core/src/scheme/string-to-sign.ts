import { OptionError } from '../errors.js';
import { type NamedValues, type Pair, type Params, type ParamsInput, toValues } from './params.js';

/**
 * The string to sign: the URL, then every form parameter, sorted, name and value without delimiters.
 * Exported because people debug with it; it holds the personal data of the request.
 *
 * @param url the whole URL as configured at the sender, never normalised
 * @param params the form parameters, decoded; none for anything but a form
 * @throws OptionError if a value is neither a string nor a list of strings
 * @example
 * stringToSign('https://example.com/voice?a=1', { To: '+15550100', Digits: '1' })
 * // 'https://example.com/voice?a=1Digits1To+15550100'
 */
export function stringToSign(url: string, params: ParamsInput = {}): string {
  return url + signedParams(params).text;
}

/** @throws OptionError if a value is neither a string nor a list of strings */
export function signedParams(params: ParamsInput): SignedParams {
  const values = toValues(params);
  if (values !== undefined) return sortValues(values);
  throw new OptionError(
    'params',
    '"params" must have strings or lists of strings as values: a form has no other types.',
  );
}

/** Parameters in both forms: for the handler, and for the string to sign. */
export interface SignedParams {
  /** Made when it is first asked for: a forged request never gets there. */
  readonly params: Params;
  /** Names and values, sorted, without delimiters. */
  readonly text: string;
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
