import {
  type IncomingMessage,
  type ServerResponse,
  STATUS_CODES,
  validateHeaderName,
  validateHeaderValue,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { isWebhookError, type WebhookError } from '@sig/core';
import { ProxyError } from './errors.js';
import { pairsOf } from './headers.js';

/** What the proxy itself says, in place of the application. */
interface Answer {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** What the client may read of an error: its code, and of a defect of the set-up nothing more. */
function refusalOf(error: WebhookError | ProxyError): Answer {
  const isOurs = !isWebhookError(error);
  const message = isOurs || error.expose ? error.message : STATUS_CODES[error.status];
  const body = Buffer.from(JSON.stringify({ code: error.code, message }));
  const own = isOurs ? {} : error.headers;
  const headers = Object.entries({
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    ...(error.status === 503 ? { 'Retry-After': '1' } : {}),
    ...own,
  });
  return {
    status: error.status,
    headers: headers.flatMap(([name, values]) => [values].flat().flatMap((value) => [name, value])),
    body,
  };
}

/** Refuses a request. */
export function refuse(res: ServerResponse, error: WebhookError | ProxyError): void {
  const { status, headers, body } = refusalOf(error);
  // Without a phrase, Node sends what an attempt before has left on the response.
  res.writeHead(status, phraseOf(status), [...headers]).end(body);
}

/** Refuses an upgrade, and closes its connection. */
export function refuseUpgrade(socket: Duplex, error: WebhookError | ProxyError): void {
  const { status, headers, body } = refusalOf(error);
  socket.write(headOf(status, undefined, [...headers, 'Connection', 'close']));
  socket.end(body, () => socket.destroy());
}

/**
 * The head of a response, as bytes.
 *
 * @throws TypeError if a header cannot be sent: as bytes it could end its line, and begin another
 */
export function headOf(
  status: number,
  message: string | undefined,
  rawHeaders: readonly string[],
): Buffer {
  const lines = pairsOf(rawHeaders).map(([name, value]) => {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return `${name}: ${value}\r\n`;
  });
  const line = `HTTP/1.1 ${status} ${phraseOf(status, message)}\r\n`;
  return Buffer.from(`${line}${lines.join('')}\r\n`, 'latin1');
}

/**
 * The reason phrase to send: that of the application if it is plain ASCII, else the standard one. undici has decoded it,
 * so of any other the bytes are lost, and some characters would become line breaks.
 */
export function phraseOf(status: number, message?: string): string {
  const isPlain = message !== undefined && /^[\t\x20-\x7e]*$/.test(message);
  return isPlain ? message : (STATUS_CODES[status] ?? '');
}

/**
 * Whether a request asks for the state of the proxy. A signed one is the application's, or is refused as any other; no
 * unsigned one ever reaches the application, so that the path hides nothing of it.
 */
export function isHealthCheck(req: IncomingMessage, path: string | false): boolean {
  if (req.url !== path || (req.method !== 'GET' && req.method !== 'HEAD')) return false;
  return !pairsOf(req.rawHeaders).some(([name]) => /signature/i.test(name));
}

/** Tells the state of the proxy. */
export function answerHealth(res: ServerResponse, stopping: boolean): void {
  const text = `${JSON.stringify({ status: stopping ? 'stopping' : 'ok' })}\n`;
  const headers = ['Content-Type', 'application/json', 'Cache-Control', 'no-store'];
  res
    .writeHead(stopping ? 503 : 200, [...headers, 'Content-Length', String(text.length)])
    .end(text);
}

/** The error as one that can be answered. */
export function knownError(error: unknown, clientHasGone: boolean): WebhookError | ProxyError {
  if (isWebhookError(error)) return error;
  if (clientHasGone) return new ProxyError('client-closed', error);
  return error instanceof ProxyError ? error : new ProxyError('upstream-failed', error);
}
