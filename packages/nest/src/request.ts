import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { VerifiedWebhook, WebhookRequest } from '@sig/core';
import { firstListed } from '@sig/core/adapter';
import { incomingRequest, type Origin } from '@sig/core/node';

/** What parsers and guards leave on a request. */
export interface Annotated {
  body?: unknown;
  rawBody?: unknown;
  webhook?: VerifiedWebhook;
}

/** What is used of an Express request. */
export interface ExpressRequest extends IncomingMessage, Annotated {
  readonly originalUrl: string;
  readonly app?: { get(setting: string): unknown };
}

/** What is used of a Fastify request. */
export interface FastifyRequest extends Annotated {
  readonly raw: IncomingMessage & Annotated;
  readonly protocol: string;
  readonly hostname: string;
  /** Host and port; in Fastify 4 the hostname has the port, and there is no host. */
  readonly host?: string;
}

/** A request of either platform. */
export type PlatformRequest = ExpressRequest | FastifyRequest;

/** A request of either platform as the guards see it. `bodyLimit` is in bytes. */
export function webhookRequest(request: PlatformRequest, bodyLimit: number): WebhookRequest {
  const raw = rawOf(request);
  return incomingRequest(raw, {
    bodyLimit,
    origin: () => originOf(request),
    // On Fastify, middleware leaves things on the raw request.
    rawBody: () => request.rawBody ?? raw.rawBody,
    parsed: request.body ?? raw.body,
  });
}

/** The request of Node, which on Express is the request itself. */
export function rawOf(request: PlatformRequest): IncomingMessage & Annotated {
  return isFastify(request) ? request.raw : request;
}

function isFastify(request: PlatformRequest): request is FastifyRequest {
  return typeof (request as Partial<FastifyRequest>).raw?.method === 'string';
}

/** Scheme and forwarded host of a request, per the platform's setting for trusted proxies. */
function originOf(request: PlatformRequest): Origin {
  if (isFastify(request)) {
    return { protocol: request.protocol, host: request.host ?? request.hostname };
  }
  // Express 4 has no `req.host` with a port.
  const trusts = request.app?.get('trust proxy fn');
  const trusted = typeof trusts === 'function' && trusts(request.socket.remoteAddress, 0) === true;
  const forwarded = (name: string) =>
    trusted ? firstListed(request.headers[name]?.toString()) : undefined;
  return {
    protocol:
      forwarded('x-forwarded-proto') ??
      ((request.socket as TLSSocket).encrypted === true ? 'https' : 'http'),
    host: forwarded('x-forwarded-host'),
  };
}
