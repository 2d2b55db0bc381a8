// A client of RFC 7616 by the letter: what a guard must accept, and nothing else.
import { createHash } from 'node:crypto';
import { authParams, challenges, extValue } from './header.js';
import { utf8 } from './url.js';

/** What a client knows and asks for. */
export interface DigestLogin {
  readonly username: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly body: Uint8Array;
  readonly qop: string;
  readonly nc: number;
  readonly cnonce: string;
}

const hashes: Readonly<Record<string, string>> = {
  md5: 'md5',
  'sha-256': 'sha256',
  'sha-512-256': 'sha512-256',
};

/** The hash function of an algorithm, with or without `-sess`. */
function hashOf(algorithm: string): (data: string | Uint8Array) => string {
  const name = hashes[algorithm.toLowerCase().replace(/-sess$/, '')];
  if (name === undefined) throw new RangeError(`There is no ${algorithm}.`);
  return (data) => createHash(name).update(data).digest('hex');
}

/** The parameters of `Authorization: Digest` in answer to a challenge, unquoted. */
export function credentials(challenge: string, login: DigestLogin): Record<string, string> {
  const {
    realm = '',
    nonce = '',
    algorithm = 'MD5',
    opaque,
    userhash,
  } = challenges(challenge)[0]?.params ?? {};
  const { username, password, method, uri, body, qop, cnonce } = login;
  const h = hashOf(algorithm);
  const nc = login.nc.toString(16).padStart(8, '0');
  const user = `${username}:${realm}:${password}`;
  const a1 = /-sess$/i.test(algorithm) ? `${h(user)}:${nonce}:${cnonce}` : user;
  const a2 = `${method}:${uri}${qop === 'auth-int' ? `:${h(body)}` : ''}`;
  const response = h(`${h(a1)}:${nonce}:${nc}:${cnonce}:${qop}:${h(a2)}`);
  const isHashed = userhash === 'true';
  return {
    username: isHashed ? h(`${username}:${realm}`) : Buffer.from(username).toString('latin1'),
    realm,
    uri,
    algorithm,
    nonce,
    nc,
    cnonce,
    qop,
    response,
    ...(opaque === undefined ? {} : { opaque }),
    ...(isHashed ? { userhash: 'true' } : {}),
  };
}

/** What credentials say, so that two spellings of the same are equal; `undefined` if they cannot be read. */
export function meaning(header: string): string | undefined {
  const params = /^digest(?=[ \t])/i.test(header) ? authParams(header.slice(6)) : undefined;
  if (params === undefined) return undefined;
  const { realm, uri, nonce, nc, cnonce, qop, response, opaque } = params;
  const extended = params['username*'];
  const name =
    extended === undefined
      ? params.username && (utf8(Buffer.from(params.username, 'latin1')) ?? params.username)
      : params.username === undefined
        ? extValue(extended)
        : undefined;
  const { algorithm = 'MD5', userhash = 'false' } = params;
  const cases = [qop, response, algorithm, userhash].map((one) => one?.toLowerCase());
  // A hash is hex, of which either case is the same number.
  const user = cases[3] === 'true' ? name?.toLowerCase() : name;
  return JSON.stringify([user, realm, uri, nonce, nc, cnonce, opaque ?? null, ...cases]);
}
