import type { WebhookRequest } from '@sig/core';

/** A request as an adapter makes it. The conformance suite sends the same over sockets. */
export function request(
  authorization?: string,
  { method = 'GET', target = '/', body = '', alternates = [] as string[] } = {},
): WebhookRequest {
  return {
    method,
    target,
    protocol: 'https',
    host: 'example.com',
    upgrade: false,
    alternateTargets: () => alternates,
    header: (name) => (name === 'authorization' ? authorization : undefined),
    body: () => ({ bytes: new TextEncoder().encode(body) }),
  };
}
