import type { IncomingMessage } from 'node:http';
import type { Received, Rejected, WebhookError, WebhookRequest } from '@sig/core';
import type { ProxyError } from './errors.js';
import { plainAddress } from './trusted-proxies.js';

/** The head of a request, as it came. */
export interface ProxiedRequest {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  /** Names and values in turn, in the order and spelling of the client. */
  readonly rawHeaders: readonly string[];
  /** The address of the client: of the nearest proxy, if there is one. */
  readonly remoteAddress: string;
  /** Whether it is an upgrade. */
  readonly upgrade: boolean;
}

/** The response of the application. */
export interface ProxiedResponse {
  readonly status: number;
  readonly statusMessage: string;
  readonly rawHeaders: readonly string[];
  /** The first 64 KiB of its body, if there is an observer. */
  readonly body: Buffer;
  /** The length of the whole body so far. */
  readonly length: number;
}

/** When things happened, in milliseconds since the request came in. */
export interface ProxyTimings {
  /** There is a verdict. */
  readonly decided?: number;
  /** The application has begun to respond. */
  readonly responded?: number;
  /** All is done; for a WebSocket, it is closed. */
  readonly finished?: number;
}

/** One request, from its arrival to its end. What is not known yet is `undefined`. */
export interface ProxyExchange {
  /** Counts up from 1. */
  readonly id: number;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
  readonly request: ProxiedRequest;
  /** What was verified, for `explainRequest` of `@sig/core/explain`. */
  readonly webhook: WebhookRequest | undefined;
  /** `undefined` if nothing was verified (`webhook: false`). */
  readonly verdict: Received | Rejected | undefined;
  /** The body of the request, byte for byte; `undefined` if it was not read. */
  readonly body: Buffer | undefined;
  readonly response: ProxiedResponse | undefined;
  /** The status that the client got, from the application or from the proxy; `undefined` if it got none. */
  readonly status: number | undefined;
  /** Why the proxy answered in place of the application, or broke off. */
  readonly error: WebhookError | ProxyError | undefined;
  readonly timings: ProxyTimings;
}

/** Sees every request. What it throws changes nothing; nothing waits for it. */
export interface ProxyObserver {
  /** The head of a request is here. */
  arrived?(exchange: ProxyExchange): void;
  /** There is a verdict, and a body; nothing has been forwarded yet. */
  decided?(exchange: ProxyExchange): void;
  /** The application has begun to respond; a WebSocket is open. */
  responded?(exchange: ProxyExchange): void;
  /** The response has been sent, or there will be none. Called once for each request. */
  finished?(exchange: ProxyExchange): void;
}

/** How much of a response body is kept for an observer, in bytes. */
const kept = 64 * 1024;

/** An exchange in the making. */
export class Exchange implements ProxyExchange {
  readonly id: number;
  readonly startedAt = Date.now();
  readonly request: ProxiedRequest;
  webhook: WebhookRequest | undefined;
  verdict: Received | Rejected | undefined;
  body: Buffer | undefined;
  response: (ProxiedResponse & { body: Buffer; length: number }) | undefined;
  status: number | undefined;
  error: WebhookError | ProxyError | undefined;
  readonly timings: { decided?: number; responded?: number; finished?: number } = {};
  readonly #observer: ProxyObserver | undefined;
  readonly #start = performance.now();
  #chunks: Buffer[] = [];

  constructor(id: number, req: IncomingMessage, observer: ProxyObserver | undefined) {
    this.id = id;
    this.#observer = observer;
    const { method = '', url = '', httpVersion, rawHeaders } = req;
    const upgrade = (req as { upgrade?: unknown }).upgrade === true;
    const remoteAddress = plainAddress(req.socket.remoteAddress ?? '');
    this.request = { method, target: url, httpVersion, rawHeaders, remoteAddress, upgrade };
    this.#tell('arrived');
  }

  decided(): void {
    this.timings.decided = this.#now();
    this.#tell('decided');
  }

  responded(status: number, statusMessage: string, rawHeaders: readonly string[]): void {
    this.timings.responded = this.#now();
    this.status = status;
    this.response = { status, statusMessage, rawHeaders, body: Buffer.alloc(0), length: 0 };
    this.#tell('responded');
  }

  received(chunk: Buffer): void {
    if (this.response === undefined) return;
    const room = kept - this.response.length;
    if (this.#observer !== undefined && room > 0) this.#chunks.push(chunk.subarray(0, room));
    this.response.length += chunk.length;
  }

  finished(): void {
    if (this.timings.finished !== undefined) return;
    this.timings.finished = this.#now();
    if (this.response !== undefined) this.response.body = Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#tell('finished');
  }

  #now(): number {
    return performance.now() - this.#start;
  }

  #tell(event: keyof ProxyObserver): void {
    try {
      this.#observer?.[event]?.(this);
    } catch {
      // An observer looks on; requests go their way.
    }
  }
}
