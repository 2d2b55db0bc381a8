import { OptionError } from '../errors.js';
import { type NamedValues, type Pair, type Params, type ParamsInput, toValues } from './params.js';
import { cutFragment } from './url-parts.js';

/**
 * The string to sign: the URL, then every form parameter, sorted, name and value without delimiters.
 * Exported because people debug with it; it holds the personal data of the request.
 *
 * @param url the whole URL as configured at the sender, never normalised; a fragment is cut
 * @param params the form parameters, decoded; none for anything but a form
 * @throws OptionError if a value is neither a string nor a list of strings
 * @example
 * stringToSign('https://example.com/voice?a=1', { To: '+15550100', Digits: '1' })
 * // 'https://example.com/voice?a=1Digits1To+15550100'
 */
export function stringToSign(url: string, params: ParamsInput = {}): string {
  return cutFragment(url) + signedParams(params).text;
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
  let text = '';
  for (let at = 0; at < order.length; at++) {
    const place = order[at] as number;
    const name = names[place] as string;
    const value = values[place];
    const end = endOf(names, order, at);
    if (end === at + 1 && typeof value === 'string') text += name + value;
    else {
      for (const one of distinctValues(values, order, at, end)) text += name + one;
      at = end - 1;
    }
  }
  return new Sorted(text, names, values, order);
}

class Sorted implements SignedParams {
  private made: Params | undefined;

  constructor(
    readonly text: string,
    private readonly names: NamedValues['names'],
    private readonly values: NamedValues['values'],
    private readonly order: Order,
  ) {}

  get params(): Params {
    this.made ??= toObject(this.names, this.values, this.order);
    return this.made;
  }
}

function toObject(
  names: NamedValues['names'],
  values: NamedValues['values'],
  order: Order,
): Params {
  const params: Params = Object.create(null);
  for (let at = 0; at < order.length; at++) {
    const place = order[at] as number;
    const name = names[place] as string;
    const value = values[place];
    const end = endOf(names, order, at);
    if (end === at + 1 && typeof value === 'string') params[name] = value;
    else {
      const distinct = distinctValues(values, order, at, end);
      if (distinct.length > 0) params[name] = distinct.length === 1 ? distinct[0] : distinct;
      at = end - 1;
    }
  }
  return params;
}

/** Where in the names each stands, in the order of UTF-16 code units; equal names as they came. */
type Order = readonly number[];

/** The place after all that have the same name as the one at `at`. */
function endOf(names: NamedValues['names'], order: Order, at: number): number {
  const name = names[order[at] as number];
  let end = at + 1;
  while (end < order.length && names[order[end] as number] === name) end++;
  return end;
}

/** The values between two places of the order: sorted, without duplicates. */
function distinctValues(
  values: NamedValues['values'],
  order: Order,
  at: number,
  end: number,
): string[] {
  const distinct = new Set<string>();
  for (let i = at; i < end; i++) {
    const value = values[order[i] as number] ?? '';
    if (typeof value === 'string') distinct.add(value);
    else for (const one of value) distinct.add(one);
  }
  return [...distinct].sort();
}

/**
 * A merge sort of runs that are sorted by insertion. It takes half the time of the runtime's own sort at all
 * lengths, because it calls no function to compare.
 */
function orderOf(names: NamedValues['names']): Order {
  const { length } = names;
  let order: number[] = [];
  for (let start = 0; start < length; start += runLength) {
    for (let i = start; i < length && i < start + runLength; i++) {
      const name = names[i] as string;
      let at = i;
      while (at > start && name < (names[order[at - 1] as number] as string)) {
        order[at] = order[at - 1] as number;
        at -= 1;
      }
      order[at] = i;
    }
  }
  for (let width = runLength; width < length; width *= 2) {
    const merged: number[] = [];
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(start + width, length);
      const end = Math.min(start + 2 * width, length);
      let left = start;
      let right = middle;
      while (left < middle && right < end) {
        const first = order[left] as number;
        const second = order[right] as number;
        // Of equal names the left one, which came first.
        const takesRight = (names[second] as string) < (names[first] as string);
        merged.push(takesRight ? second : first);
        if (takesRight) right += 1;
        else left += 1;
      }
      while (left < middle) merged.push(order[left++] as number);
      while (right < end) merged.push(order[right++] as number);
    }
    order = merged;
  }
  return order;
}

const runLength = 16;
