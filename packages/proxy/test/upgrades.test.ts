// WebSocket upgrades through the proxy, in both directions.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { exchange, freePort, toBytes, upgrade, withHeader } from '@sig/conformance';
import { sign } from '@sig/core';
import { memoryStore } from '@sig/core/store';
import { createStreamTickets } from '@sig/core/tickets';
import { afterAll, describe, expect, it } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import type { ProxyExchange } from '../src/index.js';
import {
  authToken,
  publicUrl,
  sender,
  startProxy,
  startWire,
  stopAll,
  stopLater,
  upstreamSecret,
} from './servers.js';

afterAll(stopAll);

/** An application with a WebSocket that echoes, and knows the headers that it got. */
async function startSockets() {
  const seen: string[][] = [];
  const server = createServer((_req, res) => res.end()).listen(0, '127.0.0.1');
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'audio' });
  sockets.on('connection', (socket, req) => {
    seen.push(req.rawHeaders);
    socket.send('welcome');
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  await once(server, 'listening');
  stopLater(async () => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, seen, sockets };
}

function open(port: number, target = '/media', key = authToken): WebSocket {
  const url = publicUrl.replace('https', 'wss') + target;
  const { signature } = sign({ authToken: key, url });
  return new WebSocket(`ws://127.0.0.1:${port}${target}`, ['audio'], {
    headers: { 'X-Twilio-Signature': signature, 'X-Sig-Verified': 'forged' },
  });
}

describe('a WebSocket', () => {
  it('carries text, and bytes large and small, both ways', async () => {
    const app = await startSockets();
    const { port } = await startProxy(app.port, { upstreamSecret });
    const socket = open(port);
    const [welcome] = await once(socket, 'message');
    expect([String(welcome), socket.protocol]).toEqual(['welcome', 'audio']);
    for (const message of [
      Buffer.from('Grüße'),
      Buffer.alloc(3 * 2 ** 20, 'ab'),
      Buffer.alloc(0),
    ]) {
      socket.send(message);
      const [answer] = await once(socket, 'message');
      expect(message.equals(answer as Buffer)).toBe(true);
    }
    socket.close(4001, 'enough');
    const [code, reason] = await once(socket, 'close');
    expect([code, String(reason)]).toEqual([4001, 'enough']);
    const headers = app.seen[0] ?? [];
    const sealed = headers.filter((_, i) => headers[i - 1]?.toLowerCase() === 'x-sig-verified');
    expect(sealed).toEqual([expect.stringMatching(/^t=\d+,key=auth-token:0,mac=[0-9a-f]{64}$/)]);
  });

  it('that is forged reaches nobody', async () => {
    const app = await startSockets();
    const { port } = await startProxy(app.port);
    const socket = open(port, '/media', 'another token');
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('403');
    expect(app.seen).toEqual([]);
  });

  it('ends on both sides, whichever side goes away', async () => {
    const app = await startSockets();
    const seen: ProxyExchange[] = [];
    const { port } = await startProxy(app.port, {
      observer: { finished: (one) => void seen.push(one) },
    });
    const first = open(port);
    await once(first, 'message');
    first.terminate();
    while (app.sockets.clients.size > 0) await delay(10);
    const second = open(port);
    await once(second, 'message');
    for (const client of app.sockets.clients) client.terminate();
    await once(second, 'close');
    while (seen.length < 2) await delay(10);
    expect(seen.map(({ status, error }) => [status, error])).toEqual([
      [101, undefined],
      [101, undefined],
    ]);
  });

  it('what is sent right after the head is not lost', async () => {
    const app = await startWire((socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUPGRADE: websocket\r\nConnection: Upgrade\r\n\r\nfrom the app',
      );
    });
    const { port } = await startProxy(app.port);
    const socket = connect(port, '127.0.0.1');
    socket.write(Buffer.concat([toBytes(upgrade(sender, '/media')), Buffer.from('early')]));
    let text = '';
    for await (const chunk of socket) {
      text += chunk;
      if (text.includes('from the app')) break;
    }
    expect(text).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nUPGRADE: websocket\r\nConnection: Upgrade\r\n\r\nfrom the app',
    );
    while (!app.last().body.includes('early')) await delay(10);
  });

  it('is one of few: 503 above the limit, which ends with a close', async () => {
    const app = await startSockets();
    const { port } = await startProxy(app.port, { maxTunnels: 1 });
    const first = open(port);
    await once(first, 'message');
    const [error] = await once(open(port), 'error');
    expect(String(error)).toContain('503');
    first.terminate();
    while (app.sockets.clients.size > 0) await delay(10);
    const next = open(port);
    await once(next, 'message');
    next.terminate();
  });

  it('is broken off when the proxy stops', async () => {
    const app = await startSockets();
    const proxy = await startProxy(app.port);
    const socket = open(proxy.port);
    await once(socket, 'message');
    const closed = once(socket, 'close');
    await proxy.close(20);
    await closed;
  });

  it('needs a ticket that is good once, if there are tickets', async () => {
    const app = await startSockets();
    const tickets = createStreamTickets({ secrets: upstreamSecret, store: memoryStore() });
    const { port } = await startProxy(app.port, { webhook: { authToken, publicUrl, tickets } });
    const { pathname } = new URL(tickets.url('wss://phone.example/media', { callSid: 'CA1' }));
    const socket = open(port, pathname);
    await once(socket, 'message');
    socket.terminate();
    const [error] = await once(open(port, pathname), 'error');
    expect(String(error)).toContain('403');
  });
});

describe('an upgrade that the application refuses', () => {
  it.each([
    ['HTTP/1.1 404 Not Found\r\nX-A: b\r\nContent-Length: 4\r\n\r\nnone', 404, 'none'],
    ['HTTP/1.1 401 Who\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n', 401, 'no'],
    ['HTTP/1.1 200 OK\r\n\r\nplain', 200, 'plain'],
  ])('%j', async (answer, status, body) => {
    const app = await startWire(answer);
    const { port } = await startProxy(app.port);
    const response = await exchange(port, upgrade(sender, '/media'));
    expect([response.status, response.body, response.headers.connection]).toEqual([
      status,
      body,
      'close',
    ]);
  });

  it('is down: 502; slow: 504', async () => {
    const down = await startProxy(await freePort());
    expect((await exchange(down.port, upgrade(sender, '/media'))).status).toBe(502);
    const silent = await startWire(() => {});
    const late = await startProxy(silent.port, { timeouts: { response: 300 } });
    expect((await exchange(late.port, upgrade(sender, '/media'))).status).toBe(504);
  });

  it.each(['h2c', 'websocket, h2c'])('to %s is not forwarded', async (protocol) => {
    const app = await startWire();
    const { port } = await startProxy(app.port);
    const response = await exchange(
      port,
      withHeader(upgrade(sender, '/media'), 'Upgrade', protocol),
    );
    expect([response.status, app.connections()]).toEqual([400, 0]);
  });
});
