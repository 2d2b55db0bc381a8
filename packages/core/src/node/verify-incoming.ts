import type { IncomingMessage } from 'node:http';
import type { Rejected } from '../guard.js';
import type { WebhookOptions } from '../options.js';
import { createReceiver, type Received } from '../receiver.js';
import { incomingRequest } from './incoming-request.js';

/**
 * Verifies a request of a bare `node:http` server, and reads its body.
 *
 * @throws OptionError where an option is wrong or there is no auth token
 * @example
 * const verdict = await verifyIncoming(req, { authToken, publicUrl: 'https://example.com' })
 * if (!verdict.ok) return res.writeHead(verdict.error.status).end(verdict.error.message)
 * verdict.params.Digits
 */
export async function verifyIncoming(
  req: IncomingMessage,
  options: WebhookOptions = {},
): Promise<Received | Rejected> {
  const receiver = createReceiver(options);
  return receiver.receive(incomingRequest(req, { bodyLimit: receiver.bodyLimit }));
}
