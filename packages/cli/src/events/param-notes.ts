import notes from './param-notes.json' with { type: 'json' };
import type { Recognized } from './recognize.js';

interface Notes {
  /** By name; `${number}` and `${string}` in a name stand for whatever is there. */
  readonly names: Readonly<Record<string, string>>;
  /** Those that mean something else in an event. */
  readonly kinds: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By name, the values that are known, with spaces between. */
  readonly values: Readonly<Record<string, string>>;
}

const patterns = Object.keys((notes as Notes).names).filter((name) => name.includes('${'));
const valuesByName: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries((notes as Notes).values).map(([name, values]) => [
    name,
    values.toLowerCase().split(' '),
  ]),
);
const statuses = /(?:Status|^State(?:From|To)?)$/;
const valuesOfStatuses = [...valuesByName].flatMap(([name, values]) =>
  statuses.test(name) ? values : [],
);

/**
 * What a parameter is, in a few words; `undefined` if the name is not a known one.
 *
 * @example
 * paramNote('CallSid', 'voice') // 'Identifier of the call, CA prefix'
 */
export function paramNote(name: string, kind: Recognized['kind']): string | undefined {
  const { names, kinds } = notes as Notes;
  const ofKind = kinds[kind];
  if (ofKind !== undefined && Object.hasOwn(ofKind, name)) return ofKind[name];
  if (Object.hasOwn(names, name)) return names[name];
  const pattern = patterns.find((one) => matchesPattern(one, name));
  return pattern === undefined ? undefined : names[pattern];
}

/**
 * The values that are known of a parameter, in small letters; of a status, those of all statuses.
 *
 * @example
 * knownValues('Direction') // ['inbound', 'outbound-api', 'outbound-dial']
 */
export function knownValues(name: string): readonly string[] {
  return statuses.test(name) ? valuesOfStatuses : (valuesByName.get(name) ?? []);
}

function matchesPattern(pattern: string, name: string): boolean {
  const [start = '', kind, end = ''] = pattern.split(/\$\{(number|string)\}/);
  if (kind === undefined || !name.startsWith(start) || !name.endsWith(end)) return false;
  const middle = name.slice(start.length, name.length - end.length);
  return kind === 'number' ? /^\d+$/.test(middle) : middle !== '';
}
