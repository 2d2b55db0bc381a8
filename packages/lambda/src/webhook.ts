import type { GuardOptions, Params, Received, WebhookOptions } from '@sig/core';
import { createGuardReceiver, createReceiver, type Passed, type Receiver } from '@sig/core/adapter';
import { type EventRequest, eventRequest, type ProxyEvent } from './event/index.js';
import { verifiedEvent, webhookRequest } from './request.js';
import { answerOf, type LambdaResponse, rejection, responseOf, withHeaders } from './response.js';

/** The event of an HTTP request: that of API Gateway, a function URL or a load balancer. */
export type LambdaEvent = ProxyEvent;

/** What Lambda calls. */
export type LambdaHandler<E, C, R> = (event: E, context: C) => Promise<R | LambdaResponse>;

/**
 * A Lambda handler that lets genuine, unmodified requests through to `handler`, and answers every other one with the
 * status and code of its rejection, as JSON, in the shape that the trigger takes.
 *
 * The event that the handler gets holds what was verified: its query and its body are made of it, the body of a form is
 * its params, sorted, each pair once. `verdict` has the params, the body, parsed, and its bytes.
 *
 * @throws OptionError at once if an option is wrong or there is no key
 * @example
 * export const handler = webhook({ authToken, publicUrl: 'https://example.com' }, async (_event, _context, { params }) => ({
 *   statusCode: 200,
 *   body: `You pressed ${params.Digits}.`,
 * }))
 */
export function webhook<
  E extends LambdaEvent = LambdaEvent,
  C = unknown,
  R = unknown,
  P extends Params = Params,
>(
  options: WebhookOptions,
  handler: (event: E, context: C, verdict: Received<P>) => R | Promise<R>,
): LambdaHandler<E, C, R> {
  const receiver = createReceiver(options, { idempotency: true });
  const { configuredUrl = [] } = options;
  return handlerOf(receiver, [configuredUrl].flat(), (event, context, request, received) =>
    handler(verifiedEvent(event, request, received), context, received as Received<P>),
  );
}

/**
 * A Lambda handler for routes without signatures: lets through what the guards accept (of several, one), and answers
 * every other request. The event is the one that came.
 *
 * @throws OptionError at once if a guard is not one
 * @example
 * const httpAuth = basic({ realm: 'calls', credentials: { user: 'secret' } })
 * export const handler = guard({ httpAuth }, async () => ({ statusCode: 200, body: 'well' }))
 */
export function guard<E extends LambdaEvent = LambdaEvent, C = unknown, R = unknown>(
  options: GuardOptions,
  handler: (event: E, context: C) => R | Promise<R>,
): LambdaHandler<E, C, R> {
  return handlerOf(createGuardReceiver(options), [], (event, context) => handler(event, context));
}

function handlerOf<E extends LambdaEvent, C, R, Yes extends Passed>(
  { receive, bodyLimit, turnOf }: Receiver<Yes>,
  configured: readonly string[],
  handle: (event: E, context: C, request: EventRequest, received: Yes) => R | Promise<R>,
): LambdaHandler<E, C, R> {
  return async (event, context) => {
    const request = eventRequest(event);
    // No client is there to be answered, and whoever reads the log should know.
    if (request === undefined) throw new TypeError(noRequest);
    const received = await receive(webhookRequest(request, bodyLimit, configured));
    if (!received.ok) return rejection(received.error, request.trigger);
    const { trigger } = request;
    const turn = turnOf(received);
    if (turn?.replay !== undefined) {
      return withHeaders(responseOf(turn.replay, trigger), trigger, received.headers);
    }
    try {
      const result = await handle(event, context, request, received);
      await turn?.finish(answerOf(result));
      return withHeaders(result, trigger, received.headers);
    } catch (error) {
      await turn?.release();
      throw error;
    }
  };
}

const noRequest =
  'The event is not that of an HTTP request: expected one of API Gateway (REST or HTTP API), a function URL or a load balancer.';
