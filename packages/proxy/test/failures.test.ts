// The application is down, slow or broken; the client is slow, or goes away; too many come; the proxy stops.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { exchange, freePort, readResponse, toBytes, upgrade, withHeader } from '@sig/conformance';
import { afterAll, describe, expect, it } from 'vitest';
import type { ProxyExchange, VerifyingProxy } from '../src/index.js';
import {
  genuine,
  publicUrl,
  sender,
  startApp,
  startProxy,
  startWire,
  stopAll,
  stopLater,
} from './servers.js';

afterAll(stopAll);

const codeOf = (body: string): unknown => JSON.parse(body).code;

/** An observer that keeps what has finished. */
function watch() {
  const seen: ProxyExchange[] = [];
  return { seen, observer: { finished: (one: ProxyExchange) => void seen.push(one) } };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10);
}

describe('the application', () => {
  it('is down: 502', async () => {
    const { seen, observer } = watch();
    const { port } = await startProxy(await freePort(), { observer });
    const { status, body } = await exchange(port, genuine());
    expect([status, codeOf(body)]).toEqual([502, 'upstream-unreachable']);
    expect(body).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
    await until(() => seen.length === 1);
    expect(seen[0]?.error?.code).toBe('upstream-unreachable');
  });

  it('comes back: 200 at once', async () => {
    const free = await freePort();
    const proxy = await startProxy(free);
    expect((await exchange(proxy.port, genuine())).status).toBe(502);
    const server = createServer((_req, res) => res.end('back')).listen(free, '127.0.0.1');
    await until(() => server.listening);
    expect((await exchange(proxy.port, genuine())).body).toBe('back');
    server.closeAllConnections();
    server.close();
  });

  it('does not respond: 504', async () => {
    const app = await startWire(() => {});
    const { port } = await startProxy(app.port, { timeouts: { response: 300 } });
    const { status, body } = await exchange(port, genuine());
    expect([status, codeOf(body)]).toEqual([504, 'upstream-timeout']);
  });

  it.each([
    ['closes the connection', ''],
    ['does not speak HTTP', '220 mail.example ESMTP\r\n'],
    ['says two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'switches protocols unasked',
      'HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    ],
  ])('%s: 502', async (_title, answer) => {
    const app = await startWire((socket) => socket.end(answer));
    const { port } = await startProxy(app.port);
    const { status, body } = await exchange(port, genuine());
    expect([status, codeOf(body)]).toEqual([502, 'upstream-failed']);
  });

  it.each([
    ['Latin-1', Buffer.from('Trouv\xe9', 'latin1')],
    ['UTF-8', Buffer.from('未找到')],
    ['a character that ends in the byte of a line feed', Buffer.from('a\u010d\u010aX-Evil: 1')],
    ['a control character', Buffer.from('a\x1b[31m')],
  ])('gives a reason in %s: the standard one is sent, and all else', async (_title, phrase) => {
    const [start, end] = ['HTTP/1.1 404 ', '\r\nX-A: b\r\nContent-Length: 4\r\n\r\nnone'];
    const app = await startWire((socket) =>
      socket.end(Buffer.concat([Buffer.from(start), phrase, Buffer.from(end)])),
    );
    const { port } = await startProxy(app.port);
    const expected = 'HTTP/1.1 404 Not Found\r\nX-A: b\r\nContent-Length: 4\r\nConnection: ';
    for (const request of [genuine(), upgrade(sender, '/media')]) {
      const response = await textOf(port, toBytes(request));
      expect(response.slice(0, expected.length)).toBe(expected);
      expect(response).toMatch(/\r\n\r\nnone$/);
    }
  });

  it('gives a reason of none, or a tab: it stays', async () => {
    for (const line of ['HTTP/1.1 404 ', 'HTTP/1.1 404 a\tb']) {
      const app = await startWire(`${line}\r\nContent-Length: 4\r\n\r\nnone`);
      const { port } = await startProxy(app.port);
      for (const request of [genuine(), upgrade(sender, '/media')]) {
        const response = await textOf(port, toBytes(request));
        expect(response.split('\r\n')[0]).toBe(line);
      }
    }
  });

  it('breaks off in the middle of its response: so does the proxy', async () => {
    const app = await startWire('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this');
    const { seen, observer } = watch();
    const { port } = await startProxy(app.port, { observer });
    await expect(exchange(port, genuine())).rejects.toThrow(/closed|ECONNRESET/);
    await until(() => seen.length === 1);
    expect(seen[0]).toMatchObject({ status: 200, error: { code: 'upstream-failed' } });
  });
});

describe('the client', () => {
  it('sends its body too slowly: 408, and the application hears nothing', async () => {
    const app = await startWire();
    const { port } = await startProxy(app.port, { timeouts: { request: 300 } });
    const bytes = toBytes(genuine());
    const response = await exchange(port, bytes.subarray(0, bytes.length - 1));
    expect([response.status, app.connections()]).toEqual([408, 0]);
  });

  it('goes away while the application works: its connection ends too', async () => {
    let ended = false;
    const app = await startWire(
      (socket) =>
        void socket.on('close', () => {
          ended = true;
        }),
    );
    const { seen, observer } = watch();
    const { port } = await startProxy(app.port, { observer });
    const socket = connect(port, '127.0.0.1');
    socket.write(toBytes(genuine()));
    await until(() => app.connections() === 1);
    socket.destroy();
    await until(() => ended && seen.length === 1);
    expect(seen[0]?.error?.code).toBe('client-closed');
  });

  it('reads slowly: the application waits, and nothing piles up', async () => {
    const size = 64 * 2 ** 20;
    let sent = 0;
    const upstream = await startApp(async (_req, res) => {
      const part = Buffer.alloc(2 ** 20);
      for (; sent < size && !res.destroyed; sent += part.length) {
        if (!res.write(part))
          await Promise.race([
            new Promise((go) => res.once('drain', go)),
            new Promise((go) => res.once('close', go)),
          ]);
      }
      res.end();
    });
    const { port } = await startProxy(upstream);
    const socket = connect(port, '127.0.0.1');
    socket.pause();
    socket.write(toBytes(genuine()));
    let before = -1;
    // Until it stands still.
    while (before !== sent || sent === 0) {
      before = sent;
      await delay(300);
    }
    expect(sent).toBeLessThan(size / 2);
    socket.destroy();
  });
});

describe('too many', () => {
  it('requests at a time: 503, and those that were first are answered', async () => {
    const waiting: (() => void)[] = [];
    const upstream = await startApp((_req, res) => void waiting.push(() => res.end('done')));
    const { port } = await startProxy(upstream, { maxRequests: 3 });
    const first = [1, 2, 3].map(() => exchange(port, genuine()));
    await until(() => waiting.length === 3);
    const late = await exchange(port, genuine());
    expect([late.status, codeOf(late.body), late.headers['retry-after']]).toEqual([
      503,
      'proxy-busy',
      '1',
    ]);
    for (const go of waiting) go();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200, 200]);
    waiting.length = 0;
    const next = exchange(port, genuine());
    await until(() => waiting.length === 1);
    waiting[0]?.();
    expect((await next).status).toBe(200);
  });

  it('bytes: 413', async () => {
    const app = await startWire();
    const { port } = await startProxy(app.port);
    const request = withHeader(genuine(), 'Content-Length', String(2 ** 20 + 1));
    const { status, body } = await exchange(port, request);
    expect([status, codeOf(body), app.connections()]).toEqual([413, 'body-too-large', 0]);
  });
});

