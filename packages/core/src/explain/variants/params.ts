import type { Pair } from '../../body/form.js';
import type { Variant } from '../input.js';

/** Parameters that senders leave blank, in the groups in which they come. */
const blanks: readonly (readonly string[])[] = [
  ['CallerName'],
  ['Digits'],
  ['Body'],
  ['ForwardedFrom'],
  ['SpeechResult'],
  ['FromCity'],
  ['FromState'],
  ['FromZip'],
  ['FromCountry'],
  ['ToCity'],
  ['ToState'],
  ['ToZip'],
  ['ToCountry'],
  ['CallerCity', 'FromCity'],
  ['CalledCity', 'ToCity'],
  ['CalledZip', 'ToZip'],
  ['CalledCity', 'CalledZip', 'ToCity', 'ToZip'],
  ['CallerCity', 'CallerZip', 'FromCity', 'FromZip'],
  ['FromCity', 'FromState', 'FromZip'],
  ['ToCity', 'ToState', 'ToZip'],
  ['FromCity', 'FromState', 'FromZip', 'ToCity', 'ToState', 'ToZip'],
];

/** Values in which a person wrote, where white space is likely. */
const written = ['Body', 'SpeechResult', 'CallerName', 'ProfileName'];

/** How many parameters are looked at one by one. */
const maxSingles = 60;

/** The parameters that may have been signed. */
export function paramVariants(pairs: readonly Pair[]): Variant<readonly Pair[]>[] {
  if (pairs.length === 0) return [];
  const variants: Variant<readonly Pair[]>[] = [];
  const add = (
    cause: Variant<unknown>['causes'][number],
    cost: number,
    value: readonly Pair[] | undefined,
  ) => {
    if (value !== undefined) variants.push({ value, causes: [cause], cost });
  };
  const mapped = (change: (value: string) => string) =>
    pairs.map(([name, value]): Pair => [name, change(value)]);

  add(
    'plus-as-space',
    1,
    differing(
      pairs,
      mapped((value) => value.replaceAll(' ', '+')),
    ),
  );
  add(
    'plus-as-space',
    2,
    differing(
      pairs,
      mapped((value) => value.replace(/^ /, '+')),
    ),
  );
  add(
    'plus-as-space',
    2,
    differing(
      pairs,
      mapped((value) => value.replaceAll('+', ' ')),
    ),
  );
  add('charset-broken', 1, differing(pairs, mapped(latin1ToUtf8)));
  add('charset-broken', 2, differing(pairs, mapped(utf8ToLatin1)));
  const present = new Set(pairs.map(([name]) => name));
  for (const group of blanks) {
    const missing = group.filter((name) => !present.has(name));
    if (missing.length !== group.length) continue;
    add('blank-params-dropped', 2, [...pairs, ...group.map((name): Pair => [name, ''])]);
  }
  add('repeated-names-collapsed', 2, split(pairs, ','));
  add('repeated-names-collapsed', 2, split(pairs, ', '));

  const singles = [...pairs.keys()]
    .sort((a, b) => Number(isWritten(pairs[b])) - Number(isWritten(pairs[a])))
    .slice(0, maxSingles);
  for (const i of singles) {
    add(
      'param-added',
      2,
      pairs.filter((_, other) => other !== i),
    );
  }
  for (const i of singles) {
    const cost = isWritten(pairs[i]) ? 2 : 4;
    for (const [before, after] of [
      ['', ' '],
      [' ', ''],
      [' ', ' '],
      ['', '\n'],
      ['', '\r\n'],
    ] as const) {
      const changed = pairs.map(([name, value], other): Pair => {
        return other === i ? [name, before + value + after] : [name, value];
      });
      add('params-trimmed', cost, changed);
    }
  }
  return variants;
}

function isWritten(pair: Pair | undefined): boolean {
  return pair !== undefined && written.includes(pair[0]);
}

function differing(before: readonly Pair[], after: readonly Pair[]): readonly Pair[] | undefined {
  return after.some(([, value], i) => value !== before[i]?.[1]) ? after : undefined;
}

/** Values that were joined, taken apart again. */
function split(pairs: readonly Pair[], separator: string): readonly Pair[] | undefined {
  if (!pairs.some(([, value]) => value.includes(separator))) return undefined;
  return pairs.flatMap(([name, value]) => value.split(separator).map((one): Pair => [name, one]));
}

function latin1ToUtf8(value: string): string {
  if (/[^\0-\xff]/.test(value)) return value;
  try {
    const bytes = Uint8Array.from(value, (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return value;
  }
}

function utf8ToLatin1(value: string): string {
  return Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join('');
}
