import type { WebhookRequest } from '@sig/core';
import { incomingRequest, type Origin } from '@sig/core/node';
import type { Context } from 'koa';

/** Where the body parsers of Koa leave what they make of the body; each has types of its own. */
export interface ParsedRequest {
  body?: unknown;
  rawBody?: unknown;
}

/** A Koa request as the guards see it. `bodyLimit` is in bytes. */
export function webhookRequest(
  ctx: Pick<Context, 'app' | 'get' | 'host' | 'originalUrl' | 'protocol' | 'req' | 'request'>,
  bodyLimit: number,
): WebhookRequest {
  const parsed = ctx.request as unknown as ParsedRequest;
  return incomingRequest(ctx.req, {
    origin: () => originOf(ctx),
    bodyLimit,
    target: ctx.originalUrl,
    rawBody: () => parsed.rawBody,
    parsed: parsed.body,
  });
}

/** Scheme and forwarded host of a request, per the app's `proxy` setting. */
export function originOf(ctx: Pick<Context, 'app' | 'get' | 'host' | 'protocol'>): Origin {
  // Without a proxy the Host header itself is what counts, not what Koa makes of an odd one.
  const forwarded = ctx.app.proxy && ctx.get('X-Forwarded-Host') !== '';
  return { protocol: ctx.protocol, host: forwarded ? ctx.host : undefined };
}
