import type { GuardOptions, Params, VerifiedWebhook, WebhookOptions } from '@sig/core';
import {
  createGuardReceiver,
  createReceiver,
  type Passed,
  type Receiver,
  verifiedOf,
} from '@sig/core/adapter';
import { toBuffer } from '@sig/core/node';
import type { DefaultState, Middleware } from 'koa';
import { type ParsedRequest, webhookRequest } from './request.js';

/** What `webhook()` adds to the state of a Koa context. */
export interface WebhookState extends DefaultState {
  /** What `webhook()` has verified: parameters, URL, and which key. */
  webhook: VerifiedWebhook;
}

/** What `webhook()` adds to a Koa context. */
export interface WebhookContext<Body = Params> {
  readonly request: {
    /** The verified body: the params of a form, the value of JSON. */
    body: Body;
    /** The raw bytes of the body; `undefined` if a parser took them and left only its params. */
    rawBody: Buffer | undefined;
  };
}

/** Handlers behind `webhook()` get the verified body as `ctx.request.body`. */
export type WebhookMiddleware<Body = Params> = Middleware<WebhookState, WebhookContext<Body>>;

/**
 * Middleware that lets genuine, unmodified requests through and throws a `WebhookError` for every
 * other one, as `ctx.throw()` does. Works before and after body parsers. Behind it `ctx.request.body`
 * holds the verified body (the params of a form, the value of JSON), `ctx.request.rawBody` its bytes, and
 * `ctx.state.webhook` the verdict.
 *
 * @throws OptionError at once if an option is wrong or there is no auth token
 * @example
 * router.post('/voice', webhook({ authToken }), (ctx) => { ctx.request.body.Digits })
 * router.post('/events', webhook<Event>({ authToken }), (ctx) => { ctx.request.body.type })
 */
export function webhook<Body = Params>(options: WebhookOptions = {}): WebhookMiddleware<Body> {
  return middleware(createReceiver(options)) as unknown as WebhookMiddleware<Body>;
}

/**
 * Middleware for routes without signatures: lets through what the guards accept (of several, one), and
 * throws a `WebhookError` for every other request. The body is left alone, unless a guard has to read it
 * (Digest with `auth-int`); then it is where `webhook()` puts it.
 *
 * @throws OptionError at once if a guard is not one
 * @example
 * const httpAuth = basic({ realm: 'calls', credentials: { user: 'secret' } })
 * router.get('/private', guard({ httpAuth }), handler)
 */
export function guard(options: GuardOptions): Middleware {
  return middleware(createGuardReceiver(options));
}

/** Middleware that lets through what a receiver accepts. */
function middleware({ receive, bodyLimit }: Receiver<Passed>): Middleware {
  return async (ctx, next) => {
    const received = await receive(webhookRequest(ctx, bodyLimit));
    if (!received.ok) {
      // Nobody is left to answer, and an error handler would only make noise.
      if (received.error.code === 'request-aborted') return;
      throw received.error;
    }
    // Something else has answered, such as a middleware that limits the time.
    if (ctx.headerSent) return;
    const verified = verifiedOf(received);
    if (verified !== undefined) ctx.state.webhook = verified;
    if (received.body !== undefined) {
      const request = ctx.request as unknown as ParsedRequest;
      request.body = received.body;
      request.rawBody = received.rawBody && toBuffer(received.rawBody);
    }
    ctx.set(received.headers);
    await next();
  };
}
