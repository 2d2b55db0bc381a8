import { hmacSha1, hmacSha1With } from '#hash';
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
export function signingKeys(tokens: readonly string[]): SigningKey[] {
  return tokens.map((token, index) => ({
    name: { kind: 'auth-token', index },
    sign: (text) => hmacSha1(token, text),
  }));
}

/** The keys of tokens that sign many requests: making them costs more, using them about half. */
export function preparedKeys(tokens: readonly string[]): SigningKey[] {
  return tokens.map((token, index) => ({
    name: { kind: 'auth-token', index },
    sign: hmacSha1With(token),
  }));
}
