// `@sig/next/pages`: API routes of the Pages Router.
import type { IncomingMessage } from 'node:http';
import { type Params, WebhookError, type WebhookOptions, type WebhookRequest } from '@sig/core';
import { incomingRequest } from '@sig/core/node';
import type { NextApiHandler, NextApiRequest, NextApiResponse } from 'next';
import { makeReceiver } from './receiver.js';
import { forwardedHost, forwardedProtocol } from './request.js';
import { rejectionBody } from './response.js';

/** An API request behind `webhook()`. */
export type WebhookApiRequest<Body = Params> = Omit<NextApiRequest, 'body'> & {
  /** The verified body: the params of a form, the value of JSON. */
  body: Body;
  /** The raw bytes of the body. */
  rawBody: Buffer;
};

/**
 * An API route that lets genuine, untouched requests through to `handler` and answers every other one.
 * The file must also export `config = { api: { bodyParser: false } }`; where it does not, requests
 * with a body are answered with 500 `body-already-parsed`.
 *
 * @throws OptionError at once where an option is wrong or there is no auth token; while `next build`
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
    const { receive, bodyLimit } = receiver();
    const received = await receive(apiRequest(req, bodyLimit));
    if (!received.ok) {
      const { error } = received;
      for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value);
      res.status(error.status).json(rejectionBody(error));
      return;
    }
    const verified = req as WebhookApiRequest<Body>;
    verified.body = received.body as Body;
    verified.rawBody = Buffer.from(received.rawBody ?? []);
    for (const [name, value] of Object.entries(received.headers)) res.setHeader(name, value);
    await handler(verified, res as NextApiResponse<Data>);
  };
}

function apiRequest(req: IncomingMessage, bodyLimit: number): WebhookRequest {
  const header = (name: string) => req.headers[name]?.toString();
  const request = incomingRequest(req, {
    bodyLimit,
    protocol: forwardedProtocol(header),
    host: forwardedHost(header),
  });
  return {
    ...request,
    reprinted: true,
    async body() {
      try {
        return await request.body();
      } catch (error) {
        if ((error as WebhookError).code !== 'body-already-parsed') throw error;
        throw new WebhookError('body-already-parsed', { message: parserIsOn, hint: parserIsOn });
      }
    },
  };
}

const parserIsOn =
  'Next.js parsed the body before it could be verified: add "export const config = { api: { bodyParser: false } }" to the file of this API route.';
