import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parseResponse, type WireResponse } from '../kit/wire.js';
import type { Generated } from './generate.js';

/** Sends requests to a loopback port, one after the other, on a connection that it keeps if it can. */
export interface Client {
  /** @returns `undefined` if the server closes the connection, or says nothing */
  send(request: Generated): Promise<WireResponse | undefined>;
  close(): void;
}

export function client(port: number): Client {
  let kept: Connection | undefined;
  return {
    async send(request) {
      const reused = !request.broken && kept?.usable === true ? kept : undefined;
      if (reused === undefined) kept?.close();
      const connection = reused ?? new Connection(port);
      kept = undefined;
      // Hostile requests may announce more than they send.
      const answer = await connection.send(request.packets, request.genuine ? 20_000 : 1_000);
      const closes = answer?.headers.connection?.toLowerCase() === 'close';
      if (answer === undefined || request.broken || closes) connection.close();
      else kept = connection;
      // The server may have closed the connection while it was idle.
      if (answer === undefined && reused?.closedByServer) return this.send(request);
      return answer;
    },
    close: () => kept?.close(),
  };
}

class Connection {
  #socket: Socket;
  #received = Buffer.alloc(0);
  #settle: ((answer: WireResponse | undefined) => void) | undefined;
  closedByServer = false;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1').setNoDelay(true);
    this.#socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      const answer = parseResponse(this.#received, false);
      if (answer !== undefined) this.#settle?.(answer);
    });
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.closedByServer = true;
      this.#settle?.(parseResponse(this.#received, true));
    });
  }

  get usable(): boolean {
    return this.#socket.writable && !this.closedByServer;
  }

  async send(packets: readonly Buffer[], timeout: number): Promise<WireResponse | undefined> {
    this.#received = Buffer.alloc(0);
    const answer = new Promise<WireResponse | undefined>((resolve) => {
      this.#settle = resolve;
    });
    const timer = setTimeout(() => this.#settle?.(undefined), timeout);
    for (const [i, packet] of packets.entries()) {
      if (i > 0) await Promise.race([delay(4), answer]);
      if (this.#socket.writable) this.#socket.write(packet);
    }
    return answer.finally(() => clearTimeout(timer));
  }

  close(): void {
    this.#socket.destroy();
  }
}
