// Servers that end, reset or hijack connections at the wrong moment.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { createSender } from '../src/index.js';
import { serve } from './server.js';

const sender = createSender({ authToken: 'token', timeout: 10_000 });
const closers: (() => void)[] = [];
afterAll(() => {
  for (const close of closers) close();
});

const good = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** A server of bytes: it is given every request with its number, over all connections. */
async function raw(answer: (socket: Socket, count: number) => void) {
  const sockets: Socket[] = [];
  let requests = 0;
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (end < 0 || text.length < end + 4 + length) return;
      text = '';
      answer(socket, ++requests);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, requests: () => requests, sockets };
}

describe('a kept connection that is reset', () => {
  it.each([
    ['after the head of a response', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin'],
    ['within the head of a response', 'HTTP/1.1 200 O'],
    ['after an interim response', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'],
  ])('%s: the request is not sent again', async (_title, bytes) => {
    for (const end of ['resetAndDestroy', 'destroySoon'] as const) {
      const server = await raw((socket, count) => {
        if (count !== 2) return void socket.write(good);
        // The client, in the same event loop, must have read the bytes: a reset would overtake them.
        socket.write(bytes, async () => {
          for (let turn = 0; turn < 10; turn++) await setImmediate();
          socket[end]();
        });
      });
      const call = sender.call();
      expect((await call.post(server.url, { first: '1' })).status).toBe(200);
      const error = await call.post(server.url, { pay: '1' }).catch((error) => error);
      expect([error.code, server.requests()]).toEqual(['connection-failed', 2]);
      call.close();
    }
  });

  it('before any byte of a response: it is sent once more, over a new connection', async () => {
    const server = await raw((socket, count) => {
      if (count === 2) return void socket.resetAndDestroy();
      socket.write(good);
    });
    const call = sender.call();
    await call.post(server.url, { a: '1' });
    const result = await call.post(server.url, { a: '2' });
    expect([result.status, server.requests(), server.sockets.length]).toEqual([200, 3, 2]);
    expect(result.exchange[0]?.reusedConnection).toBe(false);
    call.close();
  });

  it('with others that are as stale', async () => {
    const server = await raw((socket, count) => {
      // Five connections are kept; the next request on any of them is reset.
      if (count > 5 && count < 11) return void socket.resetAndDestroy();
      if (count > 5) return void socket.write(good);
      if (count === 5) for (const one of server.sockets) one.write(good);
    });
    const call = sender.call();
    await Promise.all([1, 2, 3, 4, 5].map(() => call.post(server.url)));
    expect(server.sockets.length).toBe(5);
    const error = await call.post(server.url).catch((error) => error);
    // Reset on a kept connection, and then on a new one: a failure with a code, not a third try.
    expect([error.code, server.requests()]).toEqual(['connection-failed', 7]);
    call.close();
  });
});

describe('101', () => {
  const switching =
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

  it('that nobody asked for is an error, and the connection is closed', async () => {
    const server = await raw((socket) => socket.write(switching));
    const call = sender.call();
    await expect(call.post(server.url, { a: '1' })).rejects.toMatchObject({
      name: 'SenderError',
      code: 'unexpected-upgrade',
    });
    const [socket] = server.sockets;
    if (!socket?.destroyed) await once(socket as Socket, 'close');
    call.close();
  });

  it('comes with what the server said right after it', async () => {
    const server = await raw((socket) => socket.write(`${switching}hello`));
    const call = sender.call();
    const { socket } = await call.upgrade(server.url);
    expect(String((await once(socket as Socket, 'data'))[0])).toBe('hello');
    socket?.destroy();
    call.close();
  });
});

describe('headers of the caller on redirects', () => {
  const headers = {
    Authorization: 'Bearer secret',
    'Proxy-Authorization': 'Basic secret',
    Cookie: 'session=secret',
    'X-Api-Key': 'secret',
    'X-Anything': 'secret',
  };

  it.each([301, 302, 303, 307, 308])('%s: no other origin gets any', async (status) => {
    const other = await serve((_req, res) => res.end('end'));
    const server = await serve((req, res) => {
      const Location = req.url === '/near' ? '/end' : `${other.url}/far`;
      return res.writeHead(req.url === '/end' ? 200 : status, { Location }).end();
    });
    const call = sender.call();
    await call.post(`${server.url}/near`, { a: '1' }, { headers });
    const result = await call.post(`${server.url}/out`, { a: '1' }, { headers });
    call.close();
    expect(result.text).toBe('end');
    expect(server.seen.map((seen) => seen.target)).toEqual(['/near', '/end', '/out']);
    for (const seen of server.seen) {
      expect(seen.headers).toMatchObject({ 'x-api-key': 'secret', cookie: 'session=secret' });
    }
    expect(other.seen.length).toBe(1);
    expect(JSON.stringify(other.seen[0]?.headers)).not.toContain('secret');
    expect(other.seen[0]?.headers['x-twilio-signature']).toBeDefined();
  });

  it('are not given back by a detour', async () => {
    const other = await serve((_req, res) => res.writeHead(307, { Location: back }).end());
    const server = await serve((req, res) =>
      req.url === '/end' ? res.end() : res.writeHead(307, { Location: other.url }).end(),
    );
    const back = `${server.url}/end`;
    const call = sender.call();
    expect((await call.get(server.url, { headers })).status).toBe(200);
    call.close();
    expect(JSON.stringify(other.seen)).not.toContain('secret');
    expect(JSON.stringify(server.seen.at(-1))).not.toContain('secret');
  });
});
