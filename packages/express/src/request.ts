import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { WebhookRequest } from '@sig/core';
import { firstListed } from '@sig/core/adapter';
import { incomingRequest, type Origin } from '@sig/core/node';
import type { Application, Request } from 'express';

/** What a drop-in for other middleware accepts as well. */
export interface RequestSetting {
  readonly alternateTargets?: (request: { readonly target: string }) => Iterable<string>;
}

/** An Express request as the guards see it. `bodyLimit` is in bytes. */
export function webhookRequest(
  req: Request,
  bodyLimit: number,
  { alternateTargets }: RequestSetting = {},
): WebhookRequest {
  const target = req.originalUrl;
  return incomingRequest(req, {
    origin: () => originOf(req, req.app),
    bodyLimit,
    target,
    ...(alternateTargets && { alternateTargets: () => alternateTargets({ target }) }),
    rawBody: () => req.rawBody,
    parsed: req.body,
  });
}

/**
 * Scheme and forwarded host of a request, per the app's `trust proxy` setting: what `req.protocol` and
 * `req.host` are in Express 5. Not read from them, because Express 4 has no `req.host` with a port, and an
 * upgrade is no Express request at all.
 */
export function originOf(req: IncomingMessage, app: Application | undefined): Origin {
  const trusts: unknown = app?.get('trust proxy fn');
  const trusted = typeof trusts === 'function' && trusts(req.socket.remoteAddress, 0) === true;
  const forwarded = (name: string) =>
    trusted ? firstListed(req.headers[name]?.toString()) : undefined;
  return {
    protocol:
      forwarded('x-forwarded-proto') ??
      ((req.socket as TLSSocket).encrypted === true ? 'https' : 'http'),
    host: forwarded('x-forwarded-host'),
  };
}
