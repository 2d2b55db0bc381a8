import { createReceiver, type Params, type WebhookOptions } from '@sig/core';
import type { DefaultState, Middleware } from 'koa';
import { middleware } from './middleware.js';

/** What `webhook()` adds to a Koa context. */
export interface WebhookContext<Body = Params> {
  readonly request: {
    /** The verified body: the params of a form, the value of JSON. */
    body: Body;
    /** The raw bytes of the body; `undefined` where a parser took them and left only its params. */
    rawBody: Buffer | undefined;
  };
}

/** Handlers behind `webhook()` get the verified body as `ctx.request.body`. */
export type WebhookMiddleware<Body = Params> = Middleware<DefaultState, WebhookContext<Body>>;

/**
 * Middleware that lets genuine, untouched requests through and throws a `WebhookError` for every
 * other one, as `ctx.throw()` does. Works before and after body parsers. Behind it `ctx.request.body`
 * holds the verified body (the params of a form, the value of JSON) and `ctx.request.rawBody` its
 * bytes.
 *
 * @throws OptionError at once where an option is wrong or there is no auth token
 * @example
 * router.post('/voice', webhook({ authToken }), (ctx) => { ctx.request.body.Digits })
 * router.post('/events', webhook<Event>({ authToken }), (ctx) => { ctx.request.body.type })
 */
export function webhook<Body = Params>(options: WebhookOptions = {}): WebhookMiddleware<Body> {
  return middleware(createReceiver(options)) as unknown as WebhookMiddleware<Body>;
}
