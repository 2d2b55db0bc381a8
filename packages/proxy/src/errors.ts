/** Status, and message for the client: short, and nothing of the application's whereabouts. */
type Row = readonly [status: number, message: string];

/** Gives the table a type that has the codes and not the messages. */
const tableOf = <Code extends string>(rows: Readonly<Record<Code, Row>>) => rows;

const table = tableOf({
  'ambiguous-request': [400, 'Programs read this request in different ways.'],
  'upgrade-unsupported': [400, 'Only WebSocket upgrades are forwarded.'],
  'untrusted-peer': [403, 'This address may not ask.'],
  'body-truncated': [413, 'The body is not here, or only a part of it.'],
  'client-closed': [499, 'The client has closed the connection.'],
  'upstream-unreachable': [502, 'The application cannot be reached.'],
  'upstream-failed': [502, 'The application gave no valid response.'],
  'proxy-busy': [503, 'Too many requests at a time.'],
  stopping: [503, 'The server is stopping.'],
  'upstream-timeout': [504, 'The application took too long.'],
});

/** Why the proxy itself answered, in addition to the codes of a `WebhookError`. Stable. */
export type ProxyErrorCode = keyof typeof table;

/**
 * Why the proxy answered in place of the application, if it was not the verification.
 *
 * @example
 * new ProxyError('upstream-timeout').status // 504
 */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** The stable name of the reason. */
  readonly code: ProxyErrorCode;
  /** The HTTP status to answer with. */
  readonly status: number;

  constructor(code: ProxyErrorCode, cause?: unknown) {
    super(table[code][1], cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = table[code][0];
  }
}

const timeouts = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];
const refusals = [
  'ECONNREFUSED',
  'ENOENT',
  'EACCES',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
];

/** What went wrong with the application, by the error of the HTTP client. */
export function upstreamError(error: unknown): ProxyError {
  if (error instanceof ProxyError) return error;
  const { code = '', errors } = Object(error) as { code?: string; errors?: unknown[] };
  // Happy eyeballs: one error for each address.
  const first = (Object(errors?.[0]) as { code?: string }).code ?? code;
  if (timeouts.includes(first)) return new ProxyError('upstream-timeout', error);
  return new ProxyError(
    refusals.includes(first) || first.startsWith('ERR_TLS') || first.includes('CERT')
      ? 'upstream-unreachable'
      : 'upstream-failed',
    error,
  );
}
