import { type Guard, reject } from '@sig/core';
import { quotedParam } from '../header/auth-params.js';
import { challenged, unauthorized } from '../unauthorized.js';
import {
  type BearerOptions,
  type BearerRefusal,
  type CheckedBearerOptions,
  checkBearerOptions,
  isScope,
} from './options.js';
import { parseBearer } from './token.js';

/**
 * A guard for bearer tokens (RFC 6750). Tokens are read from the `Authorization` header alone, never from a form
 * or a query (sections 2.2 and 2.3), and only if there is exactly one.
 *
 * @throws OptionError if an option is wrong
 * @example
 * webhook({ authToken, httpAuth: bearer({ check: (token) => tokens.has(token) }) })
 */
export function bearer(options: BearerOptions): Guard {
  const checked = checkBearerOptions(options);
  const { check } = checked;
  return async (request) => {
    const header = request.header('authorization') ?? '';
    // No error code if there is no token (section 3.1).
    if (!/^Bearer(?:[ \t,]|$)/i.test(header)) return unauthorized(challenge(checked));
    const token = parseBearer(header);
    if (token === undefined) {
      return challenged('malformed-credentials', challenge(checked, { error: 'invalid_request' }));
    }
    const returned: unknown = await check(token, request);
    if (returned === true) return { ok: true };
    const refusal = refusalOf(returned);
    if (refusal === undefined) return reject('guard-failed', { cause: new TypeError(noVerdict) });
    const code = refusal.error === 'invalid_token' ? 'unauthorized' : 'insufficient-scope';
    return challenged(code, challenge(checked, refusal));
  };
}

const noVerdict =
  '"check" of bearer() must return true, false or { error, scope, description }: "error" is "invalid_token" or "insufficient_scope", the others are optional text.';

const refusalNames = ['error', 'scope', 'description'];

/** The refusal that `check` returned; `undefined` if it is not exactly one. */
function refusalOf(returned: unknown): BearerRefusal | undefined {
  if (returned === false) return { error: 'invalid_token' };
  if (typeof returned !== 'object' || returned === null) return undefined;
  if (!Object.keys(returned).every((name) => refusalNames.includes(name))) return undefined;
  const { error, scope, description } = returned as Readonly<Record<string, unknown>>;
  if (error !== 'invalid_token' && error !== 'insufficient_scope') return undefined;
  if (scope !== undefined && !isScope(scope)) return undefined;
  if (description !== undefined && typeof description !== 'string') return undefined;
  return { error, scope, description };
}

/** What a challenge says of the token that came. */
type Reason = Omit<BearerRefusal, 'error'> & { readonly error?: string };

/** A challenge (RFC 6750, section 3). */
function challenge(options: CheckedBearerOptions, reason: Reason = {}): string {
  const { error, scope = options.scope, description = '' } = reason;
  const params = [
    quotedParam('realm', options.realm),
    ...(scope === undefined ? [] : [quotedParam('scope', scope)]),
    ...(error === undefined ? [] : [quotedParam('error', error)]),
    ...(description === '' ? [] : [quotedParam('error_description', allowed(description))]),
  ];
  return `Bearer ${params.join(', ')}`;
}

/** A description, with what section 3 does not allow replaced: it may have been made of what a client sent. */
function allowed(description: string): string {
  return description
    .slice(0, 200)
    .replaceAll('"', "'")
    .replace(/[^ !#-[\]-~]/g, '?');
}
