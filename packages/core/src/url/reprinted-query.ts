/**
 * The queries that a sender may have written, given one that `URLSearchParams` has printed: every name
 * and value is the same, escapes are not. For frameworks that print the query again before a handler
 * sees it (Next.js 15 and 16).
 *
 * @param query with its `?`
 */
export function* originalQueries(query: string): Generator<string> {
  if (query === '') {
    yield '';
    // A "?" with nothing behind it is not printed.
    return yield '?';
  }
  const printed = query.slice(1);
  for (const write of [keep, component, readable, raw]) {
    const pairs = printed.split('&').map((pair) => pair.split('=', 2).map(write));
    const text = pairs.map((pair) => pair.join('=')).join('&');
    yield `?${text}`;
    // A bare name has been given a "=".
    yield `?${text.replace(/(?<=[^&])=(?=&|$)/g, '')}`;
  }
}

/** Turns one printed name or value into what the sender may have written. */
type Escape = (printed: string) => string;

const keep: Escape = (printed) => printed;

/** As `encodeURIComponent` writes it: space as `%20`; `!'()~` as they are. */
const component: Escape = (printed) => encodeURIComponent(decode(printed));

/** With everything as it is that may stand in a query (RFC 3986, section 3.4), as in `?next=https://a.b/`. */
const readable: Escape = (printed) =>
  component(printed).replace(/%(?:24|2C|2F|3A|3B|3F|40)/g, decodeURIComponent);

/** With everything else in ASCII as it is too, as people type it: `?to=a|b`. */
const raw: Escape = (printed) =>
  readable(printed).replace(/%(?:22|3C|3E|5B|5C|5D|5E|60|7B|7C|7D)/g, decodeURIComponent);

function decode(printed: string): string {
  return new URLSearchParams(`_=${printed}`).get('_') ?? '';
}
