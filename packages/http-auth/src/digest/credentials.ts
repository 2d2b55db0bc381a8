import { OptionError } from '@sig/core';
import { usersOf } from '../options.js';
import { randomSecret } from '../random.js';
import { baseOf, type DigestAlgorithm } from './algorithms.js';
import { ha1, userhash } from './response.js';

/** A password, or its H(A1) in hex: for one algorithm, or for several by name without `-sess`. */
export type DigestSecret =
  | string
  | { readonly ha1: string | Readonly<Partial<Record<DigestAlgorithm, string>>> };

/** What a look-up needs to know besides the user name. */
export interface LookUpDetails {
  readonly realm: string;
  readonly algorithm: DigestAlgorithm;
  /**
   * Whether the name is H(username ":" realm) (RFC 7616, section 3.4.4). Then only `{ ha1 }` is of use,
   * because H(A1) cannot be computed from a password and a hashed name.
   */
  readonly userhash: boolean;
}

/**
 * Finds the secret of a user; `undefined` if there is no such user. Everything else that is not a
 * {@link DigestSecret} for the algorithm means the same: `null`, `''`, an H(A1) of another length. An exception is
 * an error of the server (a database that is down), not a verdict on the user.
 */
export type LookUp = (
  username: string,
  details: LookUpDetails,
) => DigestSecret | undefined | Promise<DigestSecret | undefined>;

/** Secrets by user name, or a function that looks them up. */
export type DigestCredentials = Readonly<Record<string, DigestSecret>> | LookUp;

/** Always an H(A1): one that matches nothing if there is no such user. */
export interface FoundHa1 {
  readonly known: boolean;
  readonly ha1: string;
}

/** Finds H(A1) of a user for an algorithm, with the same work for known and unknown users. */
export type Ha1LookUp = (username: string, details: LookUpDetails) => Promise<FoundHa1>;

/** @throws OptionError if there is no user, or a secret is not usable */
export function ha1LookUp(
  credentials: DigestCredentials,
  realm: string,
  algorithms: readonly DigestAlgorithm[],
): Ha1LookUp {
  const lookUp: (username: string, details: LookUpDetails) => unknown =
    typeof credentials === 'function' ? credentials : listed(credentials, realm, algorithms);
  const nobody = randomSecret();
  return async (username, details) => {
    const secret = await lookUp(username, details);
    const password = isPassword(secret) && !details.userhash ? secret : undefined;
    // One hash whatever was found, so that timing reveals nothing.
    const made = ha1(details.algorithm, username, details.realm, password ?? nobody);
    const found = password === undefined ? givenHa1(secret, details.algorithm) : made;
    return { known: found !== undefined, ha1: found ?? made };
  };
}

function isPassword(secret: unknown): secret is string {
  return typeof secret === 'string' && secret !== '';
}

/** The H(A1) of a `{ ha1 }`; `undefined` if it has none that is valid for the algorithm. */
function givenHa1(secret: unknown, algorithm: DigestAlgorithm): string | undefined {
  if (!isObject(secret)) return undefined;
  const given = isObject(secret.ha1) ? secret.ha1[baseOf(algorithm)] : secret.ha1;
  const form = baseOf(algorithm) === 'MD5' ? /^[0-9a-f]{32}$/i : /^[0-9a-f]{64}$/i;
  return typeof given === 'string' && form.test(given) ? given.toLowerCase() : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function listed(
  credentials: unknown,
  realm: string,
  algorithms: readonly DigestAlgorithm[],
): LookUp {
  const known = new Map<string, { readonly ha1: string }>();
  // Names and hashes of names are kept apart: nobody logs in with a hash as a plain name.
  const keyOf = (algorithm: DigestAlgorithm, hashed: boolean, username: string) =>
    `${baseOf(algorithm)} ${hashed ? 'hash' : 'name'} ${username}`;
  for (const [username, secret] of usersOf(credentials, 'or a function that looks one up')) {
    for (const algorithm of algorithms) {
      const found = { ha1: listedHa1(username, secret, realm, algorithm) };
      known.set(keyOf(algorithm, false, username), found);
      known.set(keyOf(algorithm, true, userhash(algorithm, username, realm)), found);
    }
  }
  return (username, { algorithm, userhash: hashed }) =>
    known.get(keyOf(algorithm, hashed, hashed ? username.toLowerCase() : username));
}

function listedHa1(
  username: string,
  secret: unknown,
  realm: string,
  algorithm: DigestAlgorithm,
): string {
  const found = isPassword(secret)
    ? ha1(algorithm, username, realm, secret)
    : givenHa1(secret, algorithm);
  if (username !== '' && found !== undefined) return found;
  const length = baseOf(algorithm) === 'MD5' ? 32 : 64;
  throw new OptionError(
    'credentials',
    `"credentials" has no usable secret of ${JSON.stringify(username)} for ${algorithm}: give a password, an H(A1) of ${length} hex digits, or other "algorithms".`,
  );
}
