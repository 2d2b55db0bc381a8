import { formatBasic } from '../basic/credentials.js';
import { type Challenge, parseAuthParams, parseChallenges } from '../header/params.js';
import { DigestSession } from './digest-session.js';

/** The credentials of a client. */
export interface ClientCredentials {
  readonly username: string;
  readonly password: string;
}

/** A request that credentials are made for. */
export interface ClientRequest {
  readonly method: string;
  /** The whole URL. */
  readonly url: string;
  /** The request target, as it goes out. */
  readonly target: string;
  readonly body?: Uint8Array | undefined;
}

/** What a client can be told. */
export interface AuthorizerOptions extends ClientCredentials {
  /** Whether to send Basic before any challenge. Default: false. */
  readonly preemptiveBasic?: boolean;
  /** Client nonces, for tests. Default: random. */
  readonly makeCnonce?: () => string;
}

/** Answers challenges, and stays logged in within the protection space of what it has answered. */
export interface Authorizer {
  /** The `Authorization` to send with a request at once; `undefined` for none. */
  authorize(request: ClientRequest): string | undefined;
  /**
   * The `Authorization` to repeat a request with after a 401; `undefined` where there is nothing to
   * answer with, or the credentials were refused.
   *
   * @param challenges the values of `WWW-Authenticate`
   */
  answer(challenges: readonly string[], request: ClientRequest): string | undefined;
  /**
   * Takes the `Authentication-Info` of a response that was not a 401.
   *
   * @returns `false` where `rspauth` shows that the server does not know the password
   */
  accept(authenticationInfo: string | undefined): boolean;
}

/**
 * The client side of Basic and Digest: prefers the strongest algorithm that is offered, counts `nc`, follows
 * `stale` and `nextnonce`, and sends credentials ahead only within the protection space (RFC 7616, section
 * 3.3, "domain"; RFC 7617, section 2.2).
 */
export function authorizer(options: AuthorizerOptions): Authorizer {
  const { username, password, preemptiveBasic = false, makeCnonce } = options;
  let basic = preemptiveBasic;
  let digest: DigestSession | undefined;
  return {
    authorize(request) {
      if (digest !== undefined)
        return digest.covers(request) ? digest.authorize(request) : undefined;
      return basic ? formatBasic({ username, password }) : undefined;
    },
    answer(headers, request) {
      const challenges = parseChallenges(headers);
      const found = DigestSession.strongest(challenges);
      if (found !== undefined) {
        // The same credentials again can only help if it is but the nonce that was refused.
        const refused = digest?.covers(request) === true && !isStale(found);
        if (refused && digest?.realm === found.params.realm) return undefined;
        digest = new DigestSession(found, { username, password }, request, makeCnonce);
        return digest.authorize(request);
      }
      const offered = challenges.some(
        ({ scheme, params }) => scheme === 'basic' && 'realm' in params,
      );
      if (!offered || basic) return undefined;
      basic = true;
      return formatBasic({ username, password });
    },
    accept(authenticationInfo) {
      if (digest === undefined || authenticationInfo === undefined) return true;
      const params = parseAuthParams(authenticationInfo);
      return params === undefined || digest.accept(params);
    },
  };
}

function isStale({ params }: Challenge): boolean {
  return params.stale?.toLowerCase() === 'true';
}
