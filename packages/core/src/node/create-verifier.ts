import type { IncomingMessage } from 'node:http';
import type { Params } from '../scheme/params.js';
import type { Rejected } from '../scheme/verdict.js';
import type { WebhookOptions } from '../webhook/options.js';
import { createReceiver, type Received } from '../webhook/receiver.js';
import { type FrameworkFacts, incomingRequest } from './incoming-request.js';

/** Verifies `node:http` requests, WebSocket upgrades among them. */
export interface NodeVerifier {
  /**
   * Verifies a request and reads its body. Of a WebSocket upgrade, its URL as `wss://` (or `ws://`) is what
   * was signed.
   *
   * Never rejects for anything in the request, or for a look-up that fails (`lookup-failed`, 500) or hangs
   * (`lookup-timeout`, 503): all of that is the error of the verdict.
   *
   * @param facts what a framework knows better than the request: scheme and host behind a trusted proxy. With
   * `publicUrl` nothing of it is needed.
   */
  verify<P extends Params = Params>(
    req: IncomingMessage,
    facts?: Omit<FrameworkFacts, 'bodyLimit'>,
  ): Promise<Received<P> | Rejected>;
}

/**
 * A verifier for bare `node:http` servers and for the `upgrade` event, made once and used for every request.
 *
 * @throws OptionError at once if an option is wrong or there is no auth token
 * @example
 * const verifier = createVerifier({ authToken, publicUrl: 'https://example.com' })
 * createServer(async (req, res) => {
 *   const verdict = await verifier.verify(req)
 *   if (!verdict.ok) return res.writeHead(verdict.error.status).end(verdict.error.message)
 *   res.end(`You pressed ${verdict.params.Digits}.`)
 * }).on('upgrade', async (req, socket, head) => {
 *   const verdict = await verifier.verify(req)
 *   if (!verdict.ok) return rejectUpgrade(socket, verdict.error)
 *   wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req))
 * })
 */
export function createVerifier(options: WebhookOptions = {}): NodeVerifier {
  const { receive, bodyLimit } = createReceiver(options);
  return {
    verify<P extends Params>(req: IncomingMessage, facts: Omit<FrameworkFacts, 'bodyLimit'> = {}) {
      const request = incomingRequest(req, { ...facts, bodyLimit });
      // Node leaves the socket of an upgrade without a listener: a client that goes away meanwhile would end
      // the process.
      if (request.upgrade) req.socket?.on('error', () => {});
      return receive(request) as Promise<Received<P> | Rejected>;
    },
  };
}
