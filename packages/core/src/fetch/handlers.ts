import { respondOnce } from '../idempotency/respond-once.js';
import { fetchRequest } from '../webhook/fetch-request.js';
import { rejectionResponse, withHeaders } from '../webhook/fetch-response.js';
import type { WebhookOptions } from '../webhook/options.js';
import {
  createGuardReceiver,
  createReceiver,
  type GuardOptions,
  type Passed,
  type Received,
  type Receiver,
} from '../webhook/receiver.js';
import { requestForHandler } from './request-for-handler.js';

/**
 * Handles a verified request. `received` has its params, its body, parsed, and its bytes; what follows is whatever else
 * the runtime gives its handlers (`env` and `ctx` of Workers, the server of Bun, the info of Deno).
 */
export type WebhookHandler<More extends unknown[] = []> = (
  request: Request,
  received: Received,
  ...more: More
) => Response | Promise<Response>;

/** What the runtime calls. */
export type FetchHandler<More extends unknown[] = []> = (
  request: Request,
  ...more: More
) => Promise<Response>;

/**
 * A handler for whatever takes a `Request` and returns a `Response`: it lets genuine, unmodified requests through to
 * `handler`, and answers every other one with the status and code of its rejection, as JSON.
 *
 * The request that the handler gets holds what was verified: the body of a form is its params, sorted, each pair once.
 * One without a body, such as a GET or a WebSocket upgrade, is the one that came, so that the runtime knows it again.
 *
 * @throws OptionError at once if an option is wrong or there is no key
 * @example
 * const handler = webhook({ authToken, publicUrl: 'https://example.com' }, (request, { params }) =>
 *   new Response(`You pressed ${params.Digits}.`))
 * export default { fetch: handler }
 */
export function webhook<More extends unknown[] = []>(
  options: WebhookOptions,
  handler: WebhookHandler<More>,
): FetchHandler<More> {
  return handlerOf(createReceiver(options, { idempotency: true }), (request, received, more) =>
    handler(request, received, ...more),
  );
}

/**
 * A handler without signatures: lets through what the guards accept (of several, one), and answers every other
 * request. The request stays readable.
 *
 * @throws OptionError at once if a guard is not one
 * @example
 * const httpAuth = basic({ realm: 'calls', credentials: { user: 'secret' } })
 * const handler = guard({ httpAuth }, () => new Response('well'))
 */
export function guard<More extends unknown[] = []>(
  options: GuardOptions,
  handler: (request: Request, ...more: More) => Response | Promise<Response>,
): FetchHandler<More> {
  return handlerOf(createGuardReceiver(options), (request, _passed, more) =>
    handler(request, ...more),
  );
}

function handlerOf<Yes extends Passed, More extends unknown[]>(
  { receive, bodyLimit, turnOf }: Receiver<Yes>,
  handle: (request: Request, received: Yes, more: More) => Response | Promise<Response>,
): FetchHandler<More> {
  return async (request, ...more) => {
    const received = await receive(fetchRequest(request, bodyLimit));
    if (!received.ok) return rejectionResponse(received.error);
    const answer = await respondOnce(turnOf(received), async () =>
      handle(requestForHandler(request, received), received, more),
    );
    return withHeaders(answer, received.headers);
  };
}
