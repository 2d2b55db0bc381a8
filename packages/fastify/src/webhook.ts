import {
  type GuardOptions,
  OptionError,
  type VerifiedWebhook,
  type WebhookOptions,
} from '@sig/core';
import {
  createGuardReceiver,
  createReceiver,
  isForm,
  type Receiver,
  type ReceiverSetting,
  verifiedOf,
} from '@sig/core/adapter';
import { keepResponse, sendAnswer, toBuffer } from '@sig/core/node';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import {
  behind,
  behindOf,
  formType,
  hasFormParser,
  isWhole,
  noBodyHeaders,
  replaceHeaders,
  streamOf,
  webhookRequest,
} from './request.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The raw bytes of the body, behind `webhook`. */
    rawBody?: Buffer;
    /** What `webhook` has verified: parameters, URL, and which key. */
    webhook?: VerifiedWebhook;
  }
  interface FastifyContextConfig {
    /** Whether `webhook` guards this route. Default: its option `global`. */
    webhook?: boolean;
    /** Whether `guard` guards this route. Default: its option `global`. */
    guard?: boolean;
  }
}

/** The options of the plugin. */
export interface FastifyWebhookOptions extends WebhookOptions {
  /**
   * Whether to guard every route of the scope but those with `config: { webhook: false }`; or, with
   * `false`, only those with `config: { webhook: true }`. Default: true.
   */
  readonly global?: boolean;
}

/**
 * Plugin that guards the routes of the scope in which it is registered: genuine, unmodified requests
 * get through, for every other one a `WebhookError` goes to the error handler. It reads the body
 * before Fastify parses it. Behind it `request.body` holds the verified body (the params of a form,
 * whatever Fastify's parsers make of the verified bytes of anything else), and `request.rawBody` the
 * bytes, `request.webhook` the verdict. Routes of `@fastify/websocket` are guarded as well.
 *
 * @throws OptionError when it is registered, if an option is wrong or there is no auth token
 * @example
 * await app.register(webhook, { authToken })
 * app.post<{ Body: Params }>('/voice', (request) => { request.body.Digits })
 * app.get('/health', { config: { webhook: false } }, () => 'well')
 */
export const webhook: FastifyPluginAsync<FastifyWebhookOptions> = async (app, options) => {
  const { global = true, ...rest } = options;
  checkGlobal(options);
  const setting = hasLog(app) ? { warn: (text: string) => app.log.error(text) } : {};
  const receiverFor = receivers(rest, { ...setting, parse: false, idempotency: true });
  decorateRequests(app, ['rawBody', 'webhook', behind]);

  app.addHook('preParsing', async (request, reply, payload) => {
    const { config, bodyLimit: routeLimit } = request.routeOptions;
    if (!(config.webhook ?? global)) return payload;
    const { receive, bodyLimit, turnOf } = receiverFor(routeLimit);
    const received = await receive(webhookRequest(request, payload, bodyLimit));
    if (!received.ok) {
      if (received.error.code !== 'request-aborted') throw received.error;
      // Nobody is left to answer, and an error handler would only make noise.
      reply.hijack();
      return payload;
    }
    const turn = turnOf(received);
    if (turn?.replay !== undefined) {
      reply.hijack();
      sendAnswer(reply.raw, turn.replay, received.headers);
      return payload;
    }
    if (turn !== undefined) keepResponse(reply.raw, turn);
    const bytes = toBuffer(received.rawBody ?? noBytes);
    request.rawBody = bytes;
    const verified = verifiedOf(received);
    if (verified !== undefined) request.webhook = verified;
    reply.headers(received.headers);
    if (bytes.length === 0 && bodiless.includes(request.method)) return payload;
    request.body = received.body;
    const form = isForm(request.raw.headers['content-type']);
    if (bytes.length > 0 && (!form || hasFormParser(request))) {
      const stream = streamOf(request, bytes);
      if (form) {
        behindOf(request).form = { params: received.params, bytes, stream };
        // Fastify 5.0 looks for the parser of a media type as it is written, in any case.
        replaceHeaders(request, { ...request.headers, 'content-type': formType });
      }
      return stream;
    }
    // Without these headers there is nothing that Fastify would look for a parser for.
    replaceHeaders(request, noBodyHeaders);
    return payload;
  });

  app.addHook('preValidation', (request, _reply, done) => {
    const { headers, form } = behindOf(request);
    if (headers !== undefined) {
      delete behindOf(request).headers;
      // Those of the raw request are what Fastify shows when no others are set.
      request.headers = headers === request.raw.headers ? (undefined as never) : headers;
    }
    // The params are what the signature covers; what a form parser makes of the same bytes is not. But a route
    // that forwards them has a parser that hands on the stream, or all bytes.
    if (form !== undefined && !isWhole(request.body, form)) request.body = form.params;
    done();
  });
};

