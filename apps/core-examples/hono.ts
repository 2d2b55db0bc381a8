import { type Received, verifyRequest, type WebhookOptions } from '@sig/core';
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';

/** The guard, as Hono middleware: `c.var.received` has the verified params. */
const webhook = (options: WebhookOptions) =>
  createMiddleware<{ Variables: { received: Received } }>(async (c, next) => {
    const verdict = await verifyRequest(c.req.raw, options);
    if (!verdict.ok) return c.json({ code: verdict.error.code }, verdict.error.status as 403);
    c.set('received', verdict);
    await next();
  });

export function makeApp(options: WebhookOptions) {
  const app = new Hono();
  app.post('/voice', webhook(options), (c) =>
    c.text(`You pressed ${c.var.received.params.Digits}.`),
  );
  return app;
}