describe('close()', () => {
  it('accepts nothing more, and finishes what has begun', async () => {
    const waiting: (() => void)[] = [];
    const upstream = await startApp((_req, res) => void waiting.push(() => res.end('done')));
    const proxy = await startProxy(upstream);
    const kept = connect(proxy.port, '127.0.0.1');
    kept.write(toBytes(genuine()));
    await until(() => waiting.length === 1);
    const closed = proxy.close(60_000);
    await expect(exchange(proxy.port, genuine())).rejects.toThrow('ECONNREFUSED');
    waiting[0]?.();
    expect((await readResponse(kept)).body).toBe('done');
    await closed;
  });

  it('breaks off what does not finish in time', async () => {
    const app = await startWire(() => {});
    const proxy = await startProxy(app.port);
    const request = exchange(proxy.port, genuine());
    request.catch(() => {});
    await until(() => app.connections() === 1);
    await proxy.close(50);
    await expect(request).rejects.toThrow(/closed|ECONNRESET/);
  });
});

describe('what fails on the way to the client', () => {
  it('is the response: 502; is the refusal too: closed, and the next request is answered', async () => {
    const { seen, observer } = watch();
    const app = await startWire('HTTP/1.1 201 Made\r\nContent-Length: 4\r\n\r\nmade');
    const broken = await startBroken(await startProxy(app.port, { observer }));
    const { status, body } = await exchange(broken.port(1), genuine());
    expect([status, codeOf(body)]).toEqual([502, 'upstream-failed']);
    const forged = withHeader(upgrade(sender, '/media'), 'X-Twilio-Signature', undefined);
    for (const request of [genuine(), forged]) {
      await expect(exchange(broken.port(2), request, 3_000)).rejects.toThrow(/closed|ECONNRESET/);
    }
    await until(() => seen.length === 3);
    expect(seen.map((one) => one.status)).toEqual([502, undefined, undefined]);
    expect((await exchange(broken.port(0), genuine())).body).toBe('made');
  });

  it('is answered if nobody can be told of it', async () => {
    const app = await startWire();
    const { port } = await startProxy(app.port, {
      webhook: { publicUrl, authToken: () => Promise.reject(new Error('no database')) },
      warn() {
        throw new Error('no log');
      },
    });
    expect((await exchange(port, genuine())).status).toBe(500);
    expect((await exchange(port, upgrade(sender, '/media'))).status).toBe(500);
  });
});

