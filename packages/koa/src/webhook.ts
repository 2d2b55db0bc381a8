import type { GuardOptions, Params, VerifiedWebhook, WebhookOptions } from '@sig/core';
import {
  type Answer,
  createGuardReceiver,
  createReceiver,
  type Passed,
  type Receiver,
  type Turn,
  verifiedOf,
} from '@sig/core/adapter';
import { keepResponse, listsOf, toBuffer } from '@sig/core/node';
import type { Context, DefaultState, Middleware } from 'koa';
import { type ParsedRequest, webhookRequest } from './request.js';

/** What `webhook()` adds to the state of a Koa context. */
export interface WebhookState extends DefaultState {
  /** What `webhook()` has verified: parameters, URL, and which key. */
  webhook: VerifiedWebhook;
}

/** What `webhook()` adds to a Koa context. */
export interface WebhookContext<Body = Params> {
  readonly request: {
    /** The verified body: the params of a form, the value of JSON. */
    body: Body;
    /** The raw bytes of the body; `undefined` if a parser took them and left only its params. */
    rawBody: Buffer | undefined;
  };
}

/** Handlers behind `webhook()` get the verified body as `ctx.request.body`. */
export type WebhookMiddleware<Body = Params> = Middleware<WebhookState, WebhookContext<Body>>;

/**
 * Middleware that lets genuine, unmodified requests through and throws a `WebhookError` for every
 * other one, as `ctx.throw()` does. Works before and after body parsers. Behind it `ctx.request.body`
 * holds the verified body (the params of a form, the value of JSON), `ctx.request.rawBody` its bytes, and
 * `ctx.state.webhook` the verdict.
 *
 * @throws OptionError at once if an option is wrong or there is no auth token
 * @example
 * router.post('/voice', webhook({ authToken }), (ctx) => { ctx.request.body.Digits })
 * router.post('/events', webhook<Event>({ authToken }), (ctx) => { ctx.request.body.type })
 */
export function webhook<Body = Params>(options: WebhookOptions = {}): WebhookMiddleware<Body> {
  return middleware(
    createReceiver(options, { idempotency: true }),
  ) as unknown as WebhookMiddleware<Body>;
}

/**
 * Middleware for routes without signatures: lets through what the guards accept (of several, one), and
 * throws a `WebhookError` for every other request. The body is left alone, unless a guard has to read it
 * (Digest with `auth-int`); then it is where `webhook()` puts it.
 *
 * @throws OptionError at once if a guard is not one
 * @example
 * const httpAuth = basic({ realm: 'calls', credentials: { user: 'secret' } })
 * router.get('/private', guard({ httpAuth }), handler)
 */
export function guard(options: GuardOptions): Middleware {
  return middleware(createGuardReceiver(options));
}

/** Middleware that lets through what a receiver accepts. */
function middleware({ receive, bodyLimit, turnOf }: Receiver<Passed>): Middleware {
  return async (ctx, next) => {
    const received = await receive(webhookRequest(ctx, bodyLimit));
    if (!received.ok) {
      // Nobody is left to answer, and an error handler would only make noise.
      if (received.error.code === 'request-aborted') return;
      throw received.error;
    }
    const turn = turnOf(received);
    // Something else has answered, such as a middleware that limits the time.
    if (ctx.headerSent) return turn?.release();
    if (turn?.replay !== undefined) {
      setAnswer(ctx, turn.replay);
      ctx.set(received.headers);
      return;
    }
    const verified = verifiedOf(received);
    if (verified !== undefined) ctx.state.webhook = verified;
    if (received.body !== undefined) {
      const request = ctx.request as unknown as ParsedRequest;
      request.body = received.body;
      request.rawBody = received.rawBody && toBuffer(received.rawBody);
    }
    ctx.set(received.headers);
    await (turn === undefined ? next() : runOnce(ctx, turn, next));
  };
}

/** Runs the handler, and keeps what it answers. */
async function runOnce(ctx: Context, turn: Turn, next: () => Promise<unknown>): Promise<void> {
  keepResponse(ctx.res, turn);
  try {
    await next();
  } catch (error) {
    // Koa writes nothing to a client that has gone.
    if (!ctx.writable) await turn.release();
    throw error;
  }
  if (!ctx.writable) await turn.finish(answerOf(ctx));
}

/** The answer that is set and will not be written. */
function answerOf({ status, body, response }: Context): Answer {
  const headers = Object.entries(response.headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => [name, String(value)] as const),
  );
  return { status, headers, body: bytesOf(body) };
}

/** @returns `undefined` for a stream: nobody reads it any more */
function bytesOf(body: unknown): Uint8Array | undefined {
  if (body === null || body === undefined) return new Uint8Array(0);
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  const isPlain = [Object.prototype, Array.prototype, null].includes(Object.getPrototypeOf(body));
  return isPlain ? Buffer.from(JSON.stringify(body)) : undefined;
}

/** Answers with what was kept. */
function setAnswer(ctx: Pick<Context, 'status' | 'body' | 'remove' | 'set'>, answer: Answer): void {
  ctx.status = answer.status;
  ctx.body = toBuffer(answer.body ?? new Uint8Array(0));
  // Koa says of bytes that they are some.
  ctx.remove('Content-Type');
  ctx.set(listsOf(answer));
}
