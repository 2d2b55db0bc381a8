import type { WebhookRequest } from '@sig/core';
import { incomingRequest, readStream } from '@sig/core/node';
import type { FastifyRequest, RequestPayload } from 'fastify';

/** A Fastify request as the guards see it. `payload` is the body, as other plugins have left it. */
export function toWebhookRequest(
  request: FastifyRequest,
  payload: RequestPayload,
  bodyLimit: number,
): WebhookRequest {
  return incomingRequest(request.raw, {
    bodyLimit,
    // In Fastify 4 the hostname has the port, and there is no host.
    origin: () => ({ protocol: request.protocol, host: request.host ?? request.hostname }),
    target: request.originalUrl,
    // Default: what parsers of Express in front of Fastify (middie) have left on the raw request.
    ...(request.rawBody === undefined ? {} : { rawBody: request.rawBody }),
    body: (read) =>
      payload === request.raw
        ? read()
        : // Another hook has put a stream in place of the request's, with the compression undone.
          readStream(payload, bodyLimit).then((bytes) => ({ bytes })),
  });
}
