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

/** A request that got no response. The message says what was wrong and what to change. */
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

/** The TLS of the server cannot be relied on. There is no option to go on all the same. */
export class TlsError extends SenderError {
  override readonly name = 'TlsError';
  declare readonly code: TlsErrorCode;
}

interface TlsRow {
  /** Codes of OpenSSL and Node. */
  readonly causes: readonly string[];
  readonly code: TlsErrorCode;
  readonly message: (host: string) => string;
}

const tlsTable: readonly TlsRow[] = [
  {
    causes: ['DEPTH_ZERO_SELF_SIGNED_CERT'],
    code: 'self-signed-certificate',
    message: (host) =>
      `The certificate of ${host} is signed by itself. Senders accept only certificates of a known authority: get one (Let's Encrypt is free).`,
  },
  {
    causes: ['SELF_SIGNED_CERT_IN_CHAIN'],
    code: 'untrusted-authority',
    message: (host) =>
      `The certificate of ${host} was issued by an authority that nobody knows. Get one of a public authority (Let's Encrypt is free).`,
  },
  {
    causes: [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ],
    code: 'incomplete-chain',
    message: (host) =>
      `The chain of certificates of ${host} ends before a known authority. Configure the server with the full chain (often "fullchain.pem"); browsers may hide that it is missing.`,
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

/** A TLS failure as a typed error; `undefined` where an error is something else. */
export function tlsErrorOf(error: unknown, host: string): TlsError | undefined {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const row = tlsTable.find(({ causes }) => causes.includes(code));
  if (row !== undefined) return new TlsError(row.code, row.message(host), error);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || /ssl|tls/i.test(message)) {
    return new TlsError(
      'tls-handshake-failed',
      `${host} and this client agree on no TLS. Senders need TLS 1.2 or later and a common cipher; or the port speaks plain http.`,
      error,
    );
  }
  return undefined;
}
