/** A name and its value, decoded. */
type Pair = readonly [name: string, value: string];

/**
 * The request targets that may have been on the wire, given one whose query Next.js has re-serialized
 * (route handlers of versions after 15.0, and the Edge runtime of all). Each alternate obeys one rule:
 * re-serializing its query gives exactly the query of `target`, so a handler reads the same names and
 * values from both. None if `target` cannot come from a re-serialization.
 *
 * @param target path and query
 */
export function* alternateTargets(target: string): Generator<string> {
  const [path, query] = splitTarget(target);
  if (reserialize(query) !== query) return;
  // A "?" with nothing behind it is not printed.
  if (query === '') return yield `${path}?`;
  const pairs = [...new URLSearchParams(query)];
  const given = new Set([query]);
  for (const write of [writePrinted, writeComponents, writeReadable, writeLoosely, writeRaw]) {
    const texts = pairs.map(write);
    for (const list of [texts, texts.map(withoutBareSign)]) {
      const alternate = `?${list.join('&')}`;
      if (given.has(alternate) || reserialize(alternate) !== query) continue;
      given.add(alternate);
      yield path + alternate;
    }
  }
}

/**
 * A query as Next.js prints it after parsing it: names in the order of their first occurrence, those
 * that are array indexes first; the values of a name side by side; everything escaped as
 * `URLSearchParams` does. Names that Next.js removes or renames are left as they are.
 *
 * @param query with its `?`, or empty
 * @returns with its `?`, or empty
 */
export function reserialize(query: string): string {
  const values: Record<string, string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(query)) {
    values[name] ??= [];
    values[name].push(value);
  }
  const pairs = Object.entries(values).flatMap(([name, list]) =>
    list.map((value) => [name, value]),
  );
  return printQuery(pairs as [string, string][]);
}

/** A query with its `?`; empty if there are no pairs. */
export function printQuery(pairs: readonly Pair[]): string {
  const text = new URLSearchParams(pairs as [string, string][]).toString();
  return text === '' ? '' : `?${text}`;
}

/** Path, and query with its `?`. */
export function splitTarget(target: string): [path: string, query: string] {
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at)];
}

/** `name=value` as a sender may have written it. */
type Write = (pair: Pair) => string;

const writePrinted: Write = (pair) => new URLSearchParams([[...pair]]).toString();

/** As `encodeURIComponent` writes it: space as `%20`; `!'()~` as they are. */
const writeComponents: Write = ([name, value]) =>
  `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;

/** With all characters unescaped that a query may hold (RFC 3986, section 3.4): `?next=https://a.b/`. */
const writeReadable: Write = ([name, value]) => `${readable(name)}=${readable(value)}`;

/** The same, with `=` in values unescaped too: `?token=YWI==`. */
const writeLoosely: Write = ([name, value]) =>
  `${readable(name)}=${readable(value).replaceAll('%3D', '=')}`;

/** With all other ASCII unescaped too, as people type it: `?to=a|b`. */
const writeRaw: Write = (pair) =>
  writeLoosely(pair).replace(/%(?:22|3C|3E|5B|5C|5D|5E|60|7B|7C|7D)/g, decodeURIComponent);

function readable(text: string): string {
  return encodeURIComponent(text).replace(/%(?:24|2C|2F|3A|3B|3F|40)/g, decodeURIComponent);
}

/** A bare name has been given a "=". */
function withoutBareSign(text: string): string {
  return text.indexOf('=') === text.length - 1 ? text.slice(0, -1) : text;
}
