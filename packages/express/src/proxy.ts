import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Origin } from '@sig/core/node';
import type { Application } from 'express';

/**
 * Scheme and forwarded host of a request, by the app's own `trust proxy` setting: what `req.protocol` and `req.host` are in Express 5. Not read from them, because Express 4 has no
 * `req.host` with a port, and an upgrade is no Express request at all.
 */
export function originOf(req: IncomingMessage, app: Application | undefined): Origin {
  const trusts: unknown = app?.get('trust proxy fn');
  const trusted = typeof trusts === 'function' && trusts(req.socket.remoteAddress, 0) === true;
  const forwarded = (name: string) => (trusted ? firstOf(req.headers[name]) : undefined);
  return {
    protocol:
      forwarded('x-forwarded-proto') ??
      ((req.socket as TLSSocket).encrypted === true ? 'https' : 'http'),
    host: forwarded('x-forwarded-host'),
  };
}

/** The first proxy, which the sender reached, comes first in a list. */
function firstOf(value: string | string[] | undefined): string | undefined {
  const first = String(value ?? '')
    .split(',', 1)[0]
    ?.trim();
  return first === '' ? undefined : first;
}
