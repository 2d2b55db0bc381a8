import { connect, type Socket } from 'node:net';

/** A request as the bytes that go out: nothing is added, normalised or checked. */
export interface WireRequest {
  readonly method: string;
  /** The request target, sent as it is. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Uint8Array;
}

/** What came back. */
export interface WireResponse {
  readonly status: number;
  /** By lower-case name; several are joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The bytes of a request: request line, headers as given, body. */
export function toBytes(request: WireRequest): Buffer {
  const head = [
    `${request.method} ${request.target} HTTP/1.1`,
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.concat([
    Buffer.from(`${head.join('\r\n')}\r\n\r\n`),
    Buffer.from(request.body ?? ''),
  ]);
}

/** Sends bytes to a loopback port and reads one response. */
export function exchange(
  port: number,
  request: WireRequest | Uint8Array,
  timeout = 20_000,
): Promise<WireResponse> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request instanceof Uint8Array ? request : toBytes(request));
  return readResponse(socket, timeout).finally(() => socket.destroy());
}

/** Reads one response from a socket (RFC 9112, section 6.3). A 101 ends with its head. */
export function readResponse(socket: Socket, timeout = 20_000): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const attempt = (ended: boolean) => {
      const response = parseResponse(received, ended);
      if (response !== undefined) resolve(response);
      else if (ended)
        reject(new Error(`connection closed after ${JSON.stringify(String(received))}`));
    };
    socket.setTimeout(timeout, () => reject(new Error(`no response within ${timeout} ms`)));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      attempt(false);
    });
    socket.on('end', () => attempt(true));
    socket.on('error', reject);
  });
}

/** The first response in these bytes; `undefined` if it is not complete. */
export function parseResponse(bytes: Buffer, ended: boolean): WireResponse | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  const rest = bytes.subarray(headEnd + 4);
  if (status === 100) return parseResponse(rest, ended);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const body = parseBody(headers, rest, ended || status === 101 || status === 204);
  return body === undefined ? undefined : { status, headers, body: body.toString() };
}

function parseBody(
  headers: Record<string, string>,
  rest: Buffer,
  ended: boolean,
): Buffer | undefined {
  if (headers['transfer-encoding'] === 'chunked') return parseChunks(rest);
  const length = headers['content-length'];
  if (length === undefined) return ended ? rest : undefined;
  return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : undefined;
}

function parseChunks(bytes: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let offset = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', offset);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', offset, lineEnd), 16);
    if (size === 0) return Buffer.concat(chunks);
    const start = lineEnd + 2;
    if (bytes.length < start + size + 2) return undefined;
    chunks.push(bytes.subarray(start, start + size));
    offset = start + size + 2;
  }
}
