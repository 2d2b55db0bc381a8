import { type Guard, OptionError } from '@sig/core';
import { equal, hmac } from '@sig/core/hash';
import { quotedParam } from '../header/params.js';
import { checkNames, checkRealm } from '../options.js';
import { randomSecret } from '../random.js';
import { unauthorized } from '../unauthorized.js';
import { parseBasic } from './credentials.js';

/** The options of {@link basic}: `credentials` or `check`. */
export interface BasicOptions {
  /** What the user is asked for credentials for. */
  readonly realm: string;
  /** Passwords by user name. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** Checks credentials that cannot be listed. Compare in constant time, and unknown users as well. */
  readonly check?: (username: string, password: string) => boolean | Promise<boolean>;
}

/**
 * A guard for HTTP Basic (RFC 7617). Unknown users cost what known ones do, and no answer tells which
 * part was wrong.
 *
 * @throws OptionError where an option is wrong
 * @example
 * webhook({ authToken, httpAuth: basic({ realm: 'calls', credentials: { user: 'secret' } }) })
 */
export function basic(options: BasicOptions): Guard {
  checkNames(options, ['realm', 'credentials', 'check']);
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
    if (typeof check === 'function') return check;
    throw new OptionError('check', '"check" must be a function of user name and password.');
  }
  const known = new Map(Object.entries(credentials ?? {}));
  for (const [username, password] of known) {
    if (username.includes(':') || typeof password !== 'string' || password === '') {
      throw new OptionError(
        'credentials',
        '"credentials" must have passwords by user name: no password empty, no colon in a name (RFC 7617, section 2).',
      );
    }
  }
  if (known.size === 0) throw new OptionError('credentials', '"credentials" must name a user.');
  // Compared as HMACs of one length, so that time tells nothing of the passwords.
  const key = randomSecret();
  const digest = (text: string) => hmac('sha256', key, text, 'base64');
  const digests = new Map([...known].map(([name, password]) => [name, digest(password)]));
  const nobody = digest('');
  return (username, password) => {
    const expected = digests.get(username);
    return equal(digest(password), expected ?? nobody) && expected !== undefined;
  };
}
