import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GuardOptions, Params, VerifiedWebhook, WebhookOptions } from '@sig/core';
import {
  createGuardReceiver,
  createReceiver,
  type Passed,
  type Receiver,
  verifiedOf,
} from '@sig/core/adapter';
import { keepResponse, sendAnswer, toBuffer } from '@sig/core/node';
import type { RequestHandler } from 'express';
import { type RequestSetting, webhookRequest } from './request.js';

declare global {
  namespace Express {
    interface Request {
      /** The raw bytes of the body, behind `webhook()`, or if a parser has `captureRawBody`. */
      rawBody?: Buffer;
      /** What `webhook()` has verified: parameters, URL, and which key. */
      webhook?: VerifiedWebhook;
    }
  }
}

/** Handlers behind `webhook()` get the verified body as `req.body`: the params of a form by default. */
// biome-ignore lint/suspicious/noExplicitAny: Express's own default for the response body.
export type WebhookHandler<Body = Params> = RequestHandler<Record<string, string>, any, Body>;

/**
 * Middleware that lets genuine, unmodified requests through and hands every other one to Express's
 * error handlers as a `WebhookError`. Works before and after body parsers. Behind it `req.body` holds
 * the verified body (the params of a form, the value of JSON), `req.rawBody` its bytes, and `req.webhook`
 * the verdict.
 *
 * @throws OptionError at once if an option is wrong or there is no auth token
 * @example
 * app.post('/voice', webhook({ authToken }), (req, res) => { req.body.Digits })
 * app.post('/events', webhook<Event>({ authToken }), (req, res) => { req.body.type })
 */
export function webhook<Body = Params>(options: WebhookOptions = {}): WebhookHandler<Body> {
  return middleware(
    createReceiver(options, { idempotency: true }),
  ) as unknown as WebhookHandler<Body>;
}

/**
 * Middleware for routes without signatures: lets through what the guards accept (of several, one), and
 * hands every other request to Express's error handlers as a `WebhookError`. The body is left alone,
 * unless a guard has to read it (Digest with `auth-int`); then it is where `webhook()` puts it.
 *
 * @throws OptionError at once if a guard is not one
 * @example
 * const httpAuth = basic({ realm: 'calls', credentials: { user: 'secret' } })
 * app.get('/private', guard({ httpAuth }), handler)
 */
export function guard(options: GuardOptions): RequestHandler {
  return middleware(createGuardReceiver(options));
}

/** Middleware that lets through what a receiver accepts. */
export function middleware(
  { receive, bodyLimit, turnOf }: Receiver<Passed>,
  setting: RequestSetting = {},
): RequestHandler {
  async function admit(...[req, res]: Parameters<RequestHandler>): Promise<Admission> {
    const received = await receive(webhookRequest(req, bodyLimit, setting));
    const turn = received.ok ? turnOf(received) : undefined;
    // Something else has answered, such as a middleware that limits the time.
    if (res.headersSent) {
      await turn?.release();
      return 'answered';
    }
    // Nobody is left to answer, and an error handler would only make noise.
    if (!received.ok)
      return received.error.code === 'request-aborted' ? 'answered' : received.error;
    if (turn?.replay !== undefined) {
      sendAnswer(res, turn.replay, received.headers);
      return 'answered';
    }
    if (turn !== undefined) keepResponse(res, turn);
    const verified = verifiedOf(received);
    if (verified !== undefined) req.webhook = verified;
    if (received.rawBody !== undefined) req.rawBody = toBuffer(received.rawBody);
    if (received.body !== undefined) {
      req.body = received.body;
      // The mark by which body-parser 1 (Express 4) leaves a body alone that is parsed already.
      (req as { _body?: boolean })._body = true;
    }
    // Not res.set(), which Connect and Polka do not have.
    for (const [name, value] of Object.entries(received.headers)) res.setHeader(name, value);
    return 'admitted';
  }

  return (req, res, next) => {
    admit(req, res, next)
      .catch((error: unknown) => error)
      .then((admission) => {
        if (admission === 'admitted') next();
        else if (admission !== 'answered') next(admission);
      });
  };
}

/** Whether a request may go on, has been answered, or why it is refused. */
type Admission = 'admitted' | 'answered' | Error;

/**
 * For the `verify` option of Express's body parsers: keeps the bytes that the parser is about to
 * parse, as `req.rawBody`, for a `webhook()` that runs after it.
 *
 * @example
 * app.use(express.json({ verify: captureRawBody }))
 */
export function captureRawBody(req: IncomingMessage, _res: ServerResponse, bytes: Buffer): void {
  (req as { rawBody?: Buffer }).rawBody = bytes;
}
