// Upgrades as @hono/node-ws brings them to the app.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createNodeWebSocket } from '@hono/node-ws';
import { memoryStore } from '@sig/core/store';
import { createStreamTickets } from '@sig/core/tickets';
import { sign, webhook } from '@sig/hono';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';

const authToken = 'token';
const publicUrl = 'https://phone.example';
const secrets = 'a secret of thirty-two characters';
const tickets = createStreamTickets({ secrets, store: memoryStore() });
let server: ReturnType<typeof serve>;

beforeAll(async () => {
  const app = new Hono();
  const { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app });
  app.get(
    '/media',
    webhook({ authToken, publicUrl }),
    upgradeWebSocket(() => ({ onMessage: (event, socket) => socket.send(String(event.data)) })),
  );
  app.get(
    '/ticketed/:ticket',
    webhook({ authToken, publicUrl, tickets }),
    upgradeWebSocket((c) => ({
      onMessage: (_event, socket) => socket.send(c.get('webhook').ticket?.callSid ?? ''),
    })),
  );
  server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  injectWebSocket(server);
  await once(server, 'listening');
});
afterAll(() => void server.close());

function connect(signed: string | undefined, target = '/media', token = authToken): WebSocket {
  const { port } = server.address() as AddressInfo;
  const signature = signed && sign({ authToken: token, url: signed }).signature;
  return new WebSocket(`ws://127.0.0.1:${port}${target}`, {
    headers: signature === undefined ? {} : { 'X-Twilio-Signature': signature },
  });
}

it('a signed one carries messages', async () => {
  for (const url of ['wss://phone.example/media', 'wss://phone.example/media/']) {
    const socket = connect(url);
    await once(socket, 'open');
    socket.send('ping');
    expect(String((await once(socket, 'message'))[0])).toBe('ping');
    socket.close();
  }
});

it.each<[string, WebSocket | (() => WebSocket)]>([
  ['without a signature', () => connect(undefined)],
  ['of another token', () => connect('wss://phone.example/media', '/media', 'other')],
  ['signed as https', () => connect('https://phone.example/media')],
  ['with a query added', () => connect('wss://phone.example/media', '/media?a')],
])('one %s is refused', async (_title, open) => {
  const [error] = await once((open as () => WebSocket)(), 'error');
  expect(String(error)).toMatch(/Unexpected server response: 4\d\d/);
});

it('a ticket is good for one upgrade, and its call reaches the handler', async () => {
  const url = tickets.url('wss://phone.example/ticketed', { callSid: 'CA1' });
  const { pathname } = new URL(url);
  const socket = connect(url, pathname);
  await once(socket, 'open');
  socket.send('whose call?');
  expect(String((await once(socket, 'message'))[0])).toBe('CA1');
  socket.close();
  const [error] = await once(connect(url, pathname), 'error');
  expect(String(error)).toMatch(/Unexpected server response: 4\d\d/);
});
