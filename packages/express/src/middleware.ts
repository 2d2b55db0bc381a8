import type { Passed, Receiver } from '@sig/core';
import { incomingRequest, toBuffer } from '@sig/core/node';
import type { RequestHandler } from 'express';
import { originOf } from './proxy.js';

declare global {
  namespace Express {
    interface Request {
      /** The raw bytes of the body, once `webhook()` or `captureRawBody` has seen them. */
      rawBody?: Buffer;
    }
  }
}

/** What a drop-in for other middleware accepts besides. */
interface MiddlewareSetting {
  readonly alternateTargets?: (request: { readonly target: string }) => Iterable<string>;
}

/** Middleware that lets through what a receiver accepts. */
export function middleware(
  { receive, bodyLimit }: Receiver<Passed>,
  { alternateTargets }: MiddlewareSetting = {},
): RequestHandler {
  async function admit(...[req, res]: Parameters<RequestHandler>): Promise<Admission> {
    const received = await receive(
      incomingRequest(req, {
        origin: () => originOf(req, req.app),
        bodyLimit,
        target: req.originalUrl,
        ...(alternateTargets && {
          alternateTargets: () => alternateTargets({ target: req.originalUrl }),
        }),
        get rawBody() {
          return req.rawBody;
        },
        parsed: req.body,
      }),
    );
    // Something else has answered, such as a middleware that limits the time.
    if (res.headersSent) return 'answered';
    // Nobody is left to answer, and an error handler would only make noise.
    if (!received.ok)
      return received.error.code === 'request-aborted' ? 'answered' : received.error;
    if (received.rawBody !== undefined) req.rawBody = toBuffer(received.rawBody);
    if (received.body !== undefined) {
      req.body = received.body;
      // The mark by which body-parser 1 (Express 4) leaves a body alone that is parsed already.
      (req as { _body?: boolean })._body = true;
    }
    res.set(received.headers);
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
