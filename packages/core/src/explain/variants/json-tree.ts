/** JSON with its numbers as they are written. */
export type Json =
  | { readonly kind: 'array'; readonly items: readonly Json[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [name: string, value: Json])[] }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly written: string }
  | { readonly kind: 'literal'; readonly written: string };

const token = /[ \t\r\n]*([[\]{},:]|"(?:[^"\\]|\\.)*"|[^[\]{},:" \t\r\n]+)/suy;

/**
 * Reads JSON.
 *
 * @throws SyntaxError if it is not JSON
 */
export function parseJson(text: string): Json {
  // What is not JSON is refused here, so that the rest need not look at every mistake.
  JSON.parse(text);
  let at = 0;
  const next = (): string => {
    token.lastIndex = at;
    const match = token.exec(text);
    at = token.lastIndex;
    return match?.[1] ?? '';
  };
  const value = (first = next()): Json => {
    if (first === '[') return { kind: 'array', items: list(']', (one) => value(one)) };
    if (first === '{') return { kind: 'object', members: list('}', member) };
    if (first.startsWith('"')) return { kind: 'string', text: JSON.parse(first) };
    return { kind: /^[-\d]/.test(first) ? 'number' : 'literal', written: first };
  };
  const member = (first: string): readonly [string, Json] => {
    next();
    return [JSON.parse(first), value()];
  };
  const list = <T>(end: string, read: (first: string) => T): T[] => {
    const items: T[] = [];
    for (let first = next(); first !== end && first !== ''; first = next()) {
      items.push(read(first));
      if (next() === end) break;
    }
    return items;
  };
  return value();
}

/** The names and values of an object whose values are all flat; `undefined` for anything else. */
export function flatPairs(json: Json): [string, string][] | undefined {
  if (json.kind !== 'object') return undefined;
  const pairs: [string, string][] = [];
  for (const [name, value] of json.members) {
    for (const one of value.kind === 'array' ? value.items : [value]) {
      if (one.kind === 'array' || one.kind === 'object') return undefined;
      const written = one.kind === 'string' ? one.text : one.written;
      pairs.push([name, written === 'null' && one.kind === 'literal' ? '' : written]);
    }
  }
  return pairs;
}
