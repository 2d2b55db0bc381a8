import { hmacSha1, hmacSha1With, hmacSha256, hmacSha256With } from '#hash';
import type { SignatureAlgorithm } from './signature-settings.js';
import type { VerifiedKey } from './verdict.js';

/** One auth token, or several. */
export type AuthTokens = string | readonly string[] | undefined;

/** A key that may have signed a request. */
export interface SigningKey {
  /** How a verdict names it. */
  readonly name: VerifiedKey;
  /** Computes the signature of a string to sign. */
  readonly sign: (stringToSign: string) => string;
}

/** The tokens that can verify anything. An empty token is left out: anybody could sign with it. */
export function usableTokens(tokens: AuthTokens | null): readonly string[] {
  if (typeof tokens === 'string') return tokens === '' ? [] : [tokens];
  const list: readonly unknown[] = Array.isArray(tokens) ? tokens : [tokens];
  return list.filter((token): token is string => typeof token === 'string' && token !== '');
}

/** The keys of tokens that sign few requests, such as those that a look-up has found. */
export function signingKeys(
  tokens: readonly string[],
  algorithm: SignatureAlgorithm = 'HMAC-SHA1',
): SigningKey[] {
  return tokenKeys(tokens, once[algorithm]);
}

/** The keys of tokens that sign many requests: making them costs more, using them about half. */
export function preparedKeys(
  tokens: readonly string[],
  algorithm: SignatureAlgorithm = 'HMAC-SHA1',
): SigningKey[] {
  return tokenKeys(tokens, prepared[algorithm]);
}

function tokenKeys(tokens: readonly string[], hmac: Hmacs[SignatureAlgorithm]): SigningKey[] {
  return tokens.map((token, index) => ({
    name: { kind: 'auth-token', index },
    sign: hmac(token),
  }));
}

/** How to sign with a secret, by algorithm. */
export type Hmacs = Readonly<Record<SignatureAlgorithm, (secret: string) => SigningKey['sign']>>;

/** For secrets that sign few requests, such as those that a look-up has found. */
export const once: Hmacs = {
  'HMAC-SHA256': (secret) => (text) => hmacSha256(secret, text),
  'HMAC-SHA1': (secret) => (text) => hmacSha1(secret, text),
};

/** For secrets that sign many requests. */
export const prepared: Hmacs = { 'HMAC-SHA256': hmacSha256With, 'HMAC-SHA1': hmacSha1With };
