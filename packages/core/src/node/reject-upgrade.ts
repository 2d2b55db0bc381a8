import type { Duplex } from 'node:stream';
import type { WebhookError } from '../errors.js';

// Not `import`: since Node 22 an import of this module runs its lazy getters, which load all of
// `WebSocket` and `fetch` and take longer than everything else that an adapter loads.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

/**
 * Answers an upgrade that was rejected, and closes its connection.
 *
 * @example
 * const verdict = await verifier.verify(req)
 * if (!verdict.ok) rejectUpgrade(socket, verdict.error)
 */
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
