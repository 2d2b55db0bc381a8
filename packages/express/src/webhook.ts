import { createReceiver, type Params, type WebhookOptions } from '@sig/core';
import { incomingRequest } from '@sig/core/node';
import type { RequestHandler } from 'express';
import { originOf } from './proxy.js';

declare global {
  namespace Express {
    interface Request {
      /** The raw bytes of the body, once `webhook()` or `captureRawBody` has seen them. */
      rawBody?: Buffer;
    }
  }
}

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
  const { receive, bodyLimit } = createReceiver(options);
  return (req, res, next) => {
    const request = incomingRequest(req, {
      ...originOf(req, req.app),
      bodyLimit,
      target: req.originalUrl,
      rawBody: req.rawBody,
      parsed: req.body,
    });
    receive(request).then((received) => {
      if (!received.ok) {
        // Nobody is left to answer, and an error handler would only make noise.
        if (received.error.code !== 'request-aborted') next(received.error);
        return;
      }
      req.body = received.body as Body;
      if (received.rawBody !== undefined) req.rawBody = Buffer.from(received.rawBody);
      // The mark by which body-parser 1 (Express 4) leaves a body alone that is parsed already.
      (req as { _body?: boolean })._body = true;
      res.set(received.headers);
      next();
    }, next);
  };
}
