import type { Readable } from 'node:stream';
import { createReceiver, isForm, type Params, type Receiver, type WebhookOptions } from '@sig/core';
import { toBuffer } from '@sig/core/node';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { streamOf, toWebhookRequest } from './request.js';
import { checkGlobal, forTheScopeAround } from './scope.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The raw bytes of the body, behind `webhook`. */
    rawBody?: Buffer;
  }
  interface FastifyContextConfig {
    /** Whether `webhook` guards this route. Default: its option `global`. */
    webhook?: boolean;
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
 * Plugin that guards the routes of the scope in which it is registered: genuine, untouched requests
 * get through, for every other one a `WebhookError` goes to the error handler. It reads the body
 * before Fastify parses it. Behind it `request.body` holds the verified body (the params of a form,
 * whatever Fastify's parsers make of the verified bytes of anything else), and `request.rawBody` the
 * bytes. Routes of `@fastify/websocket` are guarded as well.
 *
 * @throws OptionError when it is registered, where an option is wrong or there is no auth token
 * @example
 * await app.register(webhook, { authToken })
 * app.post<{ Body: Params }>('/voice', (request) => { request.body.Digits })
 * app.get('/health', { config: { webhook: false } }, () => 'well')
 */
export const webhook: FastifyPluginAsync<FastifyWebhookOptions> = async (app, options) => {
  const { global = true, ...rest } = options;
  checkGlobal(options);
  const receiverFor = receivers(rest, (message) => app.log.error(message));
  if (!app.hasRequestDecorator('rawBody')) app.decorateRequest('rawBody', undefined);
  if (!app.hasRequestDecorator(behind)) app.decorateRequest(behind, undefined);

  app.addHook('preParsing', async (request, reply, payload) => {
    const { config, bodyLimit: routeLimit } = request.routeOptions;
    if (!(config.webhook ?? global)) return payload;
    const { receive, bodyLimit } = receiverFor(routeLimit);
    const received = await receive(toWebhookRequest(request, payload, bodyLimit));
    if (!received.ok) {
      if (received.error.code !== 'request-aborted') throw received.error;
      // Nobody is left to answer, and an error handler would only make noise.
      reply.hijack();
      return payload;
    }
    const bytes = toBuffer(received.rawBody ?? noBytes);
    request.rawBody = bytes;
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

/** Whether the scope of the route has a parser for forms, or for everything. */
function hasFormParser({ server }: FastifyRequest): boolean {
  return server.hasContentTypeParser(formType) || server.hasContentTypeParser(catchAll);
}

// Fastify keeps the parser of "*" under the empty name, and has no other way to ask for it.
const catchAll = Object.assign(/(?:)/, { toString: () => '' });

/** A form that a parser of Fastify reads after it was verified. */
interface VerifiedForm {
  readonly params: Params;
  readonly bytes: Buffer;
  readonly stream: Readable;
}

/** Whether a body is the verified bytes themselves. */
function isWhole(body: unknown, { bytes, stream }: VerifiedForm): boolean {
  if (typeof body === 'string') return bytes.equals(Buffer.from(body));
  return body === stream || (body instanceof Uint8Array && bytes.equals(body));
}

const formType = 'application/x-www-form-urlencoded';
/** What is kept of a request until its body is parsed; one for all scopes that guard it. */
interface Behind {
  form?: VerifiedForm;
  /** Those that came, while the parsers see others. */
  headers?: FastifyRequest['headers'];
}

const behind = Symbol('@sig/fastify');

function behindOf(request: FastifyRequest & { [behind]?: Behind }): Behind {
  request[behind] ??= {};
  return request[behind];
}

/** Shows Fastify's parsers other headers; handlers get the original ones back. */
function replaceHeaders(request: FastifyRequest, headers: FastifyRequest['headers']): void {
  behindOf(request).headers ??= request.headers;
  request.headers = headers;
}

const noBytes = Buffer.alloc(0);

const noBodyHeaders = {
  'content-type': undefined,
  'content-length': undefined,
  'transfer-encoding': undefined,
} as unknown as FastifyRequest['headers'];

forTheScopeAround(webhook);

/** A receiver for each body limit: that of the option, else that of the route. */
function receivers(
  options: WebhookOptions,
  warn: (message: string) => void,
): (routeLimit: number) => Receiver {
  // At once, so that wrong options throw at set-up.
  const receiver = createReceiver(options, { warn, parse: false });
  if (options.bodyLimit !== undefined) return () => receiver;
  const byLimit = new Map([[receiver.bodyLimit, receiver]]);
  return (bodyLimit) => {
    const known = byLimit.get(bodyLimit);
    if (known !== undefined) return known;
    const made = createReceiver({ ...options, bodyLimit }, { warn, parse: false });
    byLimit.set(bodyLimit, made);
    return made;
  };
}
