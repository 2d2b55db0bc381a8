import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { portOf } from '@sig/conformance/coverage';
import { type Harness, type Setting, scenarios } from '@sig/conformance/suite';
import type { Received } from '@sig/core';
import { WebSocketServer } from 'ws';
import { createProxy, type ProxyExchange } from '../src/index.js';

const alone = 'The proxy verifies signatures; guards alone are for routes of an app.';
const parsers = 'An application behind the proxy parses what it gets, after it was verified.';

const guardsAlone = [
  ...['basic', 'digest'].flatMap((kind) => [
    `${kind} alone: credentials are enough, and the body is left to the app`,
    `curl --${kind} logs in to ${kind} alone, and with a wrong password it does not`,
  ]),
  ...['anyAuth', 'basic'].map(
    (kind) => `curl --anyauth logs in to ${kind} alone, and with a wrong password it does not`,
  ),
  'auth-int alone: the body is covered, and given to the app',
  'bearer alone: a token is enough, and the body is left to the app',
  'curl --oauth2-bearer gets in to bearer alone, and with a wrong token it does not',
];

/** A proxy in front of an application that reports what it got. */
export const harness: Harness = {
  name: 'proxy',
  without: {
    idempotency: 'The proxy runs no handler whose answer it could keep; the application does.',
    parsers,
    parsersFirst: parsers,
    'rejects: signed JSON that does not parse (malformed-body)': parsers,
    ...Object.fromEntries(guardsAlone.map((title) => [title, alone])),
  },
  async start(setting) {
    const verdicts = new Map<string, Received>();
    const errors = { seen: 0 };
    const app = await startEcho(verdicts);
    const proxy = createProxy({
      upstream: `http://127.0.0.1:${app.port}`,
      webhook: scenarios[setting.scenario],
      trustedProxies: setting.trustProxy ? ['loopback'] : [],
      warn: () => {},
      observer: {
        decided(exchange) {
          if (exchange.verdict?.ok) verdicts.set(keyOf(exchange), exchange.verdict);
        },
        finished({ error }) {
          if (error !== undefined && error.code !== 'request-aborted') errors.seen++;
        },
      },
    });
    const { port } = await proxy.listen(0);
    return {
      port,
      errorsSeen: () => errors.seen,
      async close() {
        await proxy.close(0);
        await app.close();
      },
    };
  },
};

function keyOf({ request, body }: ProxyExchange): string {
  const target = request.target.replace(/^https?:\/\/[^/]*/i, '');
  return `${target} ${body?.toString('base64') ?? ''}`;
}

/** An application that answers with what it got; and, for the suite, with the verdict of the proxy. */
async function startEcho(verdicts: ReadonlyMap<string, Received>) {
  const server = createServer(async (req, res) => {
    const rawBody = await bytesOf(req);
    const received = verdicts.get(`${req.url} ${rawBody.toString('base64')}`);
    const { ok, params, url, target, key } = received ?? {};
    const type = req.headers['content-type'] ?? '';
    const webhook = { ok, params, url, target, key };
    const body = bodyOf(type, rawBody, params);
    const echo = { reached: true, body, rawBody: rawBody.toString('base64'), webhook };
    res.setHeader('Content-Type', 'application/json').end(JSON.stringify(echo));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function bodyOf(type: string, bytes: Buffer, params: unknown): unknown {
  if (bytes.length > 0 && /json/.test(type)) return parsed(bytes.toString());
  return /^text\//.test(type) ? bytes.toString() : params;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export async function bytesOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export type { Setting };
