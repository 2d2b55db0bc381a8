import { OptionError } from '@sig/core';

/** @throws OptionError if the realm is not text that can stand in a header */
export function checkRealm(realm: unknown): void {
  checkText('realm', realm);
}

/** @throws OptionError if an option is not text that can stand in a quoted string of a header */
export function checkText(name: string, text: unknown): void {
  if (typeof text === 'string' && /^[\x20-\x7e]+$/.test(text)) return;
  const hint = Array.isArray(text) ? ' Join the list with spaces.' : '';
  throw new OptionError(name, `"${name}" must be text of printable ASCII, and not empty.${hint}`);
}

/** @throws OptionError if an option is not a function */
export function checkFunction(name: string, value: unknown, meaning: string): void {
  if (typeof value === 'function') return;
  throw new OptionError(name, `"${name}" must be a function: ${meaning}.`);
}

/**
 * The users of the option `credentials`, with secrets that are still to be checked.
 *
 * @param instead what else could have been given
 * @throws OptionError if it is not an object of secrets by user name, or names nobody
 */
export function usersOf(
  credentials: unknown,
  instead: string,
): [username: string, secret: unknown][] {
  if (typeof credentials !== 'object' || credentials === null || Array.isArray(credentials)) {
    throw new OptionError(
      'credentials',
      `"credentials" must be an object of secrets by user name; ${instead}.`,
    );
  }
  const users = Object.entries(credentials);
  if (users.length === 0) throw new OptionError('credentials', '"credentials" must name a user.');
  for (const [username, secret] of users) {
    if (secret === undefined) {
      throw new OptionError(
        'credentials',
        `The secret of ${JSON.stringify(username)} in "credentials" is undefined. Is the variable that you read it from set?`,
      );
    }
    if (hasControls(username)) {
      throw new OptionError(
        'credentials',
        `The user name ${JSON.stringify(username)} in "credentials" has control characters, which no client can send.`,
      );
    }
  }
  return users;
}

/** Whether a text has control characters: RFC 7617, section 2; RFC 8265, section 3.3 (user names). */
export function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
  return /[\0-\x1f\x7f]/.test(text);
}
