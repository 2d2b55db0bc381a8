import {
  type GuardOptions,
  type Params,
  type VerifiedWebhook,
  WebhookError,
  type WebhookOptions,
} from '@sig/core';
import {
  createGuardReceiver,
  createReceiver,
  type Passed,
  type Receiver,
  rejectionResponse,
  respondOnce,
  verifiedOf,
  verifiedRequest,
} from '@sig/core/adapter';
import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { rebuilt, webhookRequest } from './request.js';

/** What `webhook()` adds to the context: `c.var.webhook`, `c.var.rawBody`. */
export interface WebhookEnv<P extends Params = Params> {
  Variables: {
    /** What `webhook()` has verified: parameters, URL, and which key. */
    webhook: VerifiedWebhook<P>;
    /** The bytes of the body, as they came; `undefined` if a parser took them and left only its params. */
    rawBody: Uint8Array<ArrayBuffer> | undefined;
  };
}

/**
 * Middleware that lets genuine, unmodified requests through and throws a `WebhookError` for every other one, which
 * is an `HTTPException` of Hono as well. Behind it `c.req` reads what was verified (the body of a
 * form is its params, sorted, each pair once), `c.var.webhook` is the verdict, and `c.var.rawBody` the bytes.
 * WebSocket upgrades pass through it as well: put it before `upgradeWebSocket()`.
 *
 * @throws OptionError at once if an option is wrong or there is no auth token
 * @example
 * app.post('/voice', webhook({ authToken }), (c) => c.text(`You pressed ${c.var.webhook.params.Digits}.`))
 */
export function webhook<P extends Params = Params>(
  options: WebhookOptions = {},
): MiddlewareHandler<WebhookEnv<P>> {
  return middleware(createReceiver(options, { idempotency: true }));
}

/**
 * Middleware for routes without signatures: lets through what the guards accept (of several, one), and throws a
 * `WebhookError` for every other request. The body stays readable.
 *
 * @throws OptionError at once if a guard is not one
 * @example
 * const httpAuth = basic({ realm: 'calls', credentials: { user: 'secret' } })
 * app.get('/private', guard({ httpAuth }), handler)
 */
export function guard(options: GuardOptions): MiddlewareHandler {
  return middleware(createGuardReceiver(options));
}

/** Middleware that lets through what a receiver accepts. */
function middleware({ receive, bodyLimit, turnOf }: Receiver<Passed>): MiddlewareHandler {
  return async (c, next) => {
    const { raw } = c.req;
    const received = await receive(webhookRequest(c.req, bodyLimit));
    if (!received.ok) {
      const { error } = received;
      if (error.code !== 'request-aborted') throw exception(error);
      // The `bodyLimit()` of older versions ends the body with this error, and answers it itself.
      if ((error.cause as Error | undefined)?.name === 'BodyLimitError') throw error.cause;
      // Nobody is left to answer, and an error handler would only make noise.
      return new Response(null, { status: 400 });
    }
    const verified = verifiedOf(received);
    if (verified !== undefined) c.set('webhook', verified);
    const { rawBody = verified && new Uint8Array(0) } = received;
    if (rawBody !== undefined) {
      c.set('rawBody', received.rawBody);
      const body = { rawBody, ...(verified && { params: verified.params }) };
      c.req.raw = verifiedRequest(raw, body, (init) => rebuilt(raw, init));
      // What was read before it was verified.
      c.req.bodyCache = {};
    }
    const turn = turnOf(received);
    if (turn === undefined) await next();
    else {
      const response = await respondOnce(turn, async () => {
        await next();
        return c.res;
      });
      // Else the headers of the one that is there are added to it.
      c.res = undefined;
      c.res = response;
    }
    // An upgrade: runtimes know its response again, and can make no other.
    if (c.res.status === 101) return undefined;
    // Afterwards, because handlers may answer with a response of their own.
    for (const [name, value] of Object.entries(received.headers)) {
      c.header(name, value, { append: true });
    }
    return undefined;
  };
}

/** What is both: error handlers of Hono apps ask for an `HTTPException`, those of sig for a `WebhookError`. */
const webhookException: object = Object.create(
  HTTPException.prototype,
  Object.getOwnPropertyDescriptors(WebhookError.prototype),
);

/** The error, with the response that Hono answers with if the app has no `onError`. */
function exception(error: WebhookError): WebhookError & HTTPException {
  const getResponse = () => rejectionResponse(error);
  return Object.setPrototypeOf(Object.assign(error, { getResponse }), webhookException);
}
