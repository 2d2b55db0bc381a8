import { OptionError } from '../errors.js';

/**
 * Checks the names of options. One that is present must have a value: `undefined` is an unset variable, and
 * no wish for the default.
 *
 * @throws OptionError for an option that there is not, or that is `undefined`
 * @example
 * checkOptionNames({ realm: 'calls' }, ['realm', 'credentials'])
 */
export function checkOptionNames(options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new OptionError('options', 'The options must be an object.');
  }
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) {
      throw new OptionError(name, `There is no option "${name}". There are: ${known.join(', ')}.`);
    }
    if (value !== undefined) continue;
    throw new OptionError(
      name,
      `"${name}" is undefined. Is the variable that you read it from set? Leave the option out for its default.`,
    );
  }
}
