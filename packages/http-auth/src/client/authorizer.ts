import { OptionError } from '@sig/core';
import { checkOptionNames, formatBasic } from '@sig/core/adapter';
import {
  type AuthParams,
  type Challenge,
  parseAuthParams,
  parseChallenges,
} from '../header/auth-params.js';
import {
  type ClientCredentials,
  type ClientRequest,
  DigestSession,
  isAuthentic,
} from './digest-session.js';

/** The options of a client. */
export interface AuthorizerOptions extends ClientCredentials {
  /** Whether to send Basic before any challenge, and to any origin. Default: false. */
  readonly preemptiveBasic?: boolean;
  /**
   * Whether to answer Digest. With `false` an origin that asks for both gets Basic, and one that asks for Digest
   * alone gets no answer to its challenge. Default: true.
   */
  readonly digest?: boolean;
  /** Client nonces, for tests. Default: random. */
  readonly makeCnonce?: () => string;
}

/** Answers challenges, and stays logged in within the protection space of what it has answered. */
export interface Authorizer {
  /** The `Authorization` to send with a request at once; `undefined` for none. */
  authorize(request: ClientRequest): string | undefined;
  /**
   * The `Authorization` to repeat a request with after a 401; `undefined` if no challenge can be answered,
   * if the credentials were refused, or if the origin offered Digest before and now offers only Basic.
   *
   * @param challenges the values of `WWW-Authenticate`
   * @param sent the `Authorization` of the refused request; leave it out if there was none
   */
  answer(
    challenges: readonly string[],
    request: ClientRequest,
    sent?: string | undefined,
  ): string | undefined;
  /**
   * Takes the `Authentication-Info` of a response that was not a 401.
   *
   * @param sent the `Authorization` of the request. Default: the last one that was made. If that belongs to
   * another, parallel request, `rspauth` is not checked.
   * @returns `false` if `rspauth` shows that the server does not know the password
   */
  accept(authenticationInfo: string | undefined, sent?: string | undefined): boolean;
}

/**
 * The client side of Basic and Digest. Prefers the strongest algorithm that is offered, counts `nc`, follows
 * `stale` and `nextnonce`, and sends credentials ahead only within the protection space (RFC 7616, section
 * 3.3, "domain"; RFC 7617, section 2.2). Can be used for parallel requests: what a request carried decides
 * whether its credentials were refused. An origin that has asked for Digest gets no password in clear later.
 *
 * @throws OptionError if an option is wrong
 * @example
 * const client = authorizer({ username: 'user', password: 'secret' })
 * const request = { method: 'GET', url: 'https://example.com/a', target: '/a' }
 * const sent = client.answer(['Basic realm="calls"'], request) // then client.accept(...)
 */
export function authorizer(options: AuthorizerOptions): Authorizer {
  checkAuthorizerOptions(options);
  const { username, password, preemptiveBasic = false, digest: useDigest = true } = options;
  const { makeCnonce } = options;
  const credentials = { username, password };
  /** The origins that have asked for Basic, and for Digest. */
  const basic = new Set<string>();
  const digestOnly = new Set<string>();
  let digest: DigestSession | undefined;
  let last: string | undefined;
  const withDigest = (session: DigestSession, request: ClientRequest) => {
    last = session.authorize(request);
    return last;
  };
  return {
    authorize(request) {
      if (digest?.covers(request)) return withDigest(digest, request);
      const { origin } = new URL(request.url);
      if (digestOnly.has(origin)) return undefined;
      return preemptiveBasic || basic.has(origin) ? formatBasic(credentials) : undefined;
    },
    answer(headers, request, sent) {
      const { origin } = new URL(request.url);
      const challenges = parseChallenges(headers).filter(
        ({ scheme }) => useDigest || scheme !== 'digest',
      );
      const offersBasic = challenges.some(
        ({ scheme, params }) => scheme === 'basic' && 'realm' in params,
      );
      const found = DigestSession.strongest(challenges);
      if (found !== undefined) {
        digestOnly.add(origin);
        // Sending the same credentials again only helps if nothing but the nonce was refused.
        const refused = digestParams(sent)?.realm === found.params.realm && !isStale(found);
        if (refused) return undefined;
        if (!digest?.isOf(found)) {
          digest = new DigestSession(found, credentials, request, makeCnonce);
        }
        return withDigest(digest, request);
      }
      if (!offersBasic) {
        // The origin asked for Digest, even if that cannot be answered.
        if (challenges.some(({ scheme }) => scheme === 'digest')) digestOnly.add(origin);
        return undefined;
      }
      if (digestOnly.has(origin) || /^Basic /i.test(sent ?? '')) return undefined;
      basic.add(origin);
      return formatBasic(credentials);
    },
    accept(authenticationInfo, sent) {
      const info = parseAuthParams(authenticationInfo ?? '');
      const answered = digestParams(sent ?? last);
      if (digest === undefined || info === undefined || answered === undefined) return true;
      if (info.nextnonce !== undefined) digest.follow(answered.nonce, info.nextnonce);
      if (sent === undefined && (info.nc !== answered.nc || info.cnonce !== answered.cnonce)) {
        return true;
      }
      return isAuthentic(info, answered, credentials);
    },
  };
}

function isStale({ params }: Challenge): boolean {
  return params.stale?.toLowerCase() === 'true';
}

/** The parameters of `Authorization: Digest`; `undefined` for anything else. */
function digestParams(authorization: string | undefined): AuthParams | undefined {
  const params = /^Digest +(.*)$/is.exec(authorization ?? '')?.[1];
  return params === undefined ? undefined : parseAuthParams(params);
}

function checkAuthorizerOptions(options: AuthorizerOptions): void {
  checkOptionNames(options, ['username', 'password', 'preemptiveBasic', 'digest', 'makeCnonce']);
  for (const name of ['username', 'password'] as const) {
    if (typeof options[name] === 'string') continue;
    throw new OptionError(name, `"${name}" must be a string.`);
  }
  for (const name of ['preemptiveBasic', 'digest'] as const) {
    if (!(name in options) || typeof options[name] === 'boolean') continue;
    throw new OptionError(name, `"${name}" must be true or false.`);
  }
  const { makeCnonce = String } = options;
  if (typeof makeCnonce !== 'function') {
    throw new OptionError('makeCnonce', '"makeCnonce" must be a function.');
  }
}
