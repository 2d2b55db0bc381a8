// The programs of the READMEs for WebSocket upgrades, which tests run. A test compares them.
import type { Framework } from './state.js';
import type { Slots } from './templates.js';

type Template = (slots: Pick<Slots, 'options' | 'path'>) => string;

const express: Template = ({ options }) => `import { createServer } from 'node:http';
import { createVerifier, rejectUpgrade } from '@sig/express';
import express from 'express';
import { WebSocketServer } from 'ws';

const app = express();
const server = createServer(app);
${server(`createVerifier(${options(0)}, app)`)}`;

const koa: Template = ({ options }) => `import { createServer } from 'node:http';
import { createVerifier, rejectUpgrade } from '@sig/koa';
import Koa from 'koa';
import { WebSocketServer } from 'ws';

const app = new Koa();
const server = createServer(app.callback());
${server(`createVerifier(${options(0)}, app)`)}`;

/** For frameworks that see no upgrades: the server that they run on. */
const node: Template = ({ options }) => `import { createServer } from 'node:http';
import { createVerifier, rejectUpgrade } from '@sig/core/node';
import { WebSocketServer } from 'ws';

const server = createServer();
${server(`createVerifier(${options(0)})`, '')}`;

const comment = `
  // 403 for a forgery, 500 or 503 if a look-up of yours failed or took too long. Nothing is thrown.`;

const server = (
  verifier: string,
  remark = comment,
) => `const webSockets = new WebSocketServer({ noServer: true });
const verifier = ${verifier};

server.on('upgrade', async (req, socket, head) => {
  const verdict = await verifier.verify(req);${remark}
  if (!verdict.ok) return rejectUpgrade(socket, verdict.error);
  webSockets.handleUpgrade(req, socket, head, (webSocket) => {
    webSocket.on('message', (message) => webSocket.send(message));
  });
});
server.listen(3000);
`;

const fastify: Template = ({ options, path }) => `import websocket from '@fastify/websocket';
import { webhook } from '@sig/fastify';
import { fastify } from 'fastify';

const app = fastify();
await app.register(websocket);
await app.register(webhook, ${options(0)});

app.get('${path}', { websocket: true }, (webSocket) => {
  webSocket.on('message', (message) => webSocket.send(message));
});
await app.listen({ port: 3000 });
`;

const hono: Template = ({ options, path }) => `app.get(
  '${path}',
  webhook(${options(1)}),
  upgradeWebSocket(() => ({ onMessage: (event, socket) => socket.send(String(event.data)) })),
);
`;

/** Those that see upgrades; of the others it is the server that they run on. */
export const upgrades: Readonly<Partial<Record<Framework, Template>>> & {
  readonly node: Template;
} = { express, koa, fastify, hono, node };
