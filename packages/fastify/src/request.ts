import { Readable } from 'node:stream';
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
    // Asked for anew: a recorder may be at work. Default: what parsers of Express (middie) have left.
    get rawBody() {
      return request.rawBody;
    },
    body: (read) =>
      payload === request.raw
        ? read()
        : // Another hook has put a stream in place of the request's, with the compression undone.
          readStream(payload, bodyLimit).then((bytes) => ({ bytes })),
  });
}

/** The verified bytes as the body that Fastify's parsers read. */
export function streamOf(request: FastifyRequest, bytes: Buffer): Readable {
  const stream = Readable.from([bytes], { objectMode: false });
  // What Fastify compares with Content-Length: the bytes on the wire, from which decompression or the text of a
  // recorder may differ in length.
  const length = Number(request.raw.headers['content-length']);
  return Object.assign(stream, { receivedEncodedLength: length || bytes.length });
}
