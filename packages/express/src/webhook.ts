import { createReceiver, type Params, type WebhookOptions } from '@sig/core';
import type { RequestHandler } from 'express';
import { middleware } from './middleware.js';

/** Handlers behind `webhook()` get the verified body as `req.body`: the params of a form by default. */
// biome-ignore lint/suspicious/noExplicitAny: Express's own default for the response body.
export type WebhookHandler<Body = Params> = RequestHandler<Record<string, string>, any, Body>;

/**
 * Middleware that lets genuine, untouched requests through and hands every other one to Express's
 * error handlers as a `WebhookError`. Works before and after body parsers. Behind it `req.body` holds
 * the verified body (the params of a form, the value of JSON) and `req.rawBody` its bytes.
 *
 * @throws OptionError at once where an option is wrong or there is no auth token
 * @example
 * app.post('/voice', webhook({ authToken }), (req, res) => { req.body.Digits })
 * app.post('/events', webhook<Event>({ authToken }), (req, res) => { req.body.type })
 */
export function webhook<Body = Params>(options: WebhookOptions = {}): WebhookHandler<Body> {
  return middleware(createReceiver(options)) as unknown as WebhookHandler<Body>;
}
