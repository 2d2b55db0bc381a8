import { OptionError, type WebhookRequest } from '@sig/core';
import { checkOptionNames } from '@sig/core/adapter';
import { checkFunction, checkRealm } from '../options.js';

/** Why a token is refused (RFC 6750, section 3.1). The client reads all of it. */
export interface BearerRefusal {
  /**
   * `invalid_token`: expired, revoked or unknown (401). `insufficient_scope`: valid, but not for this request
   * (403).
   */
  readonly error: 'invalid_token' | 'insufficient_scope';
  /** The scope that the request needs. Default: the option `scope`. */
  readonly scope?: string | undefined;
  /**
   * A sentence for the developer of the client, of printable ASCII. Characters that the RFC does not allow
   * are replaced, and it is cut at 200 characters.
   */
  readonly description?: string | undefined;
}

/**
 * Checks a token. Only `true` accepts; `false` means `{ error: 'invalid_token' }`. If it returns anything else, or
 * throws, that is an error of the server (`guard-failed`), not a verdict on the token.
 */
export type BearerCheck = (
  token: string,
  request: WebhookRequest,
) => boolean | BearerRefusal | Promise<boolean | BearerRefusal>;

/** The options of {@link bearer}. */
export interface BearerOptions {
  /** Checks a token, also asynchronously. Compare in constant time if you know the token. */
  readonly check: BearerCheck;
  /** What the client needs a token for. Default: `webhooks`. */
  readonly realm?: string | undefined;
  /**
   * The scope that the challenge names: names separated by spaces. `check` enforces it. Default: none.
   */
  readonly scope?: string | undefined;
}

/** Options of {@link bearer}, checked, with their defaults. */
export interface CheckedBearerOptions {
  readonly check: BearerCheck;
  readonly realm: string;
  readonly scope: string | undefined;
}

/** @throws OptionError that names the option */
export function checkBearerOptions(options: BearerOptions): CheckedBearerOptions {
  checkOptionNames(options, ['check', 'realm', 'scope']);
  // A challenge has at least one parameter (RFC 6750, section 3).
  const { check, realm = 'webhooks', scope } = options;
  checkFunction('check', check, 'it takes a token and the request');
  checkRealm(realm);
  if (scope === undefined || isScope(scope)) return { check, realm, scope };
  const hint = Array.isArray(scope) ? ' Join the list with spaces.' : '';
  throw new OptionError(
    'scope',
    `"scope" must be names of printable ASCII without quotes and backslashes, separated by single spaces.${hint}`,
  );
}

/** Whether a value is a `scope` (RFC 6749, section 3.3). */
export function isScope(value: unknown): value is string {
  return typeof value === 'string' && /^[!#-[\]-~]+(?: [!#-[\]-~]+)*$/.test(value);
}
