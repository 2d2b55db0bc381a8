// Which queries may have been on the wire, if an event has only their parameters.
import { isWellFormed } from './path.js';
import { type EventValues, isAbsent, type ProxyEvent, type TriggerTraits } from './proxy-event.js';

/** Names, and for each its values, in their order. */
export type QueryValues = Readonly<Record<string, readonly string[]>>;

/**
 * The parameters of a query as a trigger writes them.
 *
 * @param query without its `?`
 */
export function readQuery(
  query: string,
  { decodedParams, lastValueOnly }: TriggerTraits,
): QueryValues {
  // URLSearchParams drops one "?" at the start: a second one is part of a name.
  const pairs = decodedParams ? [...new URLSearchParams(`?${query}`)] : rawPairs(query);
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = lastValueOnly ? undefined : values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return Object.fromEntries(values);
}

function rawPairs(query: string): [name: string, value: string][] {
  return query
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const [name = '', value = ''] = piece.split(/=(.*)/s);
      return [name, value];
    });
}

/**
 * The queries, each with its `?`, that a trigger writes into an event as these parameters; the likeliest first.
 *
 * @param configured URLs that are configured at the sender: their order and escapes are tried first
 */
export function* queriesOf(
  event: ProxyEvent,
  traits: TriggerTraits,
  configured: readonly string[],
): Generator<string> {
  const { rawQueryString, queryStringParameters, multiValueQueryStringParameters } = event;
  if (traits.rawQuery) {
    yield* withMark(rawQueryString ?? '');
    return;
  }
  const values = valuesOf(
    isAbsent(multiValueQueryStringParameters)
      ? queryStringParameters
      : multiValueQueryStringParameters,
  );
  if (values === undefined) return;
  const given = new Set<string>();
  for (const query of spellings(values, traits, configured)) {
    if (given.has(query) || !sameValues(readQuery(query, traits), values)) continue;
    given.add(query);
    yield* withMark(query);
  }
}

/** A query with its `?`; of an empty one, which no event has, there may have been one or not. */
function withMark(query: string): string[] {
  return query === '' ? ['', '?'] : [`?${query}`];
}

function valuesOf(given: EventValues | null | undefined): QueryValues | undefined {
  const entries = Object.entries(given ?? {}).map(
    ([name, values]) => [name, [values ?? ''].flat()] as const,
  );
  const isText = (value: unknown) => typeof value === 'string' && isWellFormed(value);
  const well = entries.every(([name, values]) => isText(name) && values.every(isText));
  return well ? (Object.fromEntries(entries) as QueryValues) : undefined;
}

function sameValues(a: QueryValues, b: QueryValues): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every(
      (name) => Object.hasOwn(b, name) && JSON.stringify(a[name]) === JSON.stringify(b[name]),
    )
  );
}

function* spellings(
  values: QueryValues,
  { decodedParams, lastValueOnly }: TriggerTraits,
  configured: readonly string[],
): Generator<string> {
  const { [hashName]: hashes = [], ...others } = values;
  // The sender adds the hash of a body to the end of the URL, real traffic twice.
  const repeated = lastValueOnly ? [hashes, [...hashes, ...hashes]] : [hashes];
  for (const url of configured) {
    const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
    yield query;
    for (const some of repeated) {
      yield joined([query, ...some.map((hash) => `${hashName}=${hash}`)]);
    }
  }
  for (const write of decodedParams ? decodedWriters : rawWriters) {
    for (const some of repeated) {
      const all: QueryValues = { ...others, [hashName]: some };
      const orders = ordersOf(Object.keys(others)).map((names) => [...names, hashName]);
      for (const names of [...orders, Object.keys(values)]) {
        yield joined(names.flatMap((name) => (all[name] ?? []).map((value) => write(name, value))));
      }
    }
  }
}

const hashName = 'bodySHA256';

function joined(pieces: readonly string[]): string {
  return pieces.filter((piece) => piece !== '').join('&');
}

/** The orders in which parameters may have come: all if they are few. */
function ordersOf(names: readonly string[]): (readonly string[])[] {
  if (names.length > 3) return [names, [...names].sort(), [...names].reverse()];
  return names.length < 2
    ? [names]
    : names.flatMap((name) =>
        ordersOf(names.filter((other) => other !== name)).map((rest) => [name, ...rest]),
      );
}

type Writer = (name: string, value: string) => string;

/** Only what would end a name, a value or the query, or is read as something else. */
const needed = /[%#&+\s"<>\\^`{|}\x7f-\u{10ffff}]/gu;
const plain = (text: string) => text.replace(needed, encodeURIComponent);

const decodedWriters: readonly Writer[] = [
  (name, value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  (name, value) => `${plain(name).replaceAll('=', '%3D')}=${plain(value)}`,
  (name, value) => String(new URLSearchParams([[name, value]])),
  (name, value) => encodeURIComponent(name) + (value && `=${encodeURIComponent(value)}`),
];

const rawWriters: readonly Writer[] = [
  (name, value) => `${name}=${value}`,
  (name, value) => name + (value && `=${value}`),
];
