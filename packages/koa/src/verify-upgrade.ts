import type { IncomingMessage } from 'node:http';
import type { Received, Rejected, WebhookOptions } from '@sig/core';
import { verifyUpgrade as verify } from '@sig/core/node';
import type Application from 'koa';
import { originOf } from './proxy.js';

/**
 * Verifies a WebSocket upgrade. Koa never sees upgrades; they arrive at the server's `upgrade` event,
 * where this stands before `wss.handleUpgrade`.
 *
 * @param app the Koa app whose `proxy` setting counts; not needed with `publicUrl`
 * @throws OptionError where an option is wrong or there is no auth token
 * @example
 * server.on('upgrade', async (req, socket, head) => {
 *   const verdict = await verifyUpgrade(req, { authToken, publicUrl: 'https://example.com' })
 *   if (!verdict.ok) return rejectUpgrade(socket, verdict.error)
 *   wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req))
 * })
 */
export function verifyUpgrade<State, Custom>(
  req: IncomingMessage,
  options?: WebhookOptions,
  app?: Application<State, Custom>,
): Promise<Received | Rejected> {
  if (app === undefined) return verify(req, options);
  // Koa's own reading of the proxy's headers; an upgrade has no response.
  const origin = () => originOf(app.createContext(req, undefined as never));
  return verify(req, options, { origin });
}
