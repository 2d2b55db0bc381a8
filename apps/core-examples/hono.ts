import type { WebhookOptions } from '@sig/core';
import { createVerifier } from '@sig/core/fetch';
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';

/** The guard, as Hono middleware. Behind it `c.req` holds what was verified. */
const webhook = (options: WebhookOptions) => {
  const verifier = createVerifier(options);
  return createMiddleware(async (c, next) => {
    const verdict = await verifier.verify(c.req.raw);
    if (!verdict.ok) return c.json({ code: verdict.error.code }, verdict.error.status as 403);
    c.req.raw = verdict.request;
    await next();
  });
};

export function makeApp(options: WebhookOptions) {
  const app = new Hono();
  app.post('/voice', webhook(options), async (c) => {
    const form = await c.req.formData();
    return c.text(`You pressed ${form.get('Digits')}.`);
  });
  return app;
}
