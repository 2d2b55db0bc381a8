import type { OriginalQueries } from './url/candidates.js';

/**
 * A request as the guards see it, whatever the framework. Adapters make one; nothing in it is
 * trusted until a guard has said yes.
 */
export interface WebhookRequest {
  /** The method, in upper case as it came. */
  readonly method: string;
  /** The request target as it stood on the wire (RFC 9112, section 3.2), before any routing. */
  readonly target: string;
  /**
   * What may have stood on the wire in place of the query of `target`, where the framework has printed
   * that again ({@link originalQueries}). Absent where `target` is as it came.
   */
  readonly queries?: OriginalQueries;
  /** `http` or `https`, as the framework tells, which heeds its own trust in proxies. */
  readonly protocol: string;
  /** Host and port, as the framework tells. */
  readonly host: string | undefined;
  /** Whether this is a WebSocket upgrade (RFC 6455, or RFC 8441 over HTTP/2). */
  readonly upgrade: boolean;
  /** A header by its lower-case name; several are joined with `, ` (RFC 9110, section 5.3). */
  header(name: string): string | undefined;
  /**
   * The body. Read once; later calls give the same.
   *
   * @throws WebhookError `body-too-large`, `unsupported-encoding`, `body-already-parsed`,
   * `request-aborted`
   */
  body(): RequestBody | Promise<RequestBody>;
}

/** The same request with another way to its body. */
export function withBody(request: WebhookRequest, body: WebhookRequest['body']): WebhookRequest {
  const { method, target, queries, upgrade } = request;
  return {
    method,
    target,
    ...(queries && { queries }),
    upgrade,
    // Asked for when they are needed, as in the request itself.
    get protocol() {
      return request.protocol;
    },
    get host() {
      return request.host;
    },
    header: (name) => request.header(name),
    body,
  };
}

/** The raw bytes of a body; or, where a parser took them before us, what it made of them. */
export type RequestBody =
  | { readonly bytes: Uint8Array; readonly parsed?: never }
  | { readonly parsed: unknown; readonly bytes?: never };

/**
 * The URL as it is configured at the sender: an origin (`https://example.com`), with a path if a
 * proxy strips one (`https://example.com/prefix`), to which the request target is added; or a
 * function that returns the whole URL, query included.
 */
export type PublicUrl = string | ((request: WebhookRequest) => string);

/** The largest body that is read where no `bodyLimit` is given: 1 MiB. */
export const defaultBodyLimit = 1024 * 1024;
