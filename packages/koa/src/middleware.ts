import type { Passed, Receiver } from '@sig/core';
import { incomingRequest, toBuffer } from '@sig/core/node';
import type { Middleware } from 'koa';
import { originOf } from './proxy.js';

/** Where the body parsers of Koa leave what they make of the body; each has types of its own. */
interface ParsedRequest {
  body?: unknown;
  rawBody?: unknown;
}

/** Middleware that lets through what a receiver accepts. */
export function middleware({ receive, bodyLimit }: Receiver<Passed>): Middleware {
  return async (ctx, next) => {
    const parsed = ctx.request as unknown as ParsedRequest;
    const request = incomingRequest(ctx.req, {
      origin: () => originOf(ctx),
      bodyLimit,
      target: ctx.originalUrl,
      get rawBody() {
        return parsed.rawBody;
      },
      parsed: parsed.body,
    });
    const received = await receive(request);
    if (!received.ok) {
      // Nobody is left to answer, and an error handler would only make noise.
      if (received.error.code === 'request-aborted') return;
      throw received.error;
    }
    // Something else has answered, such as a middleware that limits the time.
    if (ctx.headerSent) return;
    if (received.body !== undefined) {
      parsed.body = received.body;
      parsed.rawBody = received.rawBody && toBuffer(received.rawBody);
    }
    ctx.set(received.headers);
    await next();
  };
}
