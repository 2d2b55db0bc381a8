import { createGuardReceiver, type Guard } from '@sig/core';
import type { Middleware } from 'koa';
import { middleware } from './middleware.js';

/**
 * Middleware for routes without signatures: lets through what the guards accept (of several, one), and
 * throws a `WebhookError` for every other request. The body is left alone, unless a guard has to read it
 * (Digest with `auth-int`); then it is where `webhook()` puts it.
 *
 * @throws OptionError at once where a guard is none
 * @example
 * router.get('/private', guard(basic({ realm: 'calls', credentials: { user: 'secret' } })), handler)
 */
export function guard(guards: Guard | readonly Guard[]): Middleware {
  return middleware(createGuardReceiver(guards));
}
