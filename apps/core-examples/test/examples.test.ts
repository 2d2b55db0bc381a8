import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { exchange, forgeries, formPost, headerOf, withBody, withHeader } from '@sig/conformance';
import type { WebhookOptions } from '@sig/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeHandler } from '../fetch-handler.js';
import { makeServer } from '../node-http.js';

const to = { authToken: 'token', origin: 'https://phone.example' };
const options: WebhookOptions = { authToken: to.authToken, publicUrl: to.origin };

const examples: [name: string, server: () => Server][] = [
  ['node:http', () => makeServer(options)],
  ['a fetch-style handler', () => createServer(getRequestListener(makeHandler(options)))],
];

describe.each(examples)('%s', (_name, make) => {
  let server: Server;
  let port: number;

  beforeAll(async () => {
    server = make().listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('genuine requests get through, forgeries do not', async () => {
    const genuine = await exchange(port, formPost(to, '/voice', { Digits: '1' }));
    expect([genuine.status, genuine.body]).toEqual([200, 'You pressed 1.']);
    for (const { title, request } of forgeries(to)) {
      if (headerOf(request, 'Upgrade') !== '') continue;
      const posted = { ...request, target: request.target.replace(/^[^?]*/, '/voice') };
      const { status } = await exchange(port, posted);
      expect([title, status >= 400 && status < 500]).toEqual([title, true]);
    }
  });

  it('a handler reads what was verified, however its characters are written', async () => {
    const genuine = formPost(to, '/voice', { Digits: 'é' });
    for (const written of ['%c3%a9', '\xc3\xa9', '\xc3%a9', '%C3\xa9']) {
      const sent = withBody(genuine, Buffer.from(`Digits=${written}&Digits=${written}`, 'latin1'));
      expect(await exchange(port, sent)).toMatchObject({ status: 200, body: 'You pressed é.' });
    }
  });

  it('a body that is too large is answered, whether its length is known or not', async () => {
    const genuine = formPost(to, '/voice', { Digits: '1' });
    const large = withBody(genuine, 'a'.repeat(2 ** 21));
    expect((await exchange(port, large)).status).toBe(413);
    const length = (2 ** 21).toString(16);
    const unknown = withHeader(
      { ...large, body: `${length}\r\n${large.body}\r\n0\r\n\r\n` },
      'Content-Length',
      undefined,
    );
    const chunked = withHeader(unknown, 'Transfer-Encoding', 'chunked');
    expect((await exchange(port, chunked)).status).toBe(413);
  });
});
