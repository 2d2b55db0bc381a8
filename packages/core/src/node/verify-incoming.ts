import type { IncomingMessage } from 'node:http';
// From the entry and not from the files behind it, as in the other entries: then all of them share one chunk,
// and loading one file takes a fraction of the time that loading ten does.
import { createReceiver, type Received, type Rejected, type WebhookOptions } from '../index.js';
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
