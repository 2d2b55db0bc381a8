import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  createReceiver,
  type Received,
  type Rejected,
  type WebhookError,
  type WebhookOptions,
} from '../index.js';
import { type FrameworkFacts, incomingRequest } from './incoming-request.js';

/**
 * Verifies a WebSocket upgrade: its URL, as `wss://` (or `ws://`), is what was signed.
 *
 * Never rejects for anything in the request, or for a look-up that fails (`lookup-failed`, 500) or hangs
 * (`lookup-timeout`, 503): all of that is the error of the verdict.
 *
 * @param facts what a framework knows better than the request: scheme and host behind a trusted proxy. With
 * `publicUrl` nothing of it is needed.
 * @throws OptionError if an option is wrong or there is no auth token
 * @example
 * server.on('upgrade', async (req, socket, head) => {
 *   const verdict = await verifyUpgrade(req, { authToken, publicUrl: 'https://example.com' })
 *   if (!verdict.ok) return rejectUpgrade(socket, verdict.error)
 *   wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req))
 * })
 */
export async function verifyUpgrade(
  req: IncomingMessage,
  options: WebhookOptions = {},
  facts: Omit<FrameworkFacts, 'bodyLimit'> = {},
): Promise<Received | Rejected> {
  const { receive, bodyLimit } = createReceiver(options);
  // Node leaves the socket of an upgrade without a listener: a client that goes away meanwhile would end the
  // process.
  req.socket?.on('error', () => {});
  return receive(incomingRequest(req, { ...facts, bodyLimit, upgrade: true }));
}

/** Answers an upgrade that was rejected, and closes its connection. */
export function rejectUpgrade(socket: Duplex, error: WebhookError): void {
  const message = `${error.code}: ${error.expose ? error.message : STATUS_CODES[error.status]}`;
  const headers = Object.entries({
    Connection: 'close',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(message)),
    ...error.headers,
  }).flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}\r\n`));
  socket.on('error', () => {});
  socket.end(
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\n${headers.join('')}\r\n${message}`,
    () => socket.destroy(),
  );
}
