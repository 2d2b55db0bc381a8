import { usableTokens } from '../../scheme/keys.js';
import type { Cause } from '../causes.js';
import type { Dimension } from '../dimension.js';

/** Adds the tokens that may have signed. */
export function addTokens(
  dimension: Dimension,
  tokens: readonly string[],
  others: readonly string[] | undefined,
): void {
  for (const token of tokens) {
    const tidy = token
      .trim()
      .replace(/^(['"])(.*)\1$/s, '$2')
      .trim();
    if (tidy !== '' && !tokens.includes(tidy)) dimension.addText(['token-untidy'], 1, tidy);
  }
  for (const token of usableTokens(others ?? [])) {
    if (!tokens.includes(token)) dimension.addText(['token-of-another'], 2, token);
  }
}

/** What a token looks like, if not like an auth token. A look is no proof. */
export function tokenShape(tokens: readonly string[]): Cause | undefined {
  const [token, ...others] = tokens;
  if (token === undefined || others.length > 0) return undefined;
  if (/^(?:AC|SK)[0-9a-f]{32}$/i.test(token)) return 'token-is-account-sid';
  const mixed = /^[A-Za-z0-9]{32}$/.test(token) && /[g-z]/i.test(token) && /[A-Z]/.test(token);
  return mixed && /[a-z]/.test(token) ? 'token-is-api-secret' : undefined;
}
