import type { Source } from '../source.js';

/** Pieces of names and values: few, so that they collide, and the characters that encodings treat in their own way. */
const pieces = [
  'a',
  'b',
  '1',
  '',
  'A',
  ' ',
  '+',
  '&',
  '=',
  '%',
  '%41',
  ';',
  '/',
  '?',
  '#',
  "'",
  '"',
  '\\',
  '\0',
  '\n',
  'é',
  '€',
  '🚗',
  '\ufeff',
  '\ufffd',
  '\u2028',
  'AccountSid',
  'AC1',
  'Digits',
  '__proto__',
  '10',
  '9',
] as const;

/** A name or a value. */
export function word(source: Source): string {
  return source.text(2, pieces);
}

/** A text with one character removed, added, replaced, or two exchanged. */
export function edited(source: Source, text: string, characters: readonly string[]): string {
  const at = source.below(text.length + 1);
  const character = source.pick(characters);
  const [before, after] = [text.slice(0, at), text.slice(at)];
  switch (source.below(4)) {
    case 0:
      return before + after.slice(1);
    case 1:
      return before + character + after;
    case 2:
      return before + character + after.slice(1);
    default:
      return before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2);
  }
}
