// `@sig/next/pages`: API routes of the Pages Router.
import {
  type GuardOptions,
  type Params,
  type VerifiedWebhook,
  WebhookError,
  type WebhookOptions,
  type WebhookRequest,
} from '@sig/core';
import {
  createGuardReceiver,
  type Passed,
  type Receiver,
  rejectionBody,
  type Turn,
  verifiedOf,
} from '@sig/core/adapter';
import { incomingRequest, keepResponse, sendAnswer, toBuffer } from '@sig/core/node';
import type { NextApiHandler, NextApiRequest, NextApiResponse } from 'next';
import { apiTarget } from './api-target.js';
import { forwardedHost, forwardedProtocol } from './forwarded.js';
import { makeReceiver } from './receiver.js';

/** An API request behind `webhook()`. */
export type WebhookApiRequest<Body = Params> = Omit<NextApiRequest, 'body'> & {
  /** The verified body: the params of a form, the value of JSON. */
  body: Body;
  /** The raw bytes of the body; `undefined` if the body parser was left on, and took them. */
  rawBody: Buffer | undefined;
  /** What `webhook()` has verified: parameters, URL, and which key. */
  webhook: VerifiedWebhook;
};

/**
 * An API route that lets genuine, untouched requests through to `handler` and answers every other one.
 * The file should also export `config = { api: { bodyParser: false } }`; if it does not, JSON
 * is answered with 500 `body-already-parsed`.
 *
 * @throws OptionError at once if an option is wrong or there is no auth token; while `next build`
 * collects the routes, a token may be missing
 * @example
 * export const config = { api: { bodyParser: false } }
 * export default webhook({ authToken }, (req, res) => { res.send(`You pressed ${req.body.Digits}.`) })
 */
export function webhook<Body = Params, Data = unknown>(
  options: WebhookOptions,
  handler: (req: WebhookApiRequest<Body>, res: NextApiResponse<Data>) => unknown,
): NextApiHandler<Data | { code: string; message: string }> {
  const receiver = makeReceiver(options);
  return async (req, res) => {
    const admitted = await admit(receiver(), req, res);
    if (!admitted) return;
    try {
      await handler(req as WebhookApiRequest<Body>, res as NextApiResponse<Data>);
    } catch (error) {
      // Next.js answers, unless the client has gone.
      if (res.destroyed) await admitted.turn?.release();
      throw error;
    }
  };
}

/**
 * An API route without signatures: lets through what the guards accept (of several, one), and answers
 * every other request. The body parser may stay on, unless a guard has to read the body.
 *
 * @throws OptionError at once if a guard is not one
 * @example
 * const httpAuth = basic({ realm: 'calls', credentials: { user: 'secret' } })
 * export default guard({ httpAuth }, (req, res) => { res.send('hello') })
 */
export function guard(options: GuardOptions, handler: NextApiHandler): NextApiHandler {
  const receiver = createGuardReceiver(options);
  return async (req, res) => {
    if (await admit(receiver, req, res)) await handler(req, res);
  };
}

/** What a request goes on with; `undefined` if it has been answered. */
async function admit(
  { receive, bodyLimit, turnOf }: Receiver<Passed>,
  req: NextApiRequest,
  res: NextApiResponse,
): Promise<{ readonly turn: Turn | undefined } | undefined> {
  const received = await receive(apiRequest(req, bodyLimit));
  // Something else, such as a time limit, has answered in the meantime.
  const turn = received.ok ? turnOf(received) : undefined;
  if (res.headersSent || res.writableEnded) {
    await turn?.release();
    return undefined;
  }
  if (received.ok && turn?.replay !== undefined) {
    sendAnswer(res, turn.replay, received.headers);
    return undefined;
  }
  const { headers } = received.ok ? received : received.error;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (!received.ok) {
    const error = inTermsOfNext(received.error);
    res.status(error.status).json(rejectionBody(error));
    return undefined;
  }
  const verified = verifiedOf(received);
  if (verified !== undefined) (req as { webhook?: VerifiedWebhook }).webhook = verified;
  if (received.body !== undefined) {
    req.body = received.body;
    (req as { rawBody?: Buffer | undefined }).rawBody =
      received.rawBody && toBuffer(received.rawBody);
  }
  if (turn !== undefined) keepResponse(res, turn);
  return { turn };
}

function apiRequest(req: NextApiRequest, bodyLimit: number): WebhookRequest {
  const header = (name: string) => req.headers[name]?.toString();
  return incomingRequest(req, {
    bodyLimit,
    origin: () => ({ protocol: forwardedProtocol(header), host: forwardedHost(header) }),
    ...apiTarget(req),
  });
}

/** Names the line to add if it was Next.js that parsed the body. */
function inTermsOfNext(error: WebhookError): WebhookError {
  if (error.code !== 'body-already-parsed') return error;
  return new WebhookError('body-already-parsed', { message: parserIsOn, cause: error });
}

const parserIsOn =
  'Next.js parsed the body before it could be verified: add "export const config = { api: { bodyParser: false } }" to the file of this API route.';
