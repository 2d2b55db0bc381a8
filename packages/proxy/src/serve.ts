import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Received } from '@sig/core';
import { phraseOf } from './answer.js';
import { createDecide } from './decide.js';
import { ProxyError } from './errors.js';
import type { Exchange } from './exchange.js';
import { requestHeaders, responseHeaders, verifiedHeader } from './headers.js';
import type { CheckedProxyOptions } from './options.js';
import { seal } from './seal.js';
import { plainAddress } from './trusted-proxies.js';
import { tunnelTo } from './tunnel.js';
import type { Upstream, UpstreamRequest } from './upstream.js';

/** The client of an upgrade. */
export interface UpgradingClient {
  readonly socket: Duplex;
  /** What it has sent after the head of its request. */
  readonly head: Buffer;
  readonly gone: AbortSignal;
  /** Called once both sides are connected. */
  opened(): void;
}

/** Serves requests: verifies them, and forwards what may pass, or answers the proxy that asks. */
export interface Serve {
  /** @throws WebhookError if it is refused, ProxyError if it cannot be forwarded */
  serve(req: IncomingMessage, res: ServerResponse, exchange: Exchange): Promise<void>;
  /** @throws WebhookError if it is refused, ProxyError if it cannot be forwarded */
  serveUpgrade(req: IncomingMessage, client: UpgradingClient, exchange: Exchange): Promise<void>;
}

export function createServe(options: CheckedProxyOptions, upstream: Upstream): Serve {
  const { enforce, trusts, upstreamSecret, forwardAuth } = options;
  const decide = createDecide(options);

  /** The header of the proxy, if there is a secret and the request was verified. */
  function sealOf(
    { method, target }: { readonly method: string; readonly target: string },
    body: Buffer,
    received: Received | undefined,
  ): string[] {
    if (received === undefined || upstreamSecret === undefined) return [];
    const sealed = { method, target, body, key: received.key };
    return [verifiedHeader, seal(upstreamSecret, sealed, Date.now())];
  }

  function requestFor(
    req: IncomingMessage,
    exchange: Exchange,
    received: Received | undefined,
  ): UpstreamRequest {
    const { method, target, rawHeaders } = exchange.request;
    const { body = Buffer.alloc(0) } = exchange;
    const peer = plainAddress(req.socket.remoteAddress ?? '');
    const forwarding = enforce
      ? { peer, trusted: trusts(peer), url: received?.url ?? '' }
      : undefined;
    const headers = requestHeaders(rawHeaders, forwarding);
    // An absolute-form target without its authority, which nothing has verified.
    const sent = target.replace(/^https?:\/\/[^/?#]*(?=\/)/i, '');
    headers.push(...sealOf({ method, target: sent }, body, received));
    return { method, target: sent, headers, body };
  }

  async function serve(req: IncomingMessage, res: ServerResponse, exchange: Exchange) {
    const received = await decide(req, exchange);
    if (forwardAuth !== undefined) return permit(res, exchange, received);
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    if (res.destroyed) return;
    await upstream.send(
      requestFor(req, exchange, received),
      {
        head(status, message, rawHeaders) {
          const headers = [...responseHeaders(rawHeaders), ...flat(received?.headers)];
          // Node adds what the connection with the client needs, and no date of its own.
          res.sendDate = false;
          res.writeHead(status, phraseOf(status, message), headers);
          // Only now: Node throws if it cannot send the head, and then the client gets a 502.
          exchange.responded(status, message, rawHeaders);
        },
        data(chunk, resume) {
          exchange.received(chunk);
          if (res.write(chunk)) return true;
          res.once('drain', resume);
          return false;
        },
      },
      gone.signal,
    );
    res.end();
    await finished(res).catch(() => {});
  }

  /** The answer of forward auth. */
  function permit(res: ServerResponse, exchange: Exchange, received: Received | undefined) {
    const { webhook, body = Buffer.alloc(0) } = exchange;
    const headers = flat(received?.headers);
    if (webhook !== undefined) headers.push(...sealOf(webhook, body, received));
    res.writeHead(200, [...headers, 'Content-Length', '0']).end();
    exchange.status = 200;
  }

  async function serveUpgrade(
    req: IncomingMessage,
    { socket, head, gone, opened }: UpgradingClient,
    exchange: Exchange,
  ) {
    const isWebSocket = req.method === 'GET' && /^websocket$/i.test(req.headers.upgrade ?? '');
    const hasBody = /^(?:content-length|transfer-encoding)$/im.test(req.rawHeaders.join('\n'));
    if (forwardAuth !== undefined) throw new ProxyError('upgrade-unsupported');
    const received = await decide(req, exchange);
    if (!isWebSocket || hasBody) throw new ProxyError('upgrade-unsupported');
    const request = { ...requestFor(req, exchange, received), upgrade: req.headers.upgrade ?? '' };
    let open = false;
    const events = {
      head: exchange.responded.bind(exchange),
      data: exchange.received.bind(exchange),
      opened() {
        open = true;
        opened();
      },
    };
    await upstream.send(request, tunnelTo(socket, head, events), gone);
    if (!open) socket.end();
  }

  return { serve, serveUpgrade };
}

function flat(headers: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(headers).flat();
}
