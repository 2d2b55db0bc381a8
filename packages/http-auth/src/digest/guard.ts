import { type Guard, type Rejected, reject, type WebhookRequest } from '@sig/core';
import { equal } from '@sig/core/adapter';
import { quotedParam } from '../header/auth-params.js';
import { unauthorized } from '../unauthorized.js';
import { type DigestAuthorization, parseDigest } from './authorization.js';
import { clockSkew, type NonceLife } from './nonce-counts.js';
import { type CheckedDigestOptions, checkDigestOptions, type DigestOptions } from './options.js';
import { digestResponse, responseAuth } from './response.js';
import { isTarget, targetsOf } from './target.js';

/**
 * A guard for HTTP Digest (RFC 7616). Nonces need no memory; each nonce count is accepted once, in any
 * order, so a captured `Authorization` is refused and parallel requests are not. Unknown users take
 * the same work as known ones, and no answer reveals which part was wrong.
 *
 * @throws OptionError if an option is wrong
 * @example
 * webhook({ authToken, httpAuth: digest({ realm: 'calls', credentials: { user: 'secret' } }) })
 */
export function digest(options: DigestOptions): Guard {
  const checked = checkDigestOptions(options);
  return async (request) => {
    const header = request.header('authorization') ?? '';
    if (!/^Digest(?:[ \t]|$)/i.test(header)) return challenge(checked, false);
    const given = parseDigest(header.slice('Digest'.length));
    if (given === undefined) return reject('malformed-credentials');
    const { prefix, algorithms, qop, realm, opaque } = checked;
    if (!isTarget(given.uri, targetsOf(request), prefix)) {
      return reject('malformed-credentials');
    }
    if (
      given.realm !== realm ||
      given.opaque !== opaque ||
      !algorithms.includes(given.algorithm) ||
      !qop.includes(given.qop)
    ) {
      return challenge(checked, false);
    }
    return verify(checked, given, request);
  };
}

async function verify(
  options: CheckedDigestOptions,
  given: DigestAuthorization,
  request: WebhookRequest,
) {
  const { realm, lookUp, nonces, store } = options;
  const { algorithm, userhash } = given;
  const user = await lookUp(given.username, { realm, algorithm, userhash });
  const body = given.qop === 'auth-int' ? (await request.body()).bytes : undefined;
  // A body whose bytes are gone cannot be verified.
  if (given.qop === 'auth-int' && body === undefined) return reject('body-already-parsed');
  const expected = digestResponse(given, user.ha1, request.method, body);
  if (!equal(expected, given.response) || !user.known) return challenge(options, false);

  // The password was right, so the client may try again with a new nonce.
  const madeAt = nonces.madeAt(given.nonce);
  if (madeAt === undefined) return challenge(options, true);
  const life = lifeOf(options, madeAt);
  if (life === undefined) return challenge(options, true);
  const first = await store.use(copyOf(given.nonce), Number.parseInt(given.nc, 16), life);
  if (first !== true) return challenge(options, true);
  return {
    ok: true as const,
    headers: { 'Authentication-Info': info(options, given, user.ha1, life) },
  };
}

/**
 * `undefined` for a nonce that is not valid now: it has expired, it is older than the memory of the store, or
 * it is from so far in the future that a clock was wrong when it was made.
 */
function lifeOf(
  { nonceLifetime, store, now, clock }: CheckedDigestOptions,
  madeAt: number,
): NonceLife | undefined {
  const time = clock();
  const expiresAt = madeAt + nonceLifetime;
  const good = madeAt >= (store.since ?? 0) && madeAt <= time + clockSkew && time < expiresAt;
  return good ? { madeAt, expiresAt, ttl: Math.ceil(expiresAt - now()) + clockSkew } : undefined;
}

/** A substring can keep the whole string in memory: here the store would keep the header of a client. */
function copyOf(text: string): string {
  return Array.from(text).join('');
}

/** 401 with a challenge for each algorithm (RFC 7616, section 3.3). */
function challenge(options: CheckedDigestOptions, stale: boolean): Rejected {
  const { realm, algorithms, qop, nonces, opaque, domain, userhash } = options;
  const nonce = nonces.make();
  return unauthorized(
    algorithms.map((algorithm) => {
      const params = [
        quotedParam('realm', realm),
        ...(domain === undefined ? [] : [quotedParam('domain', domain)]),
        quotedParam('qop', qop.join(', ')),
        `algorithm=${algorithm}`,
        quotedParam('nonce', nonce),
        ...(opaque === undefined ? [] : [quotedParam('opaque', opaque)]),
        ...(stale ? ['stale=true'] : []),
        'charset="UTF-8"',
        ...(userhash ? ['userhash=true'] : []),
      ];
      return `Digest ${params.join(', ')}`;
    }),
  );
}

/** `Authentication-Info` (RFC 7616, section 3.5). */
function info(
  { nonces, nonceLifetime, clock }: CheckedDigestOptions,
  given: DigestAuthorization,
  secret: string,
  { expiresAt }: NonceLife,
): string {
  const { qop, cnonce, nc } = given;
  const params = [
    // Under auth-int rspauth would cover the body of the response, which does not exist yet.
    ...(qop === 'auth' ? [quotedParam('rspauth', responseAuth(given, secret))] : []),
    `qop=${qop}`,
    quotedParam('cnonce', cnonce),
    `nc=${nc}`,
    // Early enough that a longer call needs no second challenge.
    ...(expiresAt - clock() < nonceLifetime / 2 ? [quotedParam('nextnonce', nonces.make())] : []),
  ];
  return params.join(', ');
}
