import { usableTokens } from '../../token.js';
import type { Cause } from '../causes.js';
import type { Variant } from '../input.js';

/** The tokens that may have signed. */
export function tokenVariants(
  tokens: readonly string[],
  others: readonly string[],
): Variant<string>[] {
  const tidy = tokens.map((token) =>
    token
      .trim()
      .replace(/^(['"])(.*)\1$/s, '$2')
      .trim(),
  );
  return [
    ...tidy
      .filter((token) => token !== '' && !tokens.includes(token))
      .map((value): Variant<string> => ({ value, causes: ['token-untidy'], cost: 1 })),
    ...usableTokens(others)
      .filter((token) => !tokens.includes(token))
      .map((value): Variant<string> => ({ value, causes: ['token-of-another'], cost: 2 })),
  ];
}

/** What a token looks like, if not like an auth token. A look is no proof. */
export function tokenShape(tokens: readonly string[]): Cause | undefined {
  const [token, ...others] = tokens;
  if (token === undefined || others.length > 0) return undefined;
  if (/^(?:AC|SK)[0-9a-f]{32}$/i.test(token)) return 'token-is-account-sid';
  const mixed = /^[A-Za-z0-9]{32}$/.test(token) && /[g-z]/i.test(token) && /[A-Z]/.test(token);
  return mixed && /[a-z]/.test(token) ? 'token-is-api-secret' : undefined;
}
