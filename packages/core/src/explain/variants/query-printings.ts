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

/** As `encodeURIComponent` writes it: space as `%20`; `!'()~` as they are. */
const component = (printed: string) =>
  encodeURIComponent(decodeURIComponent(printed.replaceAll('+', ' ')));

/** With everything as it is that may stand in a query (RFC 3986, section 3.4): `?next=https://a.b/`. */
const readable = (printed: string) =>
  component(printed).replace(/%(?:24|2C|2F|3A|3B|3F|40)/g, decodeURIComponent);

/** With everything else in ASCII as it is too, as people type it: `?to=a|b`. */
const raw = (printed: string) =>
  readable(printed).replace(/%(?:22|3C|3E|5B|5C|5D|5E|60|7B|7C|7D)/g, decodeURIComponent);

/** Every character but those that are unreserved (RFC 3986, section 2.3), as PHP's `rawurlencode` writes it. */
const strict = (printed: string) =>
  component(printed).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** What was written before a library parsed and re-serialized the query, and what it writes. */
export const printings: readonly Write[] = [
  (query) => query.replaceAll('+', '%20'),
  (query) => query.replaceAll('%20', '+'),
  orNothing(decodeURI),
  orNothing(encodeURI),
  withoutBareEquals,
  (query) => query.replace(/(?<=^|&)([^=&]+)(?=&|$)/g, '$1='),
  // Separators that were doubled, left over, or written as in HTML.
  (query) => query.replaceAll('&amp;', '&'),
  (query) => query.replaceAll('&', '&amp;'),
  (query) => query.replaceAll(';', '&'),
  (query) => `${query}&`,
  (query) => query.replace(/&$/, ''),
  (query) => query.replaceAll('[]=', '='),
  ...[component, readable, raw, strict].flatMap((write): Write[] => [
    orNothing((query) => eachPart(query, write)),
    orNothing((query) => withoutBareEquals(eachPart(query, write))),
  ]),
  (query) => `?${new URLSearchParams(query)}`,
  (query) => `?${String(new URLSearchParams(query)).replaceAll('+', '%20')}`,
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
