import type { IncomingMessage } from 'node:http';
import type { Received, Rejected, WebhookOptions } from '@sig/core';
import { verifyUpgrade as verify } from '@sig/core/node';
import type { Application } from 'express';
import { originOf } from './proxy.js';

/**
 * Verifies a WebSocket upgrade. Express never sees upgrades; they arrive at the server's `upgrade`
 * event, where this stands before `wss.handleUpgrade`.
 *
 * @param app the Express app whose `trust proxy` setting counts; not needed with `publicUrl`
 * @throws OptionError where an option is wrong or there is no auth token
 * @example
 * server.on('upgrade', async (req, socket, head) => {
 *   const verdict = await verifyUpgrade(req, { authToken, publicUrl: 'https://example.com' })
 *   if (!verdict.ok) return rejectUpgrade(socket, verdict.error)
 *   wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req))
 * })
 */
export function verifyUpgrade(
  req: IncomingMessage,
  options?: WebhookOptions,
  app?: Application,
): Promise<Received | Rejected> {
  return verify(req, options, { origin: () => originOf(req, app) });
}
