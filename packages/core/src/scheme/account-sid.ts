import { queryValues } from './body-hash.js';
import type { Params } from './params.js';
import { OptionError } from '../errors.js';

/** The account or accounts that a route serves. */
export type AccountSid = string | readonly string[];

/**
 * Whether a verified request names one of these accounts, exactly once: in the form if there is one,
 * else in the query. The string to sign has no delimiters, so whoever holds a genuine request can
 * move the borders between names and values; `AccountSid` sorts first and is lost by most moves.
 */
export function isForAccount(accountSid: AccountSid, params: Params, url: string): boolean {
  const accounts: readonly unknown[] = Array.isArray(accountSid) ? accountSid : [accountSid];
  if (Object.keys(params).length > 0)
    return typeof params.AccountSid === 'string' && accounts.includes(params.AccountSid);
  const values = queryValues(url, 'AccountSid');
  return values.length === 1 && accounts.includes(values[0]);
}

/** @throws OptionError if an `accountSid` is empty or not a string */
export function checkAccountSid(accountSid: AccountSid | undefined): void {
  if (accountSid === undefined) return;
  const accounts: readonly unknown[] = typeof accountSid === 'string' ? [accountSid] : accountSid;
  const good = (account: unknown) => typeof account === 'string' && account !== '';
  if (Array.isArray(accounts) && accounts.length > 0 && accounts.every(good)) return;
  throw new OptionError(
    'accountSid',
    '"accountSid" must be an account SID or a list of them, none of them empty.',
  );
}
