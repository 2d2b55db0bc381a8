import type { Passed, Receiver } from '@sig/core';
import { incomingRequest, toBuffer } from '@sig/core/node';
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

/** Middleware that lets through what a receiver accepts. */
export function middleware(receiver: Receiver<Passed>): RequestHandler {
  const { receive, bodyLimit } = receiver;
  return (req, res, next) => {
    const request = incomingRequest(req, {
      origin: () => originOf(req, req.app),
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
      if (received.rawBody !== undefined) req.rawBody = toBuffer(received.rawBody);
      if (received.body !== undefined) {
        req.body = received.body;
        // The mark by which body-parser 1 (Express 4) leaves a body alone that is parsed already.
        (req as { _body?: boolean })._body = true;
      }
      res.set(received.headers);
      next();
    }, next);
  };
}