const bodiless: readonly string[] = ['GET', 'HEAD'];

const noBytes = Buffer.alloc(0);

forTheScopeAround(webhook);

/** The options of the plugin `guard`. */
export interface FastifyGuardOptions extends GuardOptions {
  /** As in `webhook`; a route says otherwise with `config: { guard: ... }`. Default: true. */
  readonly global?: boolean;
}

/**
 * Plugin for routes without signatures: lets through what the guards accept, in the scope in which it is
 * registered; for every other request a `WebhookError` goes to the error handler.
 *
 * @throws OptionError when it is registered, if a guard is not one
 * @example
 * await app.register(guard, { httpAuth: basic({ realm: 'calls', credentials: { user: 'secret' } }) })
 */
export const guard: FastifyPluginAsync<FastifyGuardOptions> = async (app, options) => {
  const { global = true, ...rest } = options;
  checkGlobal(options);
  const { receive } = createGuardReceiver(rest, { parse: false });
  decorateRequests(app, ['rawBody']);

  app.addHook('preParsing', async (request, reply, payload) => {
    const { config, bodyLimit } = request.routeOptions;
    if (!(config.guard ?? global)) return payload;
    const passed = await receive(webhookRequest(request, payload, bodyLimit));
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

/**
 * Whether the app has a logger, if only a silent one. Without one Fastify has the same empty function for every
 * level, and what the operator must learn goes to the console.
 */
function hasLog({ log }: FastifyInstance): boolean {
  return log.error !== log.info || log.level !== undefined;
}

/** A receiver for each body limit: that of the option, else that of the route. */
function receivers(
  options: WebhookOptions,
  setting: ReceiverSetting,
): (routeLimit: number) => Receiver {
  // At once, so that wrong options throw at set-up.
  const receiver = createReceiver(options, setting);
  if (options.bodyLimit !== undefined) return () => receiver;
  const byLimit = new Map([[receiver.bodyLimit, receiver]]);
  return (bodyLimit) => {
    const known = byLimit.get(bodyLimit);
    if (known !== undefined) return known;
    const made = createReceiver({ ...options, bodyLimit }, setting);
    byLimit.set(bodyLimit, made);
    return made;
  };
}

/** Scopes that are guarded twice have the decorators already. */
function decorateRequests(app: FastifyInstance, names: readonly (string | symbol)[]): void {
  for (const name of names) {
    if (!app.hasRequestDecorator(name)) app.decorateRequest(name, undefined);
  }
}

/** What fastify-plugin does: the hooks belong to the scope of whoever registers the plugin. */
function forTheScopeAround(plugin: object): void {
  Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: '@sig/fastify',
    [Symbol.for('plugin-meta')]: { name: '@sig/fastify', fastify: '4.x || 5.x' },
  });
}

/** @throws OptionError if the option `global` is present and not a boolean */
function checkGlobal(options: { readonly global?: unknown }): void {
  if (!('global' in options) || typeof options.global === 'boolean') return;
  throw new OptionError('global', '"global" must be true or false; leave it out for true.');
}
