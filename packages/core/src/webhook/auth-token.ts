import { OptionError } from '../errors.js';
import type { AuthTokens } from '../scheme/keys.js';

/** What a token resolver knows of a request. All of it is what the client says, not yet verified. */
export interface UnverifiedRequest {
  /** The form parameters; `AccountSid` names the account. Unverified: use them to look up a token only. */
  readonly unverifiedParams: { readonly [name: string]: string | string[] | undefined };
  /** The URL. Unverified. */
  readonly unverifiedUrl: string;
  /** A header by its lower-case name. Unverified, and no signature will cover it. */
  readonly header: (name: string) => string | undefined;
}

/**
 * The auth token that signs: one, several (during rotation, or of several accounts), or a function
 * that finds the token of the account that a request claims to come from.
 */
export type AuthToken =
  | string
  | readonly string[]
  | ((request: UnverifiedRequest) => AuthTokens | Promise<AuthTokens>);

/**
 * Checks the `authToken` option, or takes `TWILIO_AUTH_TOKEN` from the environment if the option
 * is absent, and there are no shared keys either. An option that is present but `undefined` is a mistake (an unset variable), not a wish
 * for the default.
 *
 * @returns `undefined` if there are shared keys alone
 * @throws OptionError if there is no token
 */
export function checkAuthToken(options: {
  readonly authToken?: AuthToken | undefined;
  readonly sharedKeys?: unknown;
}): AuthToken | undefined {
  // Whoever has shared keys alone has no need of the token, and may not want it to be accepted.
  if ('sharedKeys' in options && !('authToken' in options)) return undefined;
  const given = 'authToken' in options;
  const authToken = given ? options.authToken : environmentToken();
  if (typeof authToken === 'function') return authToken;
  const tokens = typeof authToken === 'string' ? [authToken] : authToken;
  if (
    Array.isArray(tokens) &&
    tokens.length > 0 &&
    tokens.every((token) => typeof token === 'string' && token !== '')
  ) {
    return tokens;
  }
  throw new OptionError(
    'authToken',
    given
      ? '"authToken" must be a token, a list of tokens, or a function; what was given is empty. Is the variable that you read it from set?'
      : 'There is no auth token: give "authToken", or set TWILIO_AUTH_TOKEN. Without one nothing can be verified.',
  );
}

/** `TWILIO_AUTH_TOKEN`, if there is an environment that has it and may be read (Deno asks). */
export function environmentToken(): string | undefined {
  return environmentVariable('TWILIO_AUTH_TOKEN');
}

function environmentVariable(name: string): string | undefined {
  try {
    const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
    return process?.env?.[name];
  } catch {
    return undefined;
  }
}
