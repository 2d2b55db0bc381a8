import type { Step } from './result.js';

/** Why a request got no response. Stable: tests and alerts may depend on them. */
export type SenderErrorCode =
  | 'invalid-url'
  | 'connection-failed'
  | 'timeout'
  | 'aborted'
  | 'response-too-large'
  | 'too-many-redirects'
  | 'redirect-refused'
  | 'server-not-authentic'
  | 'token-in-clear'
  | 'unexpected-upgrade'
  | TlsErrorCode;

/** What is wrong with the TLS of a server. */
export type TlsErrorCode =
  | 'self-signed-certificate'
  | 'untrusted-authority'
  | 'incomplete-chain'
  | 'expired-certificate'
  | 'certificate-not-yet-valid'
  | 'wrong-host-name'
  | 'tls-handshake-failed';

/**
 * A request that got no response. The message says what was wrong and what to change.
 *
 * @example
 * const isRefused = error instanceof SenderError && error.code === 'connection-failed'
 */
export class SenderError extends Error {
  override readonly name: string = 'SenderError';
  readonly code: SenderErrorCode;
  /** What happened on the wire before. */
  exchange: readonly Step[] = [];

  constructor(code: SenderErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/**
 * The TLS of the server cannot be relied on. There is no option to continue anyway.
 *
 * @example
 * const isSelfSigned = error instanceof TlsError && error.code === 'self-signed-certificate'
 */
export class TlsError extends SenderError {
  override readonly name = 'TlsError';
  declare readonly code: TlsErrorCode;
}

interface TlsRow {
  /** Codes of OpenSSL and Node. */
  readonly causes: readonly string[];
  /** Whether the row is the right one for what the server sent. Default: always. */
  readonly applies?: (chain: SentChain | undefined) => boolean;
  readonly code: TlsErrorCode;
  readonly message: (host: string, chain: SentChain | undefined) => string;
}

/** The certificates that a server sent, as far as an error message needs them. */
export interface SentChain {
  readonly length: number;
  /** The issuer of the last one, if it has a name. */
  readonly issuer: string | undefined;
  /** Whether the last one names the address of its issuer (RFC 5280, section 4.2.2.1, `caIssuers`). */
  readonly namesIssuer: boolean;
}

const issuerUnknown = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

/**
 * Public authorities name the issuer's address in every certificate, and issue from an intermediate;
 * private ones mostly do neither. So a leaf alone that has the address lacks its intermediate. A server that
 * sends intermediates most likely sends all there are, and the authority above them is not trusted. Neither
 * is certain, so the messages name both possibilities.
 */
function issuerIsMissing(chain: SentChain | undefined): boolean {
  return chain === undefined || (chain.length === 1 && chain.namesIssuer);
}

function named(chain: SentChain | undefined): string {
  return chain?.issuer === undefined ? '' : ` (${JSON.stringify(chain.issuer)})`;
}

const tlsTable: readonly TlsRow[] = [
  {
    causes: ['DEPTH_ZERO_SELF_SIGNED_CERT'],
    code: 'self-signed-certificate',
    message: (host) =>
      `The certificate of ${host} is self-signed. Senders accept only certificates of a known authority: get one (Let's Encrypt is free).`,
  },
  {
    causes: ['SELF_SIGNED_CERT_IN_CHAIN'],
    code: 'untrusted-authority',
    message: (host) =>
      `The certificate of ${host} was issued by an authority that is not trusted. Get one of a public authority (Let's Encrypt is free).`,
  },
  // Whether the issuer is missing or not trusted, OpenSSL does not say: see `issuerIsMissing`.
  {
    causes: issuerUnknown,
    code: 'incomplete-chain',
    applies: issuerIsMissing,
    message: (host, chain) =>
      `The certificate chain of ${host} is incomplete: the server sent its own certificate alone, and its issuer${named(chain)} is not a trusted authority. Configure the server with the full chain (often "fullchain.pem"); browsers may hide that it is missing. If the issuer is a private authority, get a certificate of a public one (Let's Encrypt is free).`,
  },
  {
    causes: issuerUnknown,
    code: 'untrusted-authority',
    message: (host, chain) =>
      `The certificate of ${host} was issued by an authority that is not trusted: its chain ends at the issuer${named(chain)}. Get one of a public authority (Let's Encrypt is free). If the authority is a public one, the server does not send the full chain (often "fullchain.pem").`,
  },
  {
    causes: ['CERT_HAS_EXPIRED'],
    code: 'expired-certificate',
    message: (host) => `The certificate of ${host} has expired. Renew it, and reload the server.`,
  },
  {
    causes: ['CERT_NOT_YET_VALID'],
    code: 'certificate-not-yet-valid',
    message: (host) =>
      `The certificate of ${host} is not valid yet. Check the clocks of this machine and of the authority.`,
  },
  {
    causes: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    code: 'wrong-host-name',
    message: (host) =>
      `The certificate of the server is not for ${host}. Get one that names it, or correct the host name of the URL.`,
  },
];

/**
 * A TLS failure as a typed error; `undefined` if an error is something else.
 *
 * @param chain what the server sent; `undefined` if that is not known
 */
export function tlsErrorOf(
  error: unknown,
  host: string,
  chain: SentChain | undefined,
): TlsError | undefined {
  const { code = '', message = '', syscall } = error as NodeJS.ErrnoException;
  const row = tlsTable.find(
    ({ causes, applies }) => causes.includes(code) && applies?.(chain) !== false,
  );
  if (row !== undefined) return new TlsError(row.code, row.message(host, chain), error);
  // An error of the system names the host, which may have these letters in it.
  const isNamed = syscall === undefined && /ssl|tls/i.test(message);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || isNamed) {
    return new TlsError(
      'tls-handshake-failed',
      `${host} and this client share no TLS version or cipher, or the port speaks plain http. Enable TLS 1.2 or later.`,
      error,
    );
  }
  return undefined;
}
