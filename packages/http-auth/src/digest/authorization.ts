import { hasControls } from '@sig/core/adapter';
import { parseAuthParams } from '../header/auth-params.js';
import { decodeExtValue, fromLatin1 } from '../header/ext-value.js';
import { algorithmNamed, baseOf } from './algorithms.js';
import type { DigestInput } from './response.js';

/** The credentials of `Authorization: Digest` (RFC 7616, section 3.4). */
export interface DigestAuthorization extends DigestInput {
  readonly username: string;
  /** Whether `username` is H(username ":" realm). */
  readonly userhash: boolean;
  readonly realm: string;
  readonly response: string;
  readonly opaque: string | undefined;
}

/**
 * Reads `Authorization: Digest`.
 *
 * @returns `undefined` if it is malformed: a parameter is missing, repeated or invalid
 */
export function parseDigest(credentials: string): DigestAuthorization | undefined {
  const params = parseAuthParams(credentials);
  if (params === undefined) return undefined;
  const { realm, nonce, uri, response, nc = '', cnonce, opaque, userhash = 'false' } = params;
  const algorithm = algorithmNamed(params.algorithm);
  const qop = params.qop?.toLowerCase();
  const username = usernameOf(params.username, params['username*'], userhash.toLowerCase());
  if (
    username === undefined ||
    realm === undefined ||
    nonce === undefined ||
    uri === undefined ||
    response === undefined ||
    hasControls(username) ||
    cnonce === undefined ||
    // ASCII only (section 3.4); Authentication-Info repeats it.
    !/^[\x20-\x7e]+$/.test(cnonce) ||
    algorithm === undefined ||
    (qop !== 'auth' && qop !== 'auth-int') ||
    !/^[0-9a-f]{8}$/i.test(nc) ||
    Number.parseInt(nc, 16) === 0 ||
    !/^(?:true|false)$/i.test(userhash) ||
    !new RegExp(`^[0-9a-f]{${baseOf(algorithm) === 'MD5' ? 32 : 64}}$`, 'i').test(response)
  ) {
    return undefined;
  }
  return {
    username,
    userhash: userhash.toLowerCase() === 'true',
    realm,
    nonce,
    uri,
    response: response.toLowerCase(),
    nc,
    cnonce,
    qop,
    algorithm,
    opaque,
  };
}

/** Exactly one of `username` and `username*`; never the latter for a hash (RFC 7616, section 3.4). */
function usernameOf(
  plain: string | undefined,
  extended: string | undefined,
  userhash: string,
): string | undefined {
  // Node reads header bytes as Latin-1; some clients send bare UTF-8 bytes (`charset`).
  if (extended === undefined) return plain === undefined ? undefined : fromLatin1(plain);
  if (plain !== undefined || userhash === 'true') return undefined;
  return decodeExtValue(extended);
}
