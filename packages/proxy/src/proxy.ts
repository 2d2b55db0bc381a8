import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { isWebhookError } from '@sig/core';
import { answerHealth, isHealthCheck, knownError, refuse, refuseUpgrade } from './answer.js';
import { ProxyError } from './errors.js';
import { Exchange } from './exchange.js';
import { checkProxyOptions, type ProxyOptions } from './options.js';
import { createServe } from './serve.js';
import { createUpstream } from './upstream.js';

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
  const { healthPath, timeouts, observer, warn } = checked;
  const upstream = createUpstream(checked);
  const { serve, serveUpgrade } = createServe(checked, upstream);
  const tunnels = new Set<Duplex>();
  let count = 0;
  let working = 0;
  let upgrading = 0;
  let stopping = false;

  /** Takes a request in, if there is room. */
  function enter(full: boolean): void {
    if (stopping) throw new ProxyError('stopping');
    if (full || working >= checked.maxRequests) throw new ProxyError('proxy-busy');
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
      await serve(req, res, exchange).finally(() => working--);
    };
    run()
      .catch((error: unknown) => {
        exchange.error = knownError(error, res.destroyed);
        tellOperator(exchange.error);
        // The client has gone, or has a part of the response already.
        if (res.destroyed || res.headersSent) return void res.destroy();
        refuse(res, exchange.error);
        exchange.status = exchange.error.status;
      })
      .finally(() => {
        exchange.finished();
        // A client that stays connected would hold up the end.
        if (stopping) setImmediate(() => server.closeIdleConnections());
      })
      // What even the refusal fails at ends this request, never the process.
      .catch(() => res.destroy());
  }

  function handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const exchange = new Exchange(++count, req, observer);
    const gone = new AbortController();
    socket.on('error', () => {}).once('close', () => gone.abort());
    req.socket.setTimeout(0);
    const opened = () => {
      tunnels.add(socket);
      socket.once('close', () => tunnels.delete(socket));
    };
    const run = async () => {
      enter(tunnels.size + upgrading >= checked.maxTunnels);
      working++;
      upgrading++;
      const client = { socket, head, gone: gone.signal, opened };
      await serveUpgrade(req, client, exchange).finally(() => {
        working--;
        upgrading--;
      });
    };
    run()
      .catch((error: unknown) => {
        exchange.error = knownError(error, socket.destroyed);
        tellOperator(exchange.error);
        if (exchange.status !== undefined || socket.destroyed) return void socket.destroy();
        refuseUpgrade(socket, exchange.error);
        exchange.status = exchange.error.status;
      })
      .finally(() => {
        if (socket.destroyed) exchange.finished();
        else socket.once('close', () => exchange.finished());
      })
      .catch(() => socket.destroy());
  }

  /** The client learns nothing of a defect of the set-up, so the operator must. */
  function tellOperator(error: unknown): void {
    if (!isWebhookError(error) || error.expose) return;
    const { cause } = error as { cause?: Partial<Error> };
    try {
      warn(`[sig] ${error.code}: ${cause?.message ?? error.message}`);
    } catch {
      // The client gets its answer all the same.
    }
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
