import type { ProxyExchange, ProxyObserver } from './exchange.js';

/** The options of {@link requestLog}. */
export interface RequestLogOptions {
  /** Takes a line, without its end. */
  readonly write: (line: string) => void;
  /** Whether lines are JSON, one object each (NDJSON). Default: false. */
  readonly json?: boolean;
}

/**
 * An observer that writes a line for each request: no query, no headers, no bodies, no signatures.
 *
 * @example
 * createProxy({ upstream, webhook: { publicUrl }, observer: requestLog({ write: console.log, json: true }) })
 */
export function requestLog({ write, json = false }: RequestLogOptions): ProxyObserver {
  return {
    finished: (exchange) => write(json ? JSON.stringify(entryOf(exchange)) : lineOf(exchange)),
  };
}

function entryOf(exchange: ProxyExchange) {
  const { request, response, verdict, error, timings } = exchange;
  return {
    time: new Date(exchange.startedAt).toISOString(),
    event: request.upgrade ? 'upgrade' : 'request',
    id: exchange.id,
    client: request.remoteAddress,
    method: request.method,
    path: pathOf(request.target),
    status: exchange.status ?? null,
    verdict: verdict === undefined ? 'none' : verdict.ok ? 'verified' : 'refused',
    ...(verdict?.ok === true ? { key: keyOf(exchange) } : {}),
    ...(verdict?.ok === false ? { code: verdict.error.code } : {}),
    ...(error !== undefined && { code: error.code }),
    requestBytes: exchange.body?.length ?? 0,
    responseBytes: response?.length ?? 0,
    verifyMs: rounded(timings.decided),
    upstreamMs: rounded(minus(timings.responded, timings.decided)),
    totalMs: rounded(timings.finished),
  };
}

function lineOf(exchange: ProxyExchange): string {
  const { request, verdict, error, timings } = exchange;
  const time = new Date(exchange.startedAt).toISOString().slice(11, 19);
  const outcome =
    error?.code ??
    (verdict?.ok === false ? verdict.error.code : verdict?.ok ? keyOf(exchange) : 'not verified');
  const ms = Math.round(timings.finished ?? 0);
  return `${time} ${exchange.status ?? '---'} ${request.method} ${pathOf(request.target)} ${outcome} ${ms} ms`;
}

function keyOf({ verdict }: ProxyExchange): string {
  if (verdict?.ok !== true) return '';
  const { key } = verdict;
  return key.kind === 'auth-token' ? `auth-token ${key.index}` : `shared-key ${key.id}`;
}

/** Printable, and cut: the target is the client's text, and its query may hold personal data. */
function pathOf(target: string): string {
  const path = target.split(/[?#]/, 1)[0]?.slice(0, 200) ?? '';
  return path.replace(
    /[^!-~]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function minus(later: number | undefined, earlier: number | undefined): number | undefined {
  return later === undefined || earlier === undefined ? undefined : later - earlier;
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 10) / 10;
}
