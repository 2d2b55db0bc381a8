import { OptionError } from '../errors.js';
import { type AccountSid, checkAccountSid } from '../scheme/account-sid.js';
import { preparedKeys, usableTokens } from '../scheme/keys.js';
import type { Provider } from '../scheme/providers.js';
import { preparedSharedKeys, type SharedKeys } from '../scheme/shared-keys.js';
import type { SignedParts } from '../scheme/signed-parts.js';
import type { Verdict } from '../scheme/verdict.js';
import { guarded, type Keyring, verifyParts, withAccount } from '../scheme/verify.js';
import { checkAuthToken } from './auth-token.js';
import { checkOptionNames } from './option-names.js';
import { checkHeader, checkProvider } from './options.js';

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
  /** The name of the signature header in `headers`. Default: `x-twilio-signature`. */
  readonly header?: string | undefined;
  /** The service that sends; one that is not `twilio` needs `headers`. Default: `twilio`. */
  readonly provider?: Provider | undefined;
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
 * const verdict = verifier.verify({ headers: request.headers, url, body })
 * if (verdict.ok) verdict.params.Digits
 */
export function createVerifier(options: VerifierOptions = {}): Verifier {
  checkOptionNames(options, ['authToken', 'sharedKeys', 'accountSid', 'header', 'provider']);
  const { accountSid } = options;
  checkAccountSid(accountSid);
  const header = checkHeader(options.header);
  const forms = checkProvider(options);
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
  const keys = {
    'HMAC-SHA1': preparedKeys(usableTokens(authToken)),
    // Only some providers sign with it.
    'HMAC-SHA256': forms === undefined ? [] : preparedKeys(usableTokens(authToken), 'HMAC-SHA256'),
  };
  const shared =
    options.sharedKeys === undefined ? undefined : preparedSharedKeys(options.sharedKeys);
  const keyring: Keyring = {
    tokens: (algorithm) => keys[algorithm],
    shared: (id) => shared?.get(id),
    header,
    forms,
  };
  return {
    verify: (request) =>
      guarded(() => {
        const verdict = verifyParts(request, keyring);
        if (!verdict.ok || accountSid === undefined) return verdict;
        return withAccount(verdict, accountSid);
      }),
  };
}
