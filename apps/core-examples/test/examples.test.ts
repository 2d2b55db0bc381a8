import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { exchange, forgeries, formPost, headerOf } from '@sig/conformance';
import type { WebhookOptions } from '@sig/core';
import { expect, it } from 'vitest';
import { makeHandler } from '../fetch-handler.js';
import { makeApp } from '../hono.js';
import { makeServer } from '../node-http.js';

const to = { authToken: 'token', origin: 'https://phone.example' };
const options: WebhookOptions = { authToken: to.authToken, publicUrl: to.origin };

const examples: [name: string, server: () => Server][] = [
  ['Hono', () => createServer(getRequestListener(makeApp(options).fetch))],
  ['node:http', () => makeServer(options)],
  ['a fetch-style handler', () => createServer(getRequestListener(makeHandler(options)))],
];

it.each(examples)('%s: genuine requests get through, forgeries do not', async (_name, make) => {
  const server = make().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const genuine = await exchange(port, formPost(to, '/voice', { Digits: '1' }));
  expect([genuine.status, genuine.body]).toEqual([200, 'You pressed 1.']);
  for (const { title, request } of forgeries(to)) {
    if (headerOf(request, 'Upgrade') !== '') continue;
    const posted = { ...request, target: request.target.replace(/^[^?]*/, '/voice') };
    const { status } = await exchange(port, posted);
    expect([title, status >= 400 && status < 500]).toEqual([title, true]);
  }
  server.closeAllConnections();
  server.close();
});
