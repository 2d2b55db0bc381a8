import type { Dimension } from '../dimension.js';
import { type Header, maxPart } from '../input.js';

/** How many parameters are tried in every order. */
const maxReordered = 4;
/** How many parameters a query may have whose names and values are written anew one by one. */
const maxRewritten = 64;

/** Adds the queries, with their `?`, that may have been signed. `query` may end with a fragment. */
export function addQueries(
  dimension: Dimension,
  query: string,
  targets: readonly string[],
  header: Header,
): void {
  const hash = query.indexOf('#');
  const plain = hash < 0 ? query : query.slice(0, hash);
  if (hash >= 0) dimension.addText(['fragment'], 1, plain);
  for (const source of [...targets, header('x-original-uri'), header('x-rewrite-url')]) {
    const whole = /\?[^#]*/.exec(source ?? '')?.[0] ?? '';
    if (whole === '' || whole === plain) continue;
    const isEmpty = plain === '' || plain === '?';
    dimension.addText([isEmpty ? 'query-dropped' : 'query-reencoded'], 1, whole);
  }
  if (plain === '') return;
  dimension.addText(['query-added'], 2, '');
  if (plain.length > maxPart) return;
  for (const write of [...rewritings, ...(isShort(plain) ? printings : [])]) {
    const make = () => write(plain);
    dimension.add(['query-reencoded'], { cost: 2, characters: 9 * plain.length, make });
  }
  for (const value of reordered(plain)) dimension.addText(['query-reordered'], 3, value);
}

function isShort(query: string): boolean {
  return query.split('&', maxRewritten + 1).length <= maxRewritten;
}

/** Turns the query, or a name or value, into what it may have been; `undefined` if it cannot be. */
type Write = (text: string) => string | undefined;

/** `undefined` if the change throws, as `decodeURI` does at a bad escape. */
function orNothing(change: (text: string) => string): Write {
  return (text) => {
    try {
      return change(text);
    } catch {
      return undefined;
    }
  };
}

const rewritings: readonly Write[] = [
  (query) => query.replaceAll('+', '%20'),
  (query) => query.replaceAll('%20', '+'),
  (query) => query.replaceAll("'", '%27'),
  (query) => query.replaceAll('%27', "'"),
  (query) => query.replace(/%[0-9a-f]{2}/gi, (triplet) => triplet.toUpperCase()),
  (query) => query.replace(/%[0-9a-f]{2}/gi, (triplet) => triplet.toLowerCase()),
  (query) => query.replace(/%(?![0-9a-f]{2})/gi, '%25'),
  orNothing(decodeURI),
  orNothing(encodeURI),
];

/** As `encodeURIComponent` writes it: space as `%20`; `!'()~` as they are. */
const component = (printed: string) =>
  encodeURIComponent(decodeURIComponent(printed.replaceAll('+', ' ')));

/** With everything as it is that may stand in a query (RFC 3986, section 3.4): `?next=https://a.b/`. */
const readable = (printed: string) =>
  component(printed).replace(/%(?:24|2C|2F|3A|3B|3F|40)/g, decodeURIComponent);

/** With everything else in ASCII as it is too, as people type it: `?to=a|b`. */
const raw = (printed: string) =>
  readable(printed).replace(/%(?:22|3C|3E|5B|5C|5D|5E|60|7B|7C|7D)/g, decodeURIComponent);

/** What was written before `URLSearchParams` printed it, and what it prints. */
const printings: readonly Write[] = [
  withoutBareEquals,
  ...[component, readable, raw].flatMap((write): Write[] => [
    orNothing((query) => eachPart(query, write)),
    orNothing((query) => withoutBareEquals(eachPart(query, write))),
  ]),
  (query) => `?${new URLSearchParams(query)}`,
];

/** A bare name has been given a "=". */
function withoutBareEquals(query: string): string {
  return query.replace(/(?<=[^?&])=(?=&|$)/g, '');
}

/** The query with every name and value written anew. */
function eachPart(query: string, write: (part: string) => string): string {
  const pairs = query
    .slice(1)
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 0) return write(pair);
      return `${write(pair.slice(0, equals))}=${write(pair.slice(equals + 1))}`;
    });
  return `?${pairs.join('&')}`;
}

function reordered(query: string): string[] {
  const parts = query.slice(1).split('&', maxReordered + 1);
  if (parts.length < 2 || parts.length > maxReordered) return [];
  return permutations(parts)
    .slice(1)
    .map((one) => `?${one.join('&')}`);
}

function permutations(parts: readonly string[]): string[][] {
  if (parts.length < 2) return [[...parts]];
  return parts.flatMap((part, i) =>
    permutations([...parts.slice(0, i), ...parts.slice(i + 1)]).map((rest) => [part, ...rest]),
  );
}
