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
import { encodeExtValue } from '../header/ext-value.js';
import { type AuthParams, type Challenge, quotedParam } from '../header/params.js';
import { randomHex } from '../random.js';
import type { ClientCredentials, ClientRequest } from './authorizer.js';

/** A challenge that is being answered: its nonce, and the count of the requests that used it. */
export class DigestSession {
  readonly realm: string;
  readonly #algorithm: DigestAlgorithm;
  readonly #qop: 'auth' | 'auth-int';
  readonly #params: AuthParams;
  readonly #credentials: ClientCredentials;
  readonly #spaces: readonly string[];
  readonly #makeCnonce: () => string;
  #nonce: string;
  #count = 0;
  /** What was sent, by nonce count and client nonce, until the server has answered it. */
  readonly #sent = new Map<string, DigestInput>();

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
    this.realm = params.realm ?? '';
    this.#params = params;
    this.#credentials = credentials;
    this.#algorithm = algorithmNamed(params.algorithm) ?? 'MD5';
    this.#qop = offeredQops(params).includes('auth') ? 'auth' : 'auth-int';
    this.#nonce = params.nonce ?? '';
    this.#makeCnonce = makeCnonce;
    const domain = params.domain?.split(/\s+/).filter((uri) => uri !== '') ?? [];
    this.#spaces = (domain.length === 0 ? ['/'] : domain)
      .filter((uri) => URL.canParse(uri, request.url))
      .map((uri) => new URL(uri, request.url).href);
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
    this.#sent.set(`${nc} ${input.cnonce}`, input);
    const { algorithm, opaque } = this.#params;
    return `Digest ${[
      ...this.#username(username),
      quotedParam('realm', this.realm),
      quotedParam('uri', target),
      ...(algorithm === undefined ? [] : [`algorithm=${this.#algorithm}`]),
      quotedParam('nonce', input.nonce),
      `nc=${nc}`,
      quotedParam('cnonce', input.cnonce),
      `qop=${this.#qop}`,
      quotedParam('response', digestResponse(input, this.#secret(password), method, body)),
      ...(opaque === undefined ? [] : [quotedParam('opaque', opaque)]),
    ].join(', ')}`;
  }

  /** Takes `Authentication-Info`; `false` where its `rspauth` is wrong. */
  accept({ rspauth, nextnonce, nc, cnonce }: AuthParams): boolean {
    const key = `${nc} ${cnonce}`;
    const input = this.#sent.get(key);
    this.#sent.clear();
    if (nextnonce !== undefined && nextnonce !== this.#nonce) {
      this.#nonce = nextnonce;
      this.#count = 0;
    }
    if (rspauth === undefined || input === undefined || input.qop !== 'auth') return true;
    return responseAuth(input, this.#secret(this.#credentials.password)) === rspauth.toLowerCase();
  }

  #secret(password: string): string {
    return ha1(this.#algorithm, this.#credentials.username, this.realm, password);
  }

  #username(username: string): string[] {
    if (this.#params.userhash?.toLowerCase() === 'true') {
      return [
        quotedParam('username', userhash(this.#algorithm, username, this.realm)),
        'userhash=true',
      ];
    }
    if (/^[\0-\x7f]*$/.test(username)) return [quotedParam('username', username)];
    return [`username*=${encodeExtValue(username)}`];
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
