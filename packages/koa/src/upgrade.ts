import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Received, Rejected, WebhookOptions } from '@sig/core';
import { createVerifier as createNodeVerifier } from '@sig/core/node';
import type { Context } from 'koa';
import { originOf } from './request.js';

/** What is used of a Koa app. Not its class, whose import needs `esModuleInterop` of those who compile. */
export interface KoaApplication {
  createContext(
    req: IncomingMessage,
    res: ServerResponse,
  ): Pick<Context, 'app' | 'get' | 'host' | 'protocol'>;
}

/** Verifies requests that Koa never sees. */
export interface UpgradeVerifier {
  /** Verifies an upgrade. Never rejects: whatever is wrong is the error of the verdict. */
  verify(req: IncomingMessage): Promise<Received | Rejected>;
}

/**
 * A verifier of WebSocket upgrades, made once. Koa never sees upgrades; they arrive at the server's `upgrade`
 * event, where this runs before `wss.handleUpgrade`.
 *
 * @param app the Koa app whose `proxy` setting counts; not needed with `publicUrl`
 * @throws OptionError at once if an option is wrong or there is no auth token
 * @example
 * const verifier = createVerifier({ authToken, publicUrl: 'https://example.com' })
 * server.on('upgrade', async (req, socket, head) => {
 *   const verdict = await verifier.verify(req)
 *   if (!verdict.ok) return rejectUpgrade(socket, verdict.error)
 *   wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req))
 * })
 */
export function createVerifier(
  options: WebhookOptions = {},
  app?: KoaApplication,
): UpgradeVerifier {
  const verifier = createNodeVerifier(options);
  return {
    verify: (req) =>
      verifier.verify(req, {
        upgrade: true,
        // Koa's own reading of the proxy's headers; an upgrade has no response.
        ...(app && { origin: () => originOf(app.createContext(req, undefined as never)) }),
      }),
  };
}
