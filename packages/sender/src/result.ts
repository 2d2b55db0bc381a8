import type { Duplex } from 'node:stream';

/** One request and its response, on the way to the result. Secrets are not in it. */
export interface Step {
  readonly method: string;
  /** Without userinfo. */
  readonly url: string;
  /** The URL that was signed. */
  readonly signedUrl: string;
  /** The scheme of the credentials that were sent; `undefined` if none were. */
  readonly authorization: 'Basic' | 'Digest' | 'Bearer' | undefined;
  readonly status: number;
  /** The values of `WWW-Authenticate`. */
  readonly challenges: readonly string[];
  /** The target of a redirect; `undefined` if the response is not one. */
  readonly location: string | undefined;
  /** Whether the connection was used before. */
  readonly reusedConnection: boolean;
  /** From the start of the request to the end of the response. */
  readonly milliseconds: number;
}

/** A response, and the exchange that led to it. */
export interface SendResult {
  /** The URL of the last request, without userinfo. */
  readonly url: string;
  readonly status: number;
  /** By lower-case name; several are joined with `, `, except `set-cookie`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The body as UTF-8. */
  readonly text: string;
  readonly exchange: readonly Step[];
  /** Why the fallback URL was requested; `undefined` if it was not. */
  readonly fellBackFrom?: string;
  /** The connection, after an upgrade. The caller closes it. */
  readonly socket?: Duplex;
}
