import { OptionError } from '@sig/core';
import { hasControls } from '@sig/core/adapter';

/** @throws OptionError if the realm is not text that a header can hold */
export function checkRealm(realm: unknown): void {
  checkText('realm', realm);
}

/** @throws OptionError if an option is not text that a quoted-string of a header can hold */
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
 * The users of the option `credentials`, with unchecked secrets.
 *
 * @param instead the alternative that the message names
 * @throws OptionError if it is not an object of secrets by user name, or names no user
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
