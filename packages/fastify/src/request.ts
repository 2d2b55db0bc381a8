import { Readable } from 'node:stream';
import type { Params, WebhookRequest } from '@sig/core';
import { incomingRequest, readStream } from '@sig/core/node';
import type { FastifyRequest, RequestPayload } from 'fastify';

/** A Fastify request as the guards see it. `payload` is the body, as other plugins have left it. */
export function webhookRequest(
  request: FastifyRequest,
  payload: RequestPayload,
  bodyLimit: number,
): WebhookRequest {
  return incomingRequest(request.raw, {
    bodyLimit,
    // In Fastify 4 the hostname has the port, and there is no host.
    origin: () => ({ protocol: request.protocol, host: request.host ?? request.hostname }),
    target: request.originalUrl,
    // If there is none: what parsers of Express (middie) have left.
    rawBody: () => request.rawBody,
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

/** Whether the scope of the route has a parser for forms, or for everything. */
export function hasFormParser({ server }: FastifyRequest): boolean {
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
export function isWhole(body: unknown, { bytes, stream }: VerifiedForm): boolean {
  if (typeof body === 'string') return bytes.equals(Buffer.from(body));
  return body === stream || (body instanceof Uint8Array && bytes.equals(body));
}

export const formType = 'application/x-www-form-urlencoded';
/** What is kept of a request until its body is parsed; one for all scopes that guard it. */
interface Behind {
  form?: VerifiedForm;
  /** Those that came, while the parsers see others. */
  headers?: FastifyRequest['headers'];
}

export const behind = Symbol('@sig/fastify');

export function behindOf(request: FastifyRequest & { [behind]?: Behind }): Behind {
  request[behind] ??= {};
  return request[behind];
}

/** Shows Fastify's parsers other headers; handlers get the original ones back. */
export function replaceHeaders(request: FastifyRequest, headers: FastifyRequest['headers']): void {
  behindOf(request).headers ??= request.headers;
  request.headers = headers;
}

/** Without these headers there is nothing that Fastify would look for a parser for. */
export const noBodyHeaders = {
  'content-type': undefined,
  'content-length': undefined,
  'transfer-encoding': undefined,
} as unknown as FastifyRequest['headers'];
