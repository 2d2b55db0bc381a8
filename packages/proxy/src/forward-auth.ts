import type { IncomingMessage } from 'node:http';
import type { WebhookRequest } from '@sig/core';
import { firstListed } from '@sig/core/adapter';
import { incomingRequest, type Origin } from '@sig/core/node';
import { ProxyError } from './errors.js';

/** Which proxy asks whether a request may pass. */
export type ForwardAuth = 'traefik' | 'envoy';

/**
 * The request that another proxy asks about.
 *
 * @throws ProxyError `body-truncated` if it sent only a part of the body, or nothing of it
 */
export function requestInQuestion(
  req: IncomingMessage,
  kind: ForwardAuth,
  bodyLimit: number,
  origin: () => Origin,
): WebhookRequest {
  const asked = incomingRequest(req, { bodyLimit, origin, upgrade: false, ...targetOf(req, kind) });
  const method = kind === 'traefik' ? (asked.header('x-forwarded-method') ?? '') : asked.method;
  const partial = asked.header('x-envoy-auth-partial-body');
  if ((partial !== undefined && partial !== 'false') || lacksBody(req, method)) {
    throw new ProxyError('body-truncated');
  }
  const { target, upgrade, protocol, host } = asked;
  const header = (name: string) => asked.header(name);
  return { method, target, upgrade, protocol, host, header, body: () => asked.body() };
}

/**
 * Whether the body was left out. What senders send has one, unless it is a GET; and if it could be left out, the signature
 * of a URL alone would let a form through that nobody has seen.
 */
function lacksBody({ headers }: IncomingMessage, method: string): boolean {
  const announced =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
  return !announced && method !== 'GET' && method !== 'HEAD';
}

/** Envoy asks under the target of the request; Traefik names it in a header. */
function targetOf(req: IncomingMessage, kind: ForwardAuth): { target?: string } {
  if (kind === 'envoy') return {};
  const uri = req.headers['x-forwarded-uri'];
  // Several are joined, and no target has a space.
  return { target: typeof uri === 'string' && !uri.includes(' ') ? uri : '' };
}

/** Scheme and host of a request, by what a trusted proxy says of them. */
export function originOf(req: IncomingMessage, trusted: boolean): Origin {
  const forwarded = (name: string) =>
    trusted ? firstListed(req.headers[name]?.toString()) : undefined;
  const protocol = forwarded('x-forwarded-proto');
  return { ...(protocol !== undefined && { protocol }), host: forwarded('x-forwarded-host') };
}
