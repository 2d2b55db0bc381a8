import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { formPost, withHeader } from '@sig/conformance';
import { createProxy, type ProxyOptions, type VerifyingProxy } from '../src/index.js';

export const authToken = 'the token of these tests';
export const publicUrl = 'https://phone.example';
export const upstreamSecret = 'a secret of thirty-two characters';

/** What the tests started, to be ended by {@link stopAll}. */
const running: (() => Promise<unknown>)[] = [];

export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((stop) => stop()));
}

export function stopLater(stop: () => Promise<unknown>): void {
  running.push(stop);
}

/** An application in this process. */
export async function startApp(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stopLater(async () => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** An application that keeps the bytes it gets, and answers with the given ones. */
export async function startWire(answer: string | ((socket: Socket) => void) = plain) {
  const received: Buffer[] = [];
  let connections = 0;
  const server = createTcpServer((socket) => {
    connections++;
    const chunks: Buffer[] = [];
    const index = received.push(Buffer.alloc(0)) - 1;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      received[index] = Buffer.concat(chunks);
      const head = received[index].toString('latin1').split('\r\n\r\n')[0] ?? '';
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
      if (chunks.length > 0 && received[index].length < head.length + 4 + length) return;
      if (typeof answer === 'string') socket.end(answer);
      else answer(socket);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stopLater(async () => void server.close());
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    /** The request that came last, in its parts. */
    last() {
      const bytes = received.at(-1) ?? Buffer.alloc(0);
      const end = bytes.indexOf('\r\n\r\n');
      const [line = '', ...headers] = bytes.toString('latin1', 0, end).split('\r\n');
      return { line, headers, body: bytes.subarray(end + 4) };
    },
  };
}

const plain = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\nContent-Type: text/plain\r\n\r\nreached';

/** A proxy in front of a port, with a key, listening on a free port. */
export async function startProxy(
  upstream: number | undefined,
  options: Partial<ProxyOptions> = {},
): Promise<VerifyingProxy & { readonly port: number }> {
  const proxy = createProxy({
    ...(upstream === undefined ? {} : { upstream: `http://127.0.0.1:${upstream}` }),
    webhook: { authToken, publicUrl },
    warn: () => {},
    ...options,
  });
  const { port } = await proxy.listen(0);
  stopLater(() => proxy.close(0));
  return { ...proxy, port };
}

export const sender = { authToken, origin: publicUrl };

/** A genuine form as it is on the wire. */
export const genuine = (target = '/voice', params: Record<string, string> = { Digits: '1' }) =>
  withHeader(formPost(sender, target, params), 'Host', 'internal:3000');
