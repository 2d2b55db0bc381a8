import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageEvent, PageState } from '../../page/protocol.js';
import { type Admission, refusalOf, safeHeaders } from './admission.js';
import { answer, type PageSource } from './api.js';
import { summaryOf } from './views.js';

/** The server of the page. */
export interface PageServer {
  /** The address with the secret, which is behind `#`: no browser sends that to any server. */
  readonly address: string;
  close(): void;
}

/** The longest edit that the page sends. */
const maxBody = 256 * 1024;
/** How many pages are open at a time. */
const maxStreams = 16;
/** How often changes are sent, in milliseconds: in a flood many at once. */
const interval = 100;

const files: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/page.js': ['page.js', 'text/javascript; charset=utf-8'],
  '/page.css': ['page.css', 'text/css; charset=utf-8'],
};

/**
 * Serves the page, on loopback, to whoever has its address.
 *
 * @param folder where the page was built
 * @param secret what only the printed address has
 */
export async function servePage(
  source: PageSource,
  state: PageState,
  {
    port,
    folder,
    secret = randomBytes(24).toString('base64url'),
  }: {
    readonly port: number;
    readonly folder: URL;
    readonly secret?: string;
  },
): Promise<PageServer> {
  const streams = new Set<ServerResponse>();
  let admission: Admission = { port, secret };

  const server = createServer((req, res) => {
    serve(req, res).catch(() => res.destroy());
  });

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(safeHeaders)) res.setHeader(name, value);
    const refusal = refusalOf(req, admission);
    if (refusal !== undefined) {
      // What it has sent is not read.
      res.setHeader('Connection', 'close');
      return sayJson(res, refusal.status, { message: refusal.message });
    }
    const url = new URL(req.url ?? '/', 'http://localhost');
    if (!url.pathname.startsWith('/api/')) return sayFile(res, url.pathname);
    if (url.pathname === '/api/state') return sayJson(res, 200, state);
    if (url.pathname === '/api/events') return stream(res);
    const body = req.method === 'POST' ? await jsonOf(req) : undefined;
    if (body === invalid) return sayJson(res, 400, { message: 'The body must be short JSON.' });
    const { method = '' } = req;
    const said = await answer(source, {
      method,
      path: url.pathname,
      query: url.searchParams,
      body,
    });
    if (said.text === undefined) return sayJson(res, said.status, said.json);
    res.writeHead(said.status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(said.text);
  }

  function sayFile(res: ServerResponse, path: string): void {
    const [file, type] = (Object.hasOwn(files, path) ? files[path] : undefined) ?? [];
    if (file !== undefined && type !== undefined) {
      res.writeHead(200, { 'Content-Type': type }).end(readFileSync(new URL(file, folder)));
      // Browsers ask for it whatever the page says.
    } else if (path === '/favicon.ico') res.writeHead(204).end();
    else sayJson(res, 404, { message: 'Not here.' });
  }

  /** Server-sent events: all that there is, then what changes. */
  function stream(res: ServerResponse): void {
    if (streams.size === maxStreams) {
      sayJson(res, 429, { message: 'The page is open too often. Close some.' });
      return;
    }
    res.writeHead(200, { 'Content-Type': 'text/event-stream' });
    streams.add(res);
    const waiting = new Map<number, PageEvent>();
    const send = (event: PageEvent) => res.write(`data: ${JSON.stringify(event)}\n\n`);
    const requests = source.list.all.map(summaryOf);
    send({ type: 'all', requests });
    // Of each request the latest alone: what waits is never more than what is kept, and what has just been dropped.
    const stop = source.list.listen((event) => {
      if (event.type === 'dropped') {
        // One that the page never heard of.
        if (waiting.get(event.id)?.type === 'added') waiting.delete(event.id);
        else waiting.set(event.id, event);
        return;
      }
      const { record } = event;
      const type = waiting.get(record.id)?.type === 'added' ? 'added' : event.type;
      waiting.set(record.id, { type, request: summaryOf(record) });
    });
    const timer = setInterval(() => {
      // A page that does not read gets nothing more until it does.
      if (res.writableNeedDrain) return;
      for (const event of waiting.values()) send(event);
      waiting.clear();
    }, interval);
    res.on('close', () => {
      clearInterval(timer);
      stop();
      streams.delete(res);
    });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  admission = { port: actual, secret };
  return {
    address: `http://127.0.0.1:${actual}/#${secret}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function sayJson(res: ServerResponse, status: number, value: unknown): void {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

const invalid = Symbol('invalid');

/** The JSON of a request; only as JSON, which no form of another page can send. */
async function jsonOf(req: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/i.test(req.headers['content-type'] ?? '')) return invalid;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBody) return invalid;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return invalid;
  }
}
