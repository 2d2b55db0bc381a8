import {
  algorithmNamed,
  canCompute,
  type DigestAlgorithm,
  digestAlgorithms,
} from '../digest/algorithms.js';
import {
  type DigestInput,
  digestResponse,
  ha1,
  responseAuth,
  userhash,
} from '../digest/response.js';
import { type AuthParams, type Challenge, quotedParam } from '../header/auth-params.js';
import { encodeExtValue, fromLatin1, toLatin1 } from '../header/ext-value.js';
import { randomHex } from '../random.js';

/** The credentials of a client. */
export interface ClientCredentials {
  readonly username: string;
  readonly password: string;
}

/** The request that credentials are made for. */
export interface ClientRequest {
  readonly method: string;
  /** The whole URL. */
  readonly url: string;
  /** The request target, as it is sent. */
  readonly target: string;
  readonly body?: Uint8Array | undefined;
}

/** A challenge that is being answered: its nonce, and the number of requests that used it. */
export class DigestSession {
  readonly #realm: string;
  readonly #algorithm: DigestAlgorithm;
  readonly #qop: 'auth' | 'auth-int';
  readonly #params: AuthParams;
  readonly #credentials: ClientCredentials;
  readonly #spaces: readonly string[];
  readonly #makeCnonce: () => string;
  #nonce: string;
  #count = 0;

  /** The challenge with the strongest algorithm that this runtime can compute. */
  static strongest(challenges: readonly Challenge[]): Challenge | undefined {
    const rank = ({ params }: Challenge) => {
      const algorithm = algorithmNamed(params.algorithm);
      return algorithm === undefined ? -1 : digestAlgorithms.indexOf(algorithm);
    };
    return challenges.filter(isUsable).sort((a, b) => rank(a) - rank(b))[0];
  }

  constructor(
    { params }: Challenge,
    credentials: ClientCredentials,
    request: ClientRequest,
    makeCnonce = () => randomHex(16),
  ) {
    this.#realm = params.realm ?? '';
    this.#params = params;
    this.#credentials = credentials;
    this.#algorithm = algorithmNamed(params.algorithm) ?? 'MD5';
    this.#qop = offeredQops(params).includes('auth') ? 'auth' : 'auth-int';
    this.#nonce = params.nonce ?? '';
    this.#makeCnonce = makeCnonce;
    const domain = params.domain?.split(/\s+/).filter((uri) => uri !== '') ?? [];
    this.#spaces = (domain.length === 0 ? ['/'] : domain)
      .map((uri) => resolved(uri, request.url))
      .filter((uri) => uri !== undefined);
  }

  /** Whether a challenge is the one that is being answered, so that `nc` continues. */
  isOf({ params }: Challenge): boolean {
    const names = ['realm', 'algorithm', 'qop', 'opaque', 'domain', 'charset', 'userhash'];
    return (
      params.nonce === this.#nonce && names.every((name) => params[name] === this.#params[name])
    );
  }

  /** Whether a request is in the protection space. */
  covers({ url }: ClientRequest): boolean {
    const { href, origin } = new URL(url);
    return this.#spaces.some((space) => new URL(space).origin === origin && href.startsWith(space));
  }

  authorize({ method, target, body }: ClientRequest): string {
    const { username, password } = this.#credentials;
    const nc = (++this.#count).toString(16).padStart(8, '0');
    const input: DigestInput = {
      algorithm: this.#algorithm,
      nonce: this.#nonce,
      nc,
      cnonce: this.#makeCnonce(),
      qop: this.#qop,
      uri: target,
    };
    const { algorithm, opaque } = this.#params;
    const secret = ha1(this.#algorithm, username, fromLatin1(this.#realm), password);
    return `Digest ${[
      ...this.#username(username),
      quotedParam('realm', this.#realm),
      quotedParam('uri', target),
      ...(algorithm === undefined ? [] : [`algorithm=${this.#algorithm}`]),
      quotedParam('nonce', input.nonce),
      `nc=${nc}`,
      quotedParam('cnonce', input.cnonce),
      `qop=${this.#qop}`,
      quotedParam('response', digestResponse(input, secret, method, body)),
      ...(opaque === undefined ? [] : [quotedParam('opaque', opaque)]),
    ].join(', ')}`;
  }

  /** Switches to `nextnonce`, unless the request used a nonce that has been replaced since. */
  follow(nonce: string | undefined, nextnonce: string): void {
    if (nonce !== this.#nonce || nextnonce === nonce) return;
    this.#nonce = nextnonce;
    this.#count = 0;
  }

  #username(username: string): string[] {
    const { userhash: hashed, charset } = this.#params;
    if (hashed?.toLowerCase() === 'true') {
      return [
        quotedParam('username', userhash(this.#algorithm, username, fromLatin1(this.#realm))),
        'userhash=true',
      ];
    }
    if (/^[\0-\x7f]*$/.test(username)) return [quotedParam('username', username)];
    // Only a server that offers a charset is known to read `username*` (RFC 7616, section 3.4). Others
    // get the bytes of UTF-8, as curl sends them.
    return charset?.toUpperCase() === 'UTF-8'
      ? [`username*=${encodeExtValue(username)}`]
      : [quotedParam('username', toLatin1(username))];
  }
}

/** Whether the `rspauth` of `Authentication-Info`, if there is one, was made with the credentials. */
export function isAuthentic(
  { rspauth }: AuthParams,
  sent: AuthParams,
  { username, password }: ClientCredentials,
): boolean {
  const { realm = '', nonce = '', nc = '', cnonce = '', qop, uri = '' } = sent;
  // Under auth-int, rspauth covers the body of the response.
  if (rspauth === undefined || qop !== 'auth') return true;
  const algorithm = algorithmNamed(sent.algorithm) ?? 'MD5';
  const secret = ha1(algorithm, username, fromLatin1(realm), password);
  const input: DigestInput = { algorithm, nonce, nc, cnonce, qop, uri };
  return responseAuth(input, secret) === rspauth.toLowerCase();
}

function resolved(uri: string, base: string): string | undefined {
  // Not URL.canParse(): on Node 20 and 22, once optimized, it may refuse hosts that are not ASCII.
  try {
    return new URL(uri, base).href;
  } catch {
    return undefined;
  }
}

function isUsable({ scheme, params }: Challenge): boolean {
  const algorithm = algorithmNamed(params.algorithm);
  return (
    scheme === 'digest' &&
    algorithm !== undefined &&
    canCompute(algorithm) &&
    params.realm !== undefined &&
    params.nonce !== undefined &&
    offeredQops(params).some((qop) => qop === 'auth' || qop === 'auth-int')
  );
}

function offeredQops({ qop = '' }: AuthParams): string[] {
  return qop.split(',').map((one) => one.trim().toLowerCase());
}
