/** The longest text of an explanation that a request has a part in, in characters. */
export const maxPrinted = 500;
/** The longest name of a parameter in it. */
export const maxPrintedName = 64;

/**
 * A text from a request as it may stand in a log: in one line, no longer than `length`, and with nothing that a
 * terminal obeys. Control and format characters, line separators and lone surrogates are escaped as in JSON.
 *
 * @example
 * printable('a\u0007b') // 'a\\u0007b'
 */
export function printable(text: string, length: number = maxPrinted): string {
  const escaped = text
    .slice(0, length)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (char) => escapeOf(char.codePointAt(0) ?? 0));
  const isCut = text.length > length || escaped.length > length;
  return isCut ? `${escaped.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…` : escaped;
}

function escapeOf(codePoint: number): string {
  const hex = codePoint.toString(16).padStart(4, '0');
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex}`;
}
