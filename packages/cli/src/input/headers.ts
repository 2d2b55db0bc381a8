import { UsageError } from '../errors.js';
import { parsePairs } from './text.js';

/**
 * The name of a header (RFC 9110, section 5.1), for options.
 *
 * @throws UsageError if it is none
 */
export function headerName(text: string): string {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text)) return text;
  throw new UsageError(
    `The name of a header has letters, digits and dashes, and no spaces; got ${JSON.stringify(text)}.`,
  );
}

/**
 * The value of a header, for options.
 *
 * @throws UsageError if it cannot be sent
 */
export function headerValue(name: string, value: string): string {
  if (/^[\t -~\x80-\xff]*$/.test(value)) return value;
  throw new UsageError(
    `The value of ${name} has a line break or another character that no header can hold.`,
  );
}

/**
 * Headers to add, from `name=value` pairs.
 *
 * @throws UsageError if one cannot be sent, or a name comes twice
 */
export function parseHeaders(texts: readonly string[]): Record<string, string> {
  const pairs = parsePairs(texts, 'A header must be name=value');
  const names = new Set<string>();
  for (const [name, value] of pairs) {
    headerValue(headerName(name), value);
    if (names.has(name.toLowerCase())) {
      throw new UsageError(
        `--add-header ${name} is given twice. Several values of a header are one, with commas: ${name}=a, b`,
      );
    }
    names.add(name.toLowerCase());
  }
  return Object.fromEntries(pairs);
}