describe('the health of the proxy', () => {
  const check = { method: 'GET', target: '/-/health', headers: [['Host', 'x']] as const };

  it('is told at a path, and hides nothing of the application', async () => {
    const app = await startWire();
    const { port } = await startProxy(app.port);
    const response = await exchange(port, check);
    expect([response.status, response.body, app.connections()]).toEqual([
      200,
      '{"status":"ok"}\n',
      0,
    ]);
    expect((await exchange(port, genuine('/-/health'))).body).toBe('reached');
    expect((await exchange(port, { ...check, method: 'POST' })).status).toBe(403);
    const forged = withHeader(check, 'X-Twilio-Signature', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=');
    expect((await exchange(port, forged)).status).toBe(403);
  });

  it('is told at another path, or at none', async () => {
    const app = await startWire();
    const other = await startProxy(app.port, { healthPath: '/up' });
    expect((await exchange(other.port, { ...check, target: '/up' })).status).toBe(200);
    expect((await exchange(other.port, check)).status).toBe(403);
    const none = await startProxy(app.port, { healthPath: false });
    expect((await exchange(none.port, check)).status).toBe(403);
  });
});

/** All that comes back, until the response is complete or the connection ends. */
async function textOf(port: number, bytes: Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  let text = '';
  for await (const chunk of socket) {
    text += (chunk as Buffer).toString('latin1');
    if (/\r\n\r\n.{4}/s.test(text)) break;
  }
  return text;
}

/** A server of one's own, in front of a proxy, on which heads cannot be sent for a number of times. */
async function startBroken({ handle, handleUpgrade }: VerifyingProxy) {
  let left = 0;
  const breakOff = (target: object, name: 'write' | 'writeHead') => {
    const send: (...args: unknown[]) => unknown = Reflect.get(target, name);
    Reflect.set(target, name, (...args: unknown[]) => {
      if (left-- <= 0) return send.apply(target, args);
      // Node leaves a phrase that it could not send on the response.
      Reflect.set(target, 'statusMessage', '\n');
      throw new Error('no head');
    });
  };
  const server = createServer((req, res) => {
    breakOff(res, 'writeHead');
    handle(req, res);
  });
  server.on('upgrade', (req, socket, head) => {
    breakOff(socket, 'write');
    handleUpgrade(req, socket, head);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stopLater(async () => void server.close());
  return {
    port(times: number): number {
      left = times;
      return (server.address() as AddressInfo).port;
    },
  };
}
