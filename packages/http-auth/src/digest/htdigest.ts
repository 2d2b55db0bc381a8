import { OptionError } from '@sig/core';
import { checkRealm } from '../options.js';
import type { DigestSecret } from './credentials.js';

/**
 * The users of one realm in an htdigest file (Apache's `user:realm:H(A1)`, one per line). Such files hold
 * MD5, so the guard needs `algorithms: ['MD5']`. As in Apache, lines that start with `#` are comments, and
 * the first of several lines for one user counts.
 *
 * @param text the contents of the file
 * @throws OptionError if the text is not a string (a `Buffer`, for example), or the realm is not valid
 * @example
 * digest({ realm: 'calls', credentials: htdigest(readFileSync('.htdigest', 'utf8'), 'calls'), algorithms: ['MD5'] })
 */
export function htdigest(text: string, realm: string): Record<string, DigestSecret> {
  if (typeof text !== 'string') {
    throw new OptionError('text', '"text" must be a string: read the file with an encoding.');
  }
  checkRealm(realm);
  const users: Record<string, DigestSecret> = Object.create(null);
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const match = /^([^:]+):(.*):([0-9a-f]{32})$/i.exec(line.trim());
    if (match?.[1] === undefined || match[2] !== realm || match[3] === undefined) continue;
    users[match[1]] ??= { ha1: { MD5: match[3] } };
  }
  return users;
}
