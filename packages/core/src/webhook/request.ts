import type { RequestBody } from '../scheme/body-coverage.js';

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
   * Further request targets that may have been on the wire, the likeliest first, if the framework
   * re-serialized it before anyone could see it. Absent if `target` is as it came.
   *
   * Whoever implements this guarantees that re-serializing each of them, exactly as the framework does,
   * gives exactly `target`: then a handler reads the same from either. At most {@link maxAlternateTargets} are tried.
   */
  readonly alternateTargets?: () => Iterable<string>;
  /** `http` or `https`, per the framework's trust-proxy setting. Anything else is `url-unknown`. */
  readonly protocol: string;
  /** Host and port, per the framework's trust-proxy setting. */
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

/** The same request with another way to its body. An object of its own properties, so that guards can take it apart. */
export function withBody(request: WebhookRequest, body: WebhookRequest['body']): WebhookRequest {
  const { method, target, alternateTargets, upgrade } = request;
  const own = {
    method,
    target,
    ...(alternateTargets && { alternateTargets: () => alternateTargets.call(request) }),
    upgrade,
    header: (name: string) => request.header(name),
    body,
    [original]: request,
  };
  return Object.defineProperties(own, origin) as typeof own & OriginOfRequest;
}

type OriginOfRequest = Pick<WebhookRequest, 'protocol' | 'host'>;

const original = Symbol('request');

/**
 * Asked for when they are needed, as in the request itself. Defined once: accessors in an object literal would give
 * every request its own hidden class.
 */
const origin: PropertyDescriptorMap & ThisType<{ readonly [original]: WebhookRequest }> = {
  protocol: {
    enumerable: true,
    get(): string {
      return this[original].protocol;
    },
  },
  host: {
    enumerable: true,
    get(): string | undefined {
      return this[original].host;
    },
  },
};

/**
 * The origin that is configured at the sender (`https://example.com`), with a path if a proxy strips one
 * (`https://example.com/prefix`), to which the request target is added. Or a function of the (unverified)
 * request that returns it, for servers with several public names. A function that returns nothing, or
 * something else, makes the request `url-unknown`.
 */
export type PublicUrl = string | ((request: WebhookRequest) => string | undefined);

/** A path that a proxy maps to another: both are prefixes, compared at a `/`. */
export interface Rewrite {
  /** The path as configured at the sender, such as `/twilio`. */
  readonly from: string;
  /** The path that this server sees in its place, such as `/internal/hooks`. */
  readonly to: string;
}

/**
 * How many of a request's `alternateTargets` are tried.
 *
 * @example
 * maxAlternateTargets // 10
 */
export const maxAlternateTargets = 10;

/**
 * The largest body that is read if no `bodyLimit` is given: 1 MiB.
 *
 * @example
 * defaultBodyLimit // 1048576
 */
export const defaultBodyLimit = 1024 * 1024;

/**
 * The first entry of a comma-separated header such as `X-Forwarded-Host`: that of the proxy that the sender
 * reached. `undefined` if there is none.
 *
 * @example
 * firstListed('example.com, internal:3000') // 'example.com'
 */
export function firstListed(header: string | undefined): string | undefined {
  const first = header?.split(',', 1)[0]?.trim();
  return first === '' ? undefined : first;
}
