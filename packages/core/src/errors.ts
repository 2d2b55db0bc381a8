interface Row {
  readonly status: number;
  /** What the client may read: short, and nothing that helps a forger. */
  readonly message: string;
  /** What the operator should do about it. Never sent. */
  readonly hint: string;
}

const table = {
  'missing-signature': {
    status: 403,
    message: 'The request carries no signature header.',
    hint: 'Genuine requests carry X-Twilio-Signature (option "header"). A proxy may be dropping it, or the request is not from the sender.',
  },
  'malformed-signature': {
    status: 403,
    message: 'The signature header is not one base64 HMAC-SHA1.',
    hint: 'Exactly one header of 28 base64 characters is expected. Look for a proxy that doubles, quotes or re-encodes it.',
  },
  'signature-mismatch': {
    status: 403,
    message: 'The signature does not match the request.',
    hint: 'Most often the URL differs from the one configured at the sender: set "publicUrl". Else compare the auth token, and look for middleware that changes the body.',
  },
  'body-not-signed': {
    status: 403,
    message: 'The request has a body that its signature does not cover.',
    hint: 'Only form bodies are part of the string to sign; any other body needs a bodySHA256 parameter in the signed URL.',
  },
  'body-hash-mismatch': {
    status: 403,
    message: 'The body does not match the bodySHA256 of the signed URL.',
    hint: 'The body was changed on its way, or was parsed and printed again before it was verified.',
  },
  'account-mismatch': {
    status: 403,
    message: 'The request is not for an account that is served here.',
    hint: 'The signature matches, but AccountSid is missing, repeated, or not among the "accountSid" option.',
  },
  'no-token': {
    status: 403,
    message: 'The request is not for an account that is served here.',
    hint: 'The "authToken" function returned no token for this request, so nothing can be verified.',
  },
  'url-unknown': {
    status: 400,
    message: 'The URL of the request cannot be told.',
    hint: 'The Host header is missing or malformed, or the request target is not a path. Set "publicUrl".',
  },
  'request-aborted': {
    status: 400,
    message: 'The request ended before its body was complete.',
    hint: 'The client went away. There is nobody to answer.',
  },
  'malformed-body': {
    status: 400,
    message: 'The body is not what its Content-Type says.',
    hint: 'The signature matches, so the sender itself sent a body that does not parse.',
  },
  'malformed-credentials': {
    status: 400,
    message: 'The Authorization header is malformed.',
    hint: 'A parameter is missing, repeated or not of its form (RFC 7616, section 3.4), or its uri is not the request target. A proxy that rewrites paths does that: give "publicUrl" to the guard.',
  },
  unauthorized: {
    status: 401,
    message: 'Credentials are required.',
    hint: 'The request was challenged; the sender repeats it with credentials from the URL it was configured with.',
  },
  'body-too-large': {
    status: 413,
    message: 'The body is larger than is accepted here.',
    hint: 'Raise "bodyLimit" if genuine requests are this large.',
  },
  'unsupported-encoding': {
    status: 415,
    message: 'The body has a Content-Encoding that is not accepted here.',
    hint: 'The signature covers the plain bytes. Turn compression off at the sender, or let the server undo it first and keep rawBody.',
  },
  'body-already-parsed': {
    status: 500,
    // Not exposed: what the frameworks print of a 500 is for the operator.
    message:
      'The body was parsed before it could be verified: put webhook() before the body parser, or let the parser keep the raw bytes.',
    hint: 'Put webhook() before the body parser, or let the parser keep the raw bytes (see "with body parsers" in the README).',
  },
} as const satisfies Record<string, Row>;

/** Every reason for which a request is rejected. Stable: tests and alerts may depend on them. */
export type WebhookErrorCode = keyof typeof table;

const brand = Symbol.for('@sig/core/WebhookError');
const ownHint = Symbol('hint');

/** What a {@link WebhookError} may say beside its code. */
export interface WebhookErrorDetails {
  /** Replaces the message that the client may read. */
  readonly message?: string;
  /** Replaces the advice to the operator. */
  readonly hint?: string;
  /** Response headers, for example `WWW-Authenticate`. */
  readonly headers?: Record<string, string | string[]>;
  readonly cause?: unknown;
}

/**
 * The reason why a request was rejected. `status`, `statusCode`, `headers` and `expose` are the
 * properties that the default error handlers of Express, Koa and Fastify honour.
 */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
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
  declare private readonly [ownHint]?: string;

  constructor(code: WebhookErrorCode, details: WebhookErrorDetails = {}) {
    const row = table[code];
    // A rejected request is no defect of the program, and default error handlers send the stack to the
    // client in development: leave out the frames, which also cost more than the verification. Defects of
    // the set-up (5xx) keep theirs.
    const { stackTraceLimit } = Error;
    if (row.status < 500) Error.stackTraceLimit = 0;
    super(
      details.message ?? row.message,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    Error.stackTraceLimit = stackTraceLimit;
    this.code = code;
    this.status = row.status;
    this.statusCode = row.status;
    this.headers = details.headers ?? {};
    this.expose = row.status < 500;
    if (details.hint !== undefined) hide(this, ownHint, details.hint);
    if (this.expose) hide(this, 'stack', `${this.name} [${code}]: ${this.message}`);
  }

  /** What the operator should look at or change. Not for the client. */
  get hint(): string {
    return this[ownHint] ?? table[this.code].hint;
  }

  get [brand](): true {
    return true;
  }
}

/**
 * Whether a value is a {@link WebhookError}, also one from another copy of this package (the ESM and
 * CommonJS builds loaded side by side, or two versions), where `instanceof` says no.
 */
export function isWebhookError(value: unknown): value is WebhookError {
  return typeof value === 'object' && value !== null && brand in value;
}

/** A mistake in the options, thrown when a guard is made: at start-up, not at the first request. */
export class OptionError extends TypeError {
  override readonly name = 'OptionError';
  readonly code = 'invalid-option';
  /** The option that is wrong. */
  readonly option: string;

  constructor(option: string, message: string) {
    super(message);
    this.option = option;
  }
}

/** Keeps a property out of `JSON.stringify`, `console.log` and loggers that copy errors. */
function hide(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, configurable: true, writable: true });
}
