import { createGuardReceiver, type Guard } from '@sig/core';
import type { RequestHandler } from 'express';
import { middleware } from './middleware.js';

/**
 * Middleware for routes without signatures: lets through what the guards accept (of several, one), and
 * hands every other request to Express's error handlers as a `WebhookError`. The body is left alone,
 * unless a guard has to read it (Digest with `auth-int`); then it is where `webhook()` puts it.
 *
 * @throws OptionError at once where a guard is none
 * @example
 * app.get('/private', guard(basic({ realm: 'calls', credentials: { user: 'secret' } })), handler)
 */
export function guard(guards: Guard | readonly Guard[]): RequestHandler {
  return middleware(createGuardReceiver(guards));
}
