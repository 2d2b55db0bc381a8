import { OptionError } from '@sig/core';
import { baseOf, type DigestAlgorithm } from './algorithms.js';
import { ha1, userhash } from './response.js';

/** A password, or H(A1) of it (hex): of one algorithm, or of several by name without `-sess`. */
export type DigestSecret =
  | string
  | { readonly ha1: string | Readonly<Partial<Record<DigestAlgorithm, string>>> };

/** What a look-up is asked for. */
export interface LookUpDetails {
  readonly realm: string;
  readonly algorithm: DigestAlgorithm;
  /** Whether the name is H(username ":" realm) (RFC 7616, section 3.4.4). */
  readonly userhash: boolean;
}

/** Finds the secret of a user; `undefined` where there is no such user. */
export type LookUp = (
  username: string,
  details: LookUpDetails,
) => DigestSecret | undefined | Promise<DigestSecret | undefined>;

/** Secrets by user name, or a function that looks them up. */
export type DigestCredentials = Readonly<Record<string, DigestSecret>> | LookUp;

/** Finds H(A1) of a user for an algorithm. */
export type Ha1LookUp = (
  username: string,
  details: LookUpDetails,
) => Promise<{ ha1: string } | undefined>;

/** @throws OptionError where there is no user, or a secret is none */
export function ha1LookUp(
  credentials: DigestCredentials,
  realm: string,
  algorithms: readonly DigestAlgorithm[],
): Ha1LookUp {
  const lookUp =
    typeof credentials === 'function' ? credentials : listed(credentials, realm, algorithms);
  return async (username, details) => {
    const secret = await lookUp(username, details);
    if (secret === undefined || secret === '') return undefined;
    const found = toHa1(secret, username, details);
    return found === undefined ? undefined : { ha1: found };
  };
}

function toHa1(
  secret: DigestSecret,
  username: string,
  { realm, algorithm, userhash }: LookUpDetails,
): string | undefined {
  if (typeof secret !== 'string') {
    const { ha1: known } = secret;
    return (typeof known === 'string' ? known : known[baseOf(algorithm)])?.toLowerCase();
  }
  // Of a hashed name no H(A1) can be made.
  return userhash ? undefined : ha1(algorithm, username, realm, secret);
}

function listed(
  credentials: Readonly<Record<string, DigestSecret>>,
  realm: string,
  algorithms: readonly DigestAlgorithm[],
): LookUp {
  const users = Object.entries(credentials ?? {});
  if (users.length === 0) {
    throw new OptionError('credentials', '"credentials" must name a user, or be a function.');
  }
  const byName = new Map<string, (algorithm: DigestAlgorithm) => DigestSecret>();
  for (const [username, secret] of users) {
    for (const algorithm of algorithms) checkSecret(username, secret, realm, algorithm);
    const secretFor = (algorithm: DigestAlgorithm): DigestSecret =>
      typeof secret === 'string' ? { ha1: ha1(algorithm, username, realm, secret) } : secret;
    byName.set(username, secretFor);
    for (const algorithm of algorithms) {
      byName.set(`${baseOf(algorithm)} ${userhash(algorithm, username, realm)}`, secretFor);
    }
  }
  return (username, { algorithm, userhash }) =>
    byName.get(userhash ? `${baseOf(algorithm)} ${username.toLowerCase()}` : username)?.(algorithm);
}

function checkSecret(
  username: string,
  secret: DigestSecret,
  realm: string,
  algorithm: DigestAlgorithm,
): void {
  const details = { realm, algorithm, userhash: false };
  const known = typeof secret === 'string' && secret === '' ? '' : toHa1(secret, username, details);
  const length = baseOf(algorithm) === 'MD5' ? 32 : 64;
  if (username !== '' && new RegExp(`^[0-9a-f]{${length}}$`).test(known ?? '')) return;
  throw new OptionError(
    'credentials',
    `"credentials" has no usable secret of ${JSON.stringify(username)} for ${algorithm}: give a password, an H(A1) of ${length} hex digits, or other "algorithms".`,
  );
}
