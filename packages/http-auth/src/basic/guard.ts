import { type Guard, OptionError } from '@sig/core';
import { checkOptionNames, equal, hasControls, hmac, parseBasic } from '@sig/core/adapter';
import { quotedParam } from '../header/auth-params.js';
import { checkFunction, checkRealm, usersOf } from '../options.js';
import { randomSecret } from '../random.js';
import { unauthorized } from '../unauthorized.js';

/** The options of {@link basic}: `credentials` or `check`. */
export interface BasicOptions {
  /** What the user is asked for credentials for. */
  readonly realm: string;
  /** Passwords by user name. */
  readonly credentials?: Readonly<Record<string, string>> | undefined;
  /**
   * Checks credentials that cannot be listed. Only `true` accepts; an exception is an error of the
   * server. Compare in constant time, and do the same work for unknown users.
   */
  readonly check?: ((username: string, password: string) => boolean | Promise<boolean>) | undefined;
}

/**
 * A guard for HTTP Basic (RFC 7617). Unknown users take the same work as known ones, and no answer
 * reveals which part was wrong.
 *
 * @throws OptionError if an option is wrong
 * @example
 * webhook({ authToken, httpAuth: basic({ realm: 'calls', credentials: { user: 'secret' } }) })
 */
export function basic(options: BasicOptions): Guard {
  checkOptionNames(options, ['realm', 'credentials', 'check']);
  checkRealm(options.realm);
  const check = checkOf(options);
  const challenge = `Basic ${quotedParam('realm', options.realm)}, charset="UTF-8"`;
  return async (request) => {
    const given = parseBasic(request.header('authorization'));
    if (given === undefined) return unauthorized(challenge);
    const good = (await check(given.username, given.password)) === true;
    return good ? { ok: true } : unauthorized(challenge);
  };
}

function checkOf({ credentials, check }: BasicOptions): NonNullable<BasicOptions['check']> {
  if ((credentials === undefined) === (check === undefined)) {
    throw new OptionError('credentials', 'Give either "credentials" or "check".');
  }
  if (check !== undefined) {
    checkFunction('check', check, 'it takes a user name and a password');
    return check;
  }
  const known = usersOf(credentials, 'a function is given as "check"').map(checkUser);
  // Compared as HMACs of one length, so that timing reveals nothing about the passwords.
  const key = randomSecret();
  const digest = (text: string) => hmac('sha256', key, text, 'base64');
  const digests = new Map(known.map(([name, password]) => [name, digest(password)]));
  const nobody = digest('');
  return (username, password) => {
    const expected = digests.get(username);
    return equal(digest(password), expected ?? nobody) && expected !== undefined;
  };
}

function checkUser([username, password]: [string, unknown]): [string, string] {
  if (username.includes(':') || typeof password !== 'string' || password === '') {
    throw new OptionError(
      'credentials',
      '"credentials" must have passwords by user name: no password empty, no colon in a name (RFC 7617, section 2).',
    );
  }
  if (!hasControls(password)) return [username, password];
  throw new OptionError(
    'credentials',
    `The password of ${JSON.stringify(username)} in "credentials" has control characters, which no client can send: a line break at its end?`,
  );
}
