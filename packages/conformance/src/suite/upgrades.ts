import { once } from 'node:events';
import { sign } from '@sig/core';
import { createStreamTickets } from '@sig/core/tickets';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { upgrade, withBody, withHeader } from '../kit/requests.js';
import type { WireRequest } from '../kit/wire.js';
import type { Check } from './check.js';
import type { Setting } from './harness.js';
import { authToken, ticketOptions } from './scenarios.js';
import type { Servers } from './servers.js';

const to = { authToken, origin: 'http://phone.example' };
const outside = { authToken, origin: 'https://public.example' };

export function upgrades({ at, send }: Servers, check: Check): void {
  check(
    'a signed one is a WebSocket that carries messages',
    async () => {
      const { port } = await at();
      const url = `ws://127.0.0.1:${port}/media`;
      const { signature } = sign({ authToken, url });
      const socket = new WebSocket(url, { headers: { 'X-Twilio-Signature': signature } });
      await once(socket, 'open');
      socket.send('ping');
      const [answer] = await once(socket, 'message');
      socket.close();
      expect(String(answer)).toBe('ping');
    },
    'upgrade',
  );

  const signedSlash = sign({ authToken, url: 'ws://phone.example/media/' }).signature;
  const rows: [title: string, WireRequest, status: number, Partial<Setting>?][] = [
    ['signed', upgrade(to, '/media?a=b'), 101],
    [
      'signed with a slash more',
      withHeader(upgrade(to, '/media'), 'X-Twilio-Signature', signedSlash),
      101,
    ],
    [
      'publicUrl',
      withHeader(upgrade(outside, '/media'), 'Host', 'internal:3000'),
      101,
      { scenario: 'publicOrigin' },
    ],
    ['not signed', withHeader(upgrade(to, '/media'), 'X-Twilio-Signature', undefined), 403],
    ['another path', { ...upgrade(to, '/media'), target: '/other' }, 403],
    ['query added', { ...upgrade(to, '/media'), target: '/media?a' }, 403],
    ['a body that nothing covers', withBody(upgrade(to, '/media'), 'x'), 403],
    ['an absurd Host', withHeader(upgrade(to, '/media'), 'Host', 'a/b'), 400],
  ];
  for (const [title, request, status, setting] of rows) {
    check(
      `${title}: ${status}`,
      async () => {
        expect((await send(request, setting)).status).toBe(status);
      },
      'upgrade',
    );
  }

  const tickets = createStreamTickets(ticketOptions);
  const withTicket = (base: string) => {
    const { pathname } = new URL(tickets.url(base, { callSid: 'CA1' }));
    return upgrade(to, pathname);
  };
  const setting = { scenario: 'tickets' } as const;
  check(
    'a ticket is good for one upgrade',
    async () => {
      const request = withTicket('ws://phone.example/media');
      const unsigned = withHeader(request, 'X-Twilio-Signature', undefined);
      const statuses: number[] = [];
      for (const one of [unsigned, request, request, upgrade(to, '/media')]) {
        statuses.push((await send(one, setting)).status);
      }
      // Without a signature the ticket is not used up.
      expect(statuses).toEqual([403, 101, 403, 403]);
    },
    'upgrade',
  );
  check(
    'a ticket of another path is refused',
    async () => {
      const { target } = withTicket('ws://phone.example/admin');
      const moved = upgrade(to, target.replace('/admin/', '/media/'));
      expect((await send(moved, setting)).status).toBe(403);
    },
    'upgrade',
  );
}
