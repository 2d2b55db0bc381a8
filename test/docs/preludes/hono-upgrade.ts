import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createNodeWebSocket } from '@hono/node-ws';
import { sign, webhook } from '@sig/hono';
import { Hono } from 'hono';
import WebSocket from 'ws';
import { authToken } from './kit.js';

const app = new Hono();
const { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app });

// snippet

const server = serve({ fetch: app.fetch, port: 0 });
injectWebSocket(server);
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const connect = (token: string) => {
  const { signature } = sign({ authToken: token, url: 'wss://example.com/media' });
  return new WebSocket(`ws://localhost:${port}/media`, {
    headers: { 'X-Twilio-Signature': signature },
  });
};
const socket = connect(authToken);
await once(socket, 'open');
socket.send('ping');
assert.equal(String((await once(socket, 'message'))[0]), 'ping');
socket.close();
const [error] = await once(connect('forged'), 'error');
assert.match(String(error), /400/);
server.close();
