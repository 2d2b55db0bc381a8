/** Status, and message: what the client may read is short, and nothing that helps a forger. */
type Row = readonly [status: number, message: string];

/** Gives the table a type that has the codes and not the messages. */
const tableOf = <Code extends string>(rows: Readonly<Record<Code, Row>>) => rows;

const table = /* @__PURE__ */ tableOf({
  'missing-signature': [403, 'The request carries no signature header.'],
  'malformed-signature': [403, 'The signature header is not one base64 HMAC.'],
  'malformed-signature-settings': [403, 'The signature settings header is malformed.'],
  'unknown-key': [403, 'The request is signed with a key that is not known here.'],
  'unsupported-algorithm': [403, 'The signature is of an algorithm that is not accepted here.'],
  'signature-mismatch': [403, 'The signature does not match the request.'],
  'body-not-signed': [403, 'The request has a body that its signature does not cover.'],
  'body-hash-mismatch': [403, 'The body does not match the bodySHA256 of the signed URL.'],
  'account-mismatch': [403, 'The request is not for an account that is served here.'],
  'no-token': [403, 'The request is not for an account that is served here.'],
  'url-unknown': [400, 'Could not determine the URL of the request.'],
  'request-aborted': [400, 'The request ended before its body was complete.'],
  'malformed-body': [400, 'The body is not what its Content-Type says.'],
  'malformed-credentials': [400, 'The Authorization header is malformed.'],
  unauthorized: [401, 'Credentials are required.'],
  'insufficient-scope': [403, 'The credentials do not permit this request.'],
  'body-too-large': [413, 'The body is larger than is accepted here.'],
  'unsupported-encoding': [415, 'The body has a Content-Encoding that is not accepted here.'],
  'body-already-parsed': [
    500,
    'The body was parsed before it could be verified: put webhook() before the body parser, or let the parser keep the raw bytes.',
  ],
  'lookup-failed': [500, 'A look-up that verification needs failed: see the cause.'],
  'guard-failed': [500, 'A guard threw, or returned something that is no verdict: see the cause.'],
  'lookup-timeout': [503, 'A look-up that verification needs took too long.'],
  'ticket-missing': [403, 'The URL carries no valid ticket.'],
  'ticket-invalid': [403, 'The URL carries no valid ticket.'],
  'ticket-expired': [403, 'The URL carries no valid ticket.'],
  'ticket-used': [403, 'The URL carries no valid ticket.'],
  'store-unavailable': [503, 'The store that verification needs cannot be asked.'],
  'event-key-ambiguous': [403, 'The request does not name exactly one event.'],
  'event-in-progress': [503, 'The event is being handled.'],
});

/** Every reason for which a request is rejected. Stable: tests and alerts may depend on them. */
export type WebhookErrorCode = keyof typeof table;

const brand = Symbol.for('@sig/core/WebhookError');
const optionBrand = Symbol.for('@sig/core/OptionError');

/** What a {@link WebhookError} may say in addition to its code. */
export interface WebhookErrorDetails {
  /** Replaces the message that the client may read. */
  readonly message?: string;
  /** Response headers, for example `WWW-Authenticate`. */
  readonly headers?: Record<string, string | string[]>;
  readonly cause?: unknown;
}

/**
 * The reason why a request was rejected. `status`, `statusCode`, `headers` and `expose` are the
 * properties that the default error handlers of Express, Koa and Fastify honour.
 *
 * @example
 * const error = new WebhookError('signature-mismatch')
 * error.status // 403
 */
export class WebhookError extends Error {
  /** The stable name of the reason. */
  readonly code: WebhookErrorCode;
  /** The HTTP status to answer with. */
  readonly status: number;
  /** The same, under the name that other frameworks use. */
  readonly statusCode: number;
  /** Response headers to answer with. */
  readonly headers: Record<string, string | string[]>;
  /** Whether the message may be sent to the client. */
  readonly expose: boolean;

  constructor(code: WebhookErrorCode, { message, headers, cause }: WebhookErrorDetails = {}) {
    const [status, text] = table[code];
    // A rejected request is no defect of the program, and default error handlers print the stack, or send
    // it to the client in development: one line, which also takes a third off the price of a forged request.
    // Defects of the set-up (5xx) keep theirs.
    const isDefect = status >= 500;
    const { stackTraceLimit } = Error;
    const isLimited = !isDefect && limitStackTraces(0);
    super(message ?? text, cause === undefined ? undefined : { cause });
    if (isLimited) limitStackTraces(stackTraceLimit);
    // Bun leaves it out if it has no frames.
    if (!isDefect && (!isLimited || this.stack === undefined)) {
      const stack = `WebhookError: ${this.message}`;
      Object.defineProperty(this, 'stack', { value: stack, writable: true, configurable: true });
    }
    this.code = code;
    this.status = status;
    this.statusCode = status;
    this.headers = headers ?? {};
    this.expose = status < 500;
  }

  /** Also for errors from another copy of this package, and for those that are errors of a framework as well. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: classes that extend this one are asked for as well.
    const { prototype } = this;
    if (prototype === WebhookError.prototype) return isWebhookError(value);
    return Object.prototype.isPrototypeOf.call(prototype, value as object);
  }

  override get name(): string {
    return 'WebhookError';
  }

  get [brand](): true {
    return true;
  }

  /** What `console.error(error)` prints, as Express does by default: one line if it is the client's fault. */
  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect?: (value: unknown, options: object) => string,
  ): unknown {
    if (this.status < 500 || inspect === undefined)
      return `${this.name} [${this.code}]: ${this.message}`;
    const { code, status, stack, cause } = this;
    return `${stack} ${inspect(cause === undefined ? { code, status } : { code, status, cause }, options)}`;
  }
}

/** Sets how many frames the stack of a new error has; `false` if that cannot be set (`--frozen-intrinsics`). */
function limitStackTraces(limit: number): boolean {
  try {
    Error.stackTraceLimit = limit;
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a value is a {@link WebhookError}, also one from another copy of this package (the ESM and
 * CommonJS builds loaded side by side, or two versions).
 * @example
 * const answered = isWebhookError(error) ? error.status : 500
 */
export function isWebhookError(value: unknown): value is WebhookError {
  return typeof value === 'object' && value !== null && brand in value;
}

/**
 * A mistake in the options, thrown when a guard is made: at start-up, not at the first request.
 *
 * @example
 * new OptionError('authToken', 'There is no auth token.').option // 'authToken'
 */
export class OptionError extends TypeError {
  override readonly name = 'OptionError';
  readonly code = 'invalid-option';
  /** The option that is wrong. */
  readonly option: string;

  constructor(option: string, message: string) {
    super(message);
    this.option = option;
  }

  /** Also for errors from another copy of this package. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: classes that extend this one are asked for as well.
    const { prototype } = this;
    if (prototype === OptionError.prototype) return isOptionError(value);
    return Object.prototype.isPrototypeOf.call(prototype, value as object);
  }

  get [optionBrand](): true {
    return true;
  }
}

/**
 * Whether a value is an {@link OptionError}, also one from another copy of this package.
 * @example
 * const isMistake = isOptionError(error) && error.option === 'authToken'
 */
export function isOptionError(value: unknown): value is OptionError {
  return typeof value === 'object' && value !== null && optionBrand in value;
}
