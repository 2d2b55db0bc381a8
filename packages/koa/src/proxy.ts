import type { Origin } from '@sig/core/node';
import type { Context } from 'koa';

/** Scheme and forwarded host of a request, as Koa tells them by the app's own `proxy` setting. */
export function originOf(ctx: Pick<Context, 'app' | 'get' | 'host' | 'protocol'>): Origin {
  // Without a proxy the Host header itself is what counts, not what Koa makes of an odd one.
  const forwarded = ctx.app.proxy && ctx.get('X-Forwarded-Host') !== '';
  return { protocol: ctx.protocol, host: forwarded ? ctx.host : undefined };
}
