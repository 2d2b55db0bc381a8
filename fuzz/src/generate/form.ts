import { readFileSync } from 'node:fs';
import type { Source } from '../source.js';
import { word } from './text.js';

type Pair = readonly [name: string, value: string];

const requests: { readonly params: Readonly<Record<string, string>> }[] = JSON.parse(
  readFileSync(new URL('../../corpus/requests.json', import.meta.url), 'utf8'),
);
const genuine = requests.map(({ params }) => Object.entries(params));

/** Parameters: a few random ones, or those of a genuine request. */
export function pairs(source: Source): Pair[] {
  if (source.oneIn(16)) return [...source.pick(genuine)];
  return source.list(2, () => [word(source), word(source)]);
}

/** A form with these parameters; of many encodings of each character, one. */
export function encoded(source: Source, pairs: readonly Pair[]): Uint8Array {
  const lax = source.below(2) === 1;
  const text = pairs.map(([name, value]) => {
    const bare = value === '' && source.oneIn(4);
    return (
      percentEncoded(source, name, lax) + (bare ? '' : `=${percentEncoded(source, value, lax)}`)
    );
  });
  return Buffer.from(text.join('&'), 'latin1');
}

/** Characters of a form that no parser takes for anything else. */
const plain = /[A-Za-z0-9*._-]/;

function percentEncoded(source: Source, text: string, lax: boolean): string {
  let escaped = '';
  for (const character of text) {
    if (plain.test(character) && !(lax && source.oneIn(8))) escaped += character;
    else if (character === ' ' && source.below(2) === 0) escaped += '+';
    else for (const byte of Buffer.from(character)) escaped += byteOf(source, byte, lax);
  }
  return escaped;
}

function byteOf(source: Source, byte: number, lax: boolean): string {
  if (lax && byte >= 0x80 && source.below(2) === 1) return String.fromCharCode(byte);
  const hex = byte.toString(16).padStart(2, '0');
  return `%${lax && source.below(2) === 1 ? hex : hex.toUpperCase()}`;
}

const junk = [
  'a',
  '=',
  '&',
  '+',
  '%',
  '%4',
  '%zz',
  '%3D',
  '%26',
  '%00',
  'é',
  '?',
  '%ef%bb%bf',
  '%c3',
  '%f0%9f',
  '%ed%a0%80',
];

/** Bytes that may be a form. */
export function formBytes(source: Source): Uint8Array {
  switch (source.below(3)) {
    case 0:
      return Buffer.from(source.text(6, junk), source.below(2) === 0 ? 'utf8' : 'latin1');
    case 1:
      return encoded(source, pairs(source));
    default:
      return Uint8Array.from(source.list(8, () => source.below(256)));
  }
}
