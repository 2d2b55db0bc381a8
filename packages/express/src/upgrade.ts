import type { IncomingMessage } from 'node:http';
import type { Received, Rejected, WebhookOptions } from '@sig/core';
import { createVerifier as createNodeVerifier } from '@sig/core/node';
import type { Application } from 'express';
import { originOf } from './request.js';

/** Verifies requests that Express never sees. */
export interface UpgradeVerifier {
  /** Verifies an upgrade. Never rejects: whatever is wrong is the error of the verdict. */
  verify(req: IncomingMessage): Promise<Received | Rejected>;
}

/**
 * A verifier of WebSocket upgrades, made once. Express never sees upgrades; they arrive at the server's
 * `upgrade` event, where this runs before `wss.handleUpgrade`.
 *
 * @param app the Express app whose `trust proxy` setting counts; not needed with `publicUrl`
 * @throws OptionError at once if an option is wrong or there is no auth token
 * @example
 * const verifier = createVerifier({ authToken, publicUrl: 'https://example.com' })
 * server.on('upgrade', async (req, socket, head) => {
 *   const verdict = await verifier.verify(req)
 *   if (!verdict.ok) return rejectUpgrade(socket, verdict.error)
 *   wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req))
 * })
 */
export function createVerifier(options: WebhookOptions = {}, app?: Application): UpgradeVerifier {
  const verifier = createNodeVerifier(options);
  return {
    verify: (req) => verifier.verify(req, { origin: () => originOf(req, app), upgrade: true }),
  };
}
