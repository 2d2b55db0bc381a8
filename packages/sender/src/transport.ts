import * as http from 'node:http';
import * as https from 'node:https';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { SenderError, type SentChain, tlsErrorOf } from './errors.js';
import { sentChain } from './tls-chain.js';
import { trusting } from './trust.js';
import type { ConfiguredUrl } from './url.js';

/** A request with all its headers. */
export interface OutgoingRequest {
  readonly method: string;
  readonly destination: ConfiguredUrl;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | undefined;
}

/** What came back, in full. */
export interface IncomingResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly setCookies: readonly string[];
  readonly challenges: readonly string[];
  readonly body: Buffer;
  readonly reusedConnection: boolean;
  readonly socket: Duplex | undefined;
}

/** The connections of one call, kept alive within it. */
export class Transport {
  readonly #http = new http.Agent({ keepAlive: true });
  readonly #https: https.Agent;
  readonly #maxBytes: number;

  /** @param ca certificates to trust in addition to the usual ones */
  constructor(maxBytes: number, ca: readonly (string | Buffer)[]) {
    this.#maxBytes = maxBytes;
    this.#https = new https.Agent({
      keepAlive: true,
      minVersion: 'TLSv1.2',
      ...trusting(ca),
    });
  }

  /** @throws SenderError */
  async exchange(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingResponse> {
    try {
      return await this.#once(request, signal);
    } catch (error) {
      // The server closed a kept connection just as it was used again: nothing has been processed. Other
      // kept ones may be as stale, so the second and last try is over a new one.
      if (!(error instanceof StaleConnection)) throw error;
      for (const agent of [this.#http, this.#https]) {
        for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
      }
      return this.#once(request, signal);
    }
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  #once(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingResponse> {
    const { method, destination, target, headers, body } = request;
    const { hostname, port, host, secure } = destination;
    return new Promise((resolve, reject) => {
      const { request: start } = secure ? https : http;
      const outgoing = start({
        agent: secure ? this.#https : this.#http,
        method,
        host: hostname,
        port,
        path: target,
        headers: [
          ...[['Host', host] as const, ...headers],
          ...(body === undefined ? [] : [['Content-Length', String(body.length)] as const]),
        ].flat() as unknown as http.OutgoingHttpHeaders,
        setHost: false,
        signal,
      });
      let received = () => 0;
      let chain: SentChain | undefined;
      outgoing.on('socket', (socket) => {
        const before = socket.bytesRead;
        received = () => socket.bytesRead - before;
        if (!(socket instanceof TLSSocket) || outgoing.reusedSocket) return;
        // Ahead of Node's own listener, which verifies, and destroys what it does not trust.
        socket.prependOnceListener('secure', () => {
          chain = sentChain(socket);
        });
      });
      const fail = (error: Error) => {
        const { code = '' } = error as { code?: string };
        // Once there is a byte of a response, the server has processed the request: it is not repeated.
        const stale =
          ['ECONNRESET', 'EPIPE'].includes(code) &&
          outgoing.reusedSocket &&
          received() === 0 &&
          !signal.aborted;
        reject(stale ? new StaleConnection() : senderErrorOf(error, host, signal, chain));
      };
      outgoing.on('error', fail);
      outgoing.on('upgrade', (response, socket, head) => {
        if (!headers.some(([name]) => name.toLowerCase() === 'upgrade')) {
          socket.destroy();
          const message = `${host} answered 101 (Switching Protocols) to a request that asked for no upgrade.`;
          return reject(new SenderError('unexpected-upgrade', message));
        }
        if (head.length > 0) socket.unshift(head);
        resolve(responseOf(response, Buffer.alloc(0), outgoing.reusedSocket, socket));
      });
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        response.on('error', fail);
        response.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length <= this.#maxBytes) return void chunks.push(chunk);
          const limit = `The response is larger than ${this.#maxBytes} bytes ("maxResponseBytes").`;
          reject(new SenderError('response-too-large', limit));
          outgoing.destroy();
        });
        response.on('end', () =>
          resolve(responseOf(response, Buffer.concat(chunks), outgoing.reusedSocket, undefined)),
        );
      });
      outgoing.end(body);
    });
  }
}

class StaleConnection extends Error {}

function responseOf(
  response: http.IncomingMessage,
  body: Buffer,
  reusedConnection: boolean,
  socket: Duplex | undefined,
): IncomingResponse {
  const { rawHeaders } = response;
  const all = (wanted: string) =>
    rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === wanted);
  const headers: Record<string, string> = Object.create(null);
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]?.toLowerCase() ?? '';
    headers[name] ??= all(name).join(', ');
  }
  return {
    status: response.statusCode ?? 0,
    headers,
    setCookies: all('set-cookie'),
    challenges: all('www-authenticate'),
    body,
    reusedConnection,
    socket,
  };
}

function senderErrorOf(
  error: Error,
  host: string,
  signal: AbortSignal,
  chain: SentChain | undefined,
): SenderError {
  if (signal.aborted) {
    if (signal.reason instanceof SenderError) return signal.reason;
    return new SenderError('aborted', 'The request was aborted.', error);
  }
  return (
    tlsErrorOf(error, host, chain) ??
    new SenderError('connection-failed', connectionMessage(error, host), error)
  );
}

function connectionMessage(error: Error, host: string): string {
  const { code } = error as { code?: string };
  const messages: Record<string, string> = {
    ECONNREFUSED: `Nothing listens at ${host}. Check that the server runs, on this port, and can be reached from here.`,
    ENOTFOUND: `There is no host ${host}. Check the spelling and the DNS.`,
    ECONNRESET: `${host} closed the connection before its response was complete.`,
  };
  return messages[code ?? ''] ?? `No response from ${host}: ${error.message}.`;
}
