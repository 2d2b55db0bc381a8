import { usableTokens } from '../../scheme/keys.js';
import type { Cause } from '../causes.js';
import { costs, type Dimension } from '../dimension.js';
import { safely } from './safely.js';

/** How a token is set wrong, and what it was before. */
const changes: readonly (readonly [Cause, (token: string) => string])[] = [
  ['token-untidy', (token) => token.trim()],
  ['token-untidy', unquoted],
  // A byte order mark, or blanks that do not show.
  ['token-untidy', (token) => token.replace(/[^\x21-\x7e]/g, '')],
  // "\n" that was written and not meant.
  ['token-untidy', (token) => token.replace(/(?:\\[rn])+$/, '')],
  ['token-untidy', (token) => unquoted(token.replace(/\s+(?:#|\/\/).*$/s, ''))],
  ['token-untidy', (token) => unquoted(token.replace(named, ''))],
  ['token-untidy', (token) => unquoted(token.replace(named, '').replace(/\s+#.*$/s, ''))],
  ['token-untidy', (token) => token.replace(/^(?:Bearer|Basic|token)[ :]+/i, '').trim()],
  ['token-untidy', (token) => token.replace(/^<(.*)>$/s, '$1')],
  ['token-untidy', (token) => token.replace(/[;,]\s*$/, '')],
  ['token-encoded', (token) => atob(token.trim()).trim()],
  ['token-encoded', (token) => btoa(token)],
  ['token-encoded', (token) => btoa(`${token}\n`)],
  ['token-encoded', decodeURIComponent],
];

/** `export NAME=` of a shell, `NAME=` of an env file, `NAME: ` of YAML. */
const named = /^\s*(?:export\s+|set\s+)?[A-Za-z_][A-Za-z0-9_]*\s*[=:]\s*/;

/** Of more tokens than that no forms are tried. */
const maxVaried = 4;
/** No token is so long. */
const maxToken = 256;

/** Adds the tokens that may have signed. */
export function addTokens(
  dimension: Dimension,
  tokens: readonly string[],
  others: readonly string[] | undefined,
): void {
  const known = new Set(tokens);
  const add = (causes: readonly Cause[], cost: number, token: string) => {
    if (token === '' || known.has(token)) return;
    known.add(token);
    dimension.addText(causes, cost, token);
  };
  for (const token of tokens.slice(0, maxVaried)) {
    if (token.length > maxToken) continue;
    for (const [cause, change] of changes) {
      const changed = safely(token, change);
      const isEvident = cause === 'token-untidy' && changed.length < token.length;
      add([cause], isEvident ? costs.evident : costs.usual, changed);
    }
  }
  for (const token of usableTokens(others ?? [])) add(['token-of-another'], costs.likely, token);
}

function unquoted(token: string): string {
  return token
    .trim()
    .replace(/^(['"`])(.*)\1$/s, '$2')
    .trim();
}
