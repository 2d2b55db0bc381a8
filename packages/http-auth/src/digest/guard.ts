import { type Guard, type Rejected, reject, type WebhookRequest } from '@sig/core';
import { equal } from '@sig/core/hash';
import { quotedParam } from '../header/params.js';
import { unauthorized } from '../unauthorized.js';
import { baseOf } from './algorithms.js';
import { type DigestAuthorization, parseDigest } from './authorization.js';
import { type CheckedDigestOptions, checkDigestOptions, type DigestOptions } from './options.js';
import { digestResponse, responseAuth } from './response.js';
import { isTarget, targetsOf } from './target.js';

/**
 * A guard for HTTP Digest (RFC 7616). Nonces need no memory; each nonce count is accepted once, in any
 * order, so a captured `Authorization` is refused and parallel requests are not. Unknown users cost what
 * known ones do, and no answer tells which part was wrong.
 *
 * @throws OptionError where an option is wrong
 * @example
 * webhook({ authToken, httpAuth: digest({ realm: 'calls', credentials: { user: 'secret' } }) })
 */
export function digest(options: DigestOptions): Guard {
  const checked = checkDigestOptions(options);
  return async (request) => {
    const header = /^Digest(?:[ \t]+(.*))?$/is.exec(request.header('authorization') ?? '');
    if (header === null) return challenge(checked, false);
    const given = parseDigest(header[1] ?? '');
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
  const { realm, lookUp, nonces, nonceLifetime, store, now } = options;
  const { algorithm, userhash } = given;
  const user = await lookUp(given.username, { realm, algorithm, userhash });
  const body = given.qop === 'auth-int' ? (await request.body()).bytes : undefined;
  // A body whose bytes are gone cannot be covered.
  if (given.qop === 'auth-int' && body === undefined) return reject('body-already-parsed');
  // For an unknown user the same work is done, with a secret that matches nothing.
  const secret = user?.ha1 ?? '0'.repeat(baseOf(algorithm) === 'MD5' ? 32 : 64);
  const right = equal(digestResponse(given, secret, request.method, body), given.response);
  if (!right || user === undefined) return challenge(options, false);

  const madeAt = nonces.madeAt(given.nonce);
  const expiresAt = (madeAt ?? 0) + nonceLifetime;
  // The password was right, so the client may try again at once, with a new nonce.
  if (madeAt === undefined || expiresAt <= now()) return challenge(options, true);
  const count = Number.parseInt(given.nc, 16);
  if (!(await store.use(given.nonce, count, { madeAt, expiresAt })))
    return challenge(options, true);
  return {
    ok: true as const,
    headers: { 'Authentication-Info': info(options, given, secret, expiresAt) },
  };
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
  { nonces, nonceLifetime, now }: CheckedDigestOptions,
  given: DigestAuthorization,
  secret: string,
  expiresAt: number,
): string {
  const { qop, cnonce, nc } = given;
  const params = [
    // Under auth-int rspauth would cover the body of the response, which is not there yet.
    ...(qop === 'auth' ? [quotedParam('rspauth', responseAuth(given, secret))] : []),
    `qop=${qop}`,
    quotedParam('cnonce', cnonce),
    `nc=${nc}`,
    // In time, so that a call that goes on needs no second challenge.
    ...(expiresAt - now() < nonceLifetime / 2 ? [quotedParam('nextnonce', nonces.make())] : []),
  ];
  return params.join(', ');
}
