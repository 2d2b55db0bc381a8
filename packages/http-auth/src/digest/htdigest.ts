import type { DigestSecret } from './credentials.js';

/**
 * The users of an htdigest file (Apache's `user:realm:H(A1)`, a line each) in one realm. Such files hold
 * MD5, so the guard needs `algorithms: ['MD5']`.
 *
 * @param text what the file holds
 * @example
 * digest({ realm: 'calls', credentials: htdigest(readFileSync('.htdigest', 'utf8'), 'calls'), algorithms: ['MD5'] })
 */
export function htdigest(text: string, realm: string): Record<string, DigestSecret> {
  const users: Record<string, DigestSecret> = Object.create(null);
  for (const line of text.split(/\r?\n/)) {
    const match = /^([^:]+):(.*):([0-9a-f]{32})$/i.exec(line.trim());
    if (match?.[1] === undefined || match[2] !== realm || match[3] === undefined) continue;
    users[match[1]] = { ha1: { MD5: match[3] } };
  }
  return users;
}
