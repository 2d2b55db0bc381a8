import type { GuardOptions, Params, Received, WebhookOptions } from '@sig/core';
import {
  createGuardReceiver,
  fetchRequest,
  type Passed,
  type Receiver,
  rejectionResponse,
  respondOnce,
  withHeaders,
} from '@sig/core/adapter';
import type { NextRequest } from 'next/server.js';
import { forwardedHost } from './forwarded.js';
import { makeReceiver } from './receiver.js';
import { routed } from './request.js';
import { verifiedRequest } from './verified-request.js';

/** Handles a verified request. `received` has its params, its body, parsed, and its bytes. */
export type WebhookHandler<Context, P extends Params = Params> = (
  request: NextRequest,
  context: Context,
  received: Received<P>,
) => Response | Promise<Response>;

/** What a `route.ts` exports. */
export type RouteHandler<Context> = (request: NextRequest, context: Context) => Promise<Response>;

/**
 * A route handler of the App Router that lets genuine, untouched requests through to `handler` and
 * answers every other one. The request stays readable, and holds what was verified: the body of a
 * form is its params, sorted and without repeated pairs. Runs in the Node and in the Edge runtime.
 *
 * @throws OptionError at once if an option is wrong or there is no auth token; while `next build`
 * collects the routes, a token may be missing
 * @example
 * export const POST = webhook({ authToken }, async (request, context, { params }) => {
 *   return new Response(`You pressed ${params.Digits}.`)
 * })
 */
export function webhook<Context = unknown, P extends Params = Params>(
  options: WebhookOptions,
  handler: WebhookHandler<Context, P>,
): RouteHandler<Context> {
  const receiver = makeReceiver(options);
  return (request, context) =>
    answer(receiver(), request, context, (received, verified) =>
      handler(verifiedRequest(request, received), verified, received as Received<P>),
    );
}

/**
 * A route handler without signatures: lets through what the guards accept (of several, one), and answers
 * every other request. The request stays readable.
 *
 * @throws OptionError at once if a guard is not one
 * @example
 * const httpAuth = basic({ realm: 'calls', credentials: { user: 'secret' } })
 * export const GET = guard({ httpAuth }, handler)
 */
export function guard<Context = unknown>(
  options: GuardOptions,
  handler: (request: NextRequest, context: Context) => Response | Promise<Response>,
): RouteHandler<Context> {
  const receiver = createGuardReceiver(options);
  return (request, context) =>
    answer(receiver, request, context, (passed) =>
      handler(verifiedRequest(request, passed), context),
    );
}

async function answer<Yes extends Passed, Context>(
  { receive, bodyLimit, turnOf }: Receiver<Yes>,
  request: NextRequest,
  context: Context,
  handle: (received: Yes, context: Context) => Response | Promise<Response>,
): Promise<Response> {
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const { target, alternateTargets, context: verified } = await routed(request, context);
  const received = await receive({
    ...fetchRequest(request, bodyLimit),
    host: forwardedHost(header),
    target,
    alternateTargets,
  });
  if (!received.ok) return rejectionResponse(received.error);
  const response = await respondOnce(turnOf(received), () => handle(received, verified));
  return withHeaders(response, received.headers);
}
