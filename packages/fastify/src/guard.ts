import { type Guard } from '@sig/core';
import { createGuardReceiver } from '@sig/core/adapter';
import { toBuffer } from '@sig/core/node';
import type { FastifyPluginAsync } from 'fastify';
import { streamOf, toWebhookRequest } from './request.js';
import { checkGlobal, forTheScopeAround } from './scope.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether `guard` guards this route. Default: its option `global`. */
    guard?: boolean;
  }
}

/** The options of the plugin. */
export interface FastifyGuardOptions {
  /** A guard, or a list of which one must accept. */
  readonly httpAuth: Guard | readonly Guard[];
  /** As in `webhook`; a route says otherwise with `config: { guard: ... }`. Default: true. */
  readonly global?: boolean;
}

/**
 * Plugin for routes without signatures: lets through what the guards accept, in the scope in which it is
 * registered; for every other request a `WebhookError` goes to the error handler.
 *
 * @throws OptionError when it is registered, where a guard is none
 * @example
 * await app.register(guard, { httpAuth: basic({ realm: 'calls', credentials: { user: 'secret' } }) })
 */
export const guard: FastifyPluginAsync<FastifyGuardOptions> = async (app, options) => {
  const { httpAuth, global = true } = options;
  checkGlobal(options);
  const { receive } = createGuardReceiver(httpAuth, { parse: false });
  if (!app.hasRequestDecorator('rawBody')) app.decorateRequest('rawBody', undefined);

  app.addHook('preParsing', async (request, reply, payload) => {
    const { config, bodyLimit } = request.routeOptions;
    if (!(config.guard ?? global)) return payload;
    const passed = await receive(toWebhookRequest(request, payload, bodyLimit));
    if (!passed.ok) {
      if (passed.error.code !== 'request-aborted') throw passed.error;
      reply.hijack();
      return payload;
    }
    reply.headers(passed.headers);
    if (passed.rawBody === undefined) return payload;
    request.rawBody = toBuffer(passed.rawBody);
    return streamOf(request, request.rawBody);
  });
};

forTheScopeAround(guard);
