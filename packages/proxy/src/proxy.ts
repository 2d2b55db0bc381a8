import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import { isWebhookError, type Received } from '@sig/core';
import { answerHealth, isHealthCheck, knownError, refuse, refuseUpgrade } from './answer.js';
import { createDecide } from './decide.js';
import { ProxyError } from './errors.js';
import { Exchange } from './exchange.js';
import { requestHeaders, responseHeaders, verifiedHeader } from './headers.js';
import { checkProxyOptions, type ProxyOptions } from './options.js';
import { seal } from './seal.js';
import { plainAddress } from './trusted-proxies.js';
import { tunnelTo } from './tunnel.js';
import { createUpstream, type UpstreamRequest } from './upstream.js';

/** A proxy that verifies. */
export interface VerifyingProxy {
  /** Its server, with all limits set. */
  readonly server: Server;
  /** Handles a request of another server of yours. */
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** Handles an upgrade of another server of yours. */
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * Listens, on loopback unless a host is given.
   *
   * @throws the error of the server, such as `EADDRINUSE`
   */
  listen(port: number, host?: string): Promise<AddressInfo>;
  /**
   * Stops: accepts nothing more, finishes what has begun, and breaks off what is left after `grace` milliseconds
   * (default: 10,000).
   */
  close(grace?: number): Promise<void>;
}

/**
 * A reverse proxy that verifies requests, and forwards those that are genuine as they came: the same target, headers and
 * bytes, WebSocket upgrades included.
 *
 * @throws OptionError at once if an option is wrong or there is no key
 * @example
 * const proxy = createProxy({ upstream: 'http://127.0.0.1:8000', webhook: { publicUrl: 'https://example.com' } })
 * await proxy.listen(4000)
 */
export function createProxy(options: ProxyOptions): VerifyingProxy {
  const checked = checkProxyOptions(options);
  const { enforce, trusts, upstreamSecret, healthPath, timeouts, observer, warn } = checked;
  const decide = createDecide(checked);
  const upstream = createUpstream(checked);
  const tunnels = new Set<Duplex>();
  let count = 0;
  let working = 0;
  let stopping = false;

  /** Takes a request in, if there is room. */
  function enter(full: boolean): void {
    if (stopping) throw new ProxyError('stopping');
    if (full || working >= checked.maxRequests) throw new ProxyError('proxy-busy');
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
    if (received !== undefined && upstreamSecret !== undefined) {
      const sealed = { method, target: sent, body, key: received.key };
      headers.push(verifiedHeader, seal(upstreamSecret, sealed, Date.now()));
    }
    return { method, target: sent, headers, body };
  }

  async function serve(req: IncomingMessage, res: ServerResponse, exchange: Exchange) {
    const received = await decide(req, exchange);
    if (checked.forwardAuth !== undefined) return permit(res, exchange, received);
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    if (res.destroyed) return;
    await upstream.send(
      requestFor(req, exchange, received),
      {
        head(status, message, rawHeaders) {
          exchange.responded(status, message, rawHeaders);
          const headers = [...responseHeaders(rawHeaders), ...flat(received?.headers)];
          // Node adds what the connection with the client needs, and no date of its own.
          res.sendDate = false;
          res.writeHead(status, message, headers);
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
    exchange.status = 200;
    const { webhook, body = Buffer.alloc(0) } = exchange;
    const headers = flat(received?.headers);
    if (received !== undefined && webhook !== undefined && upstreamSecret !== undefined) {
      const { method, target } = webhook;
      const sealed = { method, target, body, key: received.key };
      headers.push(verifiedHeader, seal(upstreamSecret, sealed, Date.now()));
    }
    res.writeHead(200, [...headers, 'Content-Length', '0']).end();
  }

  function handle(req: IncomingMessage, res: ServerResponse): void {
    if (isHealthCheck(req, healthPath)) {
      answerHealth(res, stopping);
      return;
    }
    const exchange = new Exchange(++count, req, observer);
    const run = async () => {
      enter(false);
      working++;
      // A client that stays connected would hold up the end.
      if (stopping) res.shouldKeepAlive = false;
      await serve(req, res, exchange).finally(() => working--);
    };
    run()
      .catch((error: unknown) => {
        exchange.error = knownError(error, res.destroyed);
        tellOperator(exchange.error);
        // The client has gone, or has a part of the response already.
        if (res.destroyed || res.headersSent) return void res.destroy();
        exchange.status = exchange.error.status;
        refuse(res, exchange.error);
      })
      .finally(() => exchange.finished());
  }

  function handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const exchange = new Exchange(++count, req, observer);
    const gone = new AbortController();
    socket.on('error', () => {}).once('close', () => gone.abort());
    req.socket.setTimeout(0);
    const run = async () => {
      enter(tunnels.size >= checked.maxTunnels);
      working++;
      await serveUpgrade(req, socket, head, exchange, gone.signal).finally(() => working--);
    };
    run()
      .catch((error: unknown) => {
        exchange.error = knownError(error, socket.destroyed);
        tellOperator(exchange.error);
        if (exchange.status !== undefined || socket.destroyed) return void socket.destroy();
        exchange.status = exchange.error.status;
        refuseUpgrade(socket, exchange.error);
      })
      .finally(() => {
        if (socket.destroyed) exchange.finished();
        else socket.once('close', () => exchange.finished());
      });
  }

  async function serveUpgrade(
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    exchange: Exchange,
    gone: AbortSignal,
  ) {
    const isWebSocket = req.method === 'GET' && /^websocket$/i.test(req.headers.upgrade ?? '');
    const hasBody = /^(?:content-length|transfer-encoding)$/im.test(req.rawHeaders.join('\n'));
    if (checked.forwardAuth !== undefined) throw new ProxyError('upgrade-unsupported');
    const received = await decide(req, exchange);
    if (!isWebSocket || hasBody) throw new ProxyError('upgrade-unsupported');
    const request = { ...requestFor(req, exchange, received), upgrade: req.headers.upgrade ?? '' };
    let open = false;
    const events = {
      head: exchange.responded.bind(exchange),
      data: exchange.received.bind(exchange),
      opened() {
        open = true;
        tunnels.add(socket);
        socket.once('close', () => tunnels.delete(socket));
      },
    };
    await upstream.send(request, tunnelTo(socket, head, events), gone);
    if (!open) socket.end();
  }

  /** The client learns nothing of a defect of the set-up, so the operator must. */
  function tellOperator(error: unknown): void {
    if (!isWebhookError(error) || error.expose) return;
    const { cause } = error as { cause?: Partial<Error> };
    warn(`[sig] ${error.code}: ${cause?.message ?? error.message}`);
  }

  const server = createServer({
    requestTimeout: timeouts.request,
    headersTimeout: timeouts.request,
    connectionsCheckingInterval: Math.min(1_000, timeouts.request),
    insecureHTTPParser: false,
    requireHostHeader: true,
  });
  server.on('request', handle).on('upgrade', handleUpgrade);
  // A client that reads nothing ends here; longer than everything that the application may take.
  server.setTimeout(2 * (timeouts.connect + timeouts.response + timeouts.request));

  return {
    server,
    handle,
    handleUpgrade,
    listen: (port, host = '127.0.0.1') =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve(server.address() as AddressInfo);
        });
      }),
    async close(grace = 10_000) {
      stopping = true;
      const closed = new Promise((resolve) => server.close(resolve));
      const timer = setTimeout(() => {
        for (const socket of tunnels) socket.destroy();
        server.closeAllConnections();
      }, grace);
      await closed;
      clearTimeout(timer);
      await upstream.close();
    },
  };
}

function flat(headers: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(headers).flat();
}
