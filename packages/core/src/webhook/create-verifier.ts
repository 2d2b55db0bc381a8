import { OptionError } from '../errors.js';
import { type AccountSid, checkAccountSid } from '../scheme/account-sid.js';
import { preparedKeys, usableTokens } from '../scheme/keys.js';
import { preparedSharedKeys, type SharedKeys } from '../scheme/shared-keys.js';
import type { Verdict } from '../scheme/verdict.js';
import { guarded, type SignedParts, verifyParts, withAccount } from '../scheme/verify.js';
import { checkAuthToken } from './auth-token.js';
import { checkOptionNames } from './options.js';

export type { SignedParts };

/** The options of {@link createVerifier}. */
export interface VerifierOptions {
  /**
   * The auth token, or several to try in turn. Default: the environment variable `TWILIO_AUTH_TOKEN`, or none if
   * there are `sharedKeys`.
   */
  readonly authToken?: string | readonly string[] | undefined;
  /** Shared keys by their ids, for requests with `signatureSettings`. Default: none. */
  readonly sharedKeys?: SharedKeys | undefined;
  /** The account or accounts that a verified request must name as `AccountSid`. Default: any. */
  readonly accountSid?: AccountSid | undefined;
}

/** Verifies requests with options that have been checked once. */
export interface Verifier {
  /** Never throws: whatever is wrong with the request is the error of the verdict. */
  verify(request: SignedParts): Verdict;
}

/**
 * A verifier of requests in parts, made once and used for every request. For `Request` objects and for
 * `node:http` there are `createVerifier` of `@sig/core/fetch` and of `@sig/core/node`.
 *
 * @throws OptionError at once if an option is wrong or there is no key
 * @example
 * const verifier = createVerifier({ authToken })
 * const verdict = verifier.verify({ signature, url, contentType, body })
 * if (verdict.ok) verdict.params.Digits
 */
export function createVerifier(options: VerifierOptions = {}): Verifier {
  checkOptionNames(options, ['authToken', 'sharedKeys', 'accountSid']);
  const { accountSid } = options;
  checkAccountSid(accountSid);
  const authToken = checkAuthToken(options);
  if (typeof authToken === 'function') {
    throw new OptionError(
      'authToken',
      '"authToken" must be a token or a list of tokens here: a function is for webhook(), and for createVerifier() of @sig/core/fetch and @sig/core/node.',
    );
  }
  if (typeof options.sharedKeys === 'function') {
    throw new OptionError(
      'sharedKeys',
      '"sharedKeys" must be an object of secrets by key id here: a function is for webhook(), and for createVerifier() of @sig/core/fetch and @sig/core/node.',
    );
  }
  const keys = preparedKeys(usableTokens(authToken));
  const shared =
    options.sharedKeys === undefined ? undefined : preparedSharedKeys(options.sharedKeys);
  const keyring = { tokens: () => keys, shared: (id: string) => shared?.get(id) };
  return {
    verify: (request) =>
      guarded(() => {
        const verdict = verifyParts(request, keyring);
        if (!verdict.ok || accountSid === undefined) return verdict;
        return withAccount(verdict, accountSid);
      }),
  };
}
