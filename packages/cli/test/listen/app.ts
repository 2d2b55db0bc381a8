// An app that remembers every byte that it got, and answers with what it is told to.
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** A request, as it was on the wire. */
export interface Got {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface App {
  readonly url: string;
  readonly got: Got[];
  answer: Answer;
  /** By path, in place of that one. */
  readonly answers: Map<string, Answer>;
  close(): void;
}

export async function startApp(): Promise<App> {
  const got: Got[] = [];
  const remember = (req: IncomingMessage, body: Buffer) =>
    got.push({ method: req.method, target: req.url, headers: req.rawHeaders, body });
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    remember(req, Buffer.concat(chunks));
    const { status, headers, text } = app.answers.get(req.url ?? '') ?? app.answer;
    res.writeHead(status, headers).end(text);
  }).on('upgrade', (req, socket) => {
    remember(req, Buffer.alloc(0));
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    socket.on('data', (chunk) => socket.write(chunk)).on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const app: App = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got,
    answer: { status: 200, headers: { 'Content-Type': 'text/xml' }, text: '<Response/>' },
    answers: new Map(),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return app;
}

/** Sends bytes as they are, and reads the answer to its end. */
export async function sendRaw(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}
