import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** A request as it came over the wire. */
export interface Seen {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server on loopback. */
export interface TestServer {
  readonly host: string;
  readonly url: string;
  /** What has come in so far. */
  readonly seen: Seen[];
  readonly server: Server;
  connections(): number;
}

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

export async function serve(
  handler: (
    req: IncomingMessage & { text: string },
    res: Parameters<RequestListener>[1],
  ) => unknown,
): Promise<TestServer> {
  const seen: Seen[] = [];
  let connections = 0;
  const server = createServer(async (req, res) => {
    let text = '';
    for await (const chunk of req) text += chunk;
    seen.push({
      method: req.method ?? '',
      target: req.url ?? '',
      headers: req.headers,
      body: text,
    });
    await handler(Object.assign(req, { text }), res);
  });
  server.on('connection', () => connections++);
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: `http://${host}`, seen, server, connections: () => connections };
}
