import { OptionError } from '@sig/core';

/** @throws OptionError for an option that there is not */
export function checkNames(options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new OptionError('options', 'The options must be an object.');
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new OptionError(name, `There is no option "${name}". There are: ${known.join(', ')}.`);
  }
}

/** @throws OptionError where the realm is no text that can stand in a header */
export function checkRealm(realm: unknown): void {
  if (typeof realm === 'string' && /^[\x20-\x7e]+$/.test(realm)) return;
  throw new OptionError('realm', '"realm" must be text of printable ASCII, and not empty.');
}
