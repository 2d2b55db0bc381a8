import { hmacSha1, hmacSha1With } from '#hash';

/** One auth token, or several. */
export type AuthTokens = string | readonly string[] | undefined;

/** Computes the signature of a string to sign with a key. */
export type SigningKey = (stringToSign: string) => string;

/** The tokens that can verify anything. An empty token is left out: anybody could sign with it. */
export function usableTokens(tokens: AuthTokens | null): readonly string[] {
  if (typeof tokens === 'string') return tokens === '' ? [] : [tokens];
  const list: readonly unknown[] = Array.isArray(tokens) ? tokens : [tokens];
  return list.filter((token): token is string => typeof token === 'string' && token !== '');
}

/** The keys of tokens that sign few requests, such as those that a look-up has found. */
export function signingKeys(tokens: readonly string[]): SigningKey[] {
  return tokens.map((token) => (text) => hmacSha1(token, text));
}

/** The keys of tokens that sign many requests: making them costs more, using them about half. */
export function preparedKeys(tokens: readonly string[]): SigningKey[] {
  return tokens.map(hmacSha1With);
}
