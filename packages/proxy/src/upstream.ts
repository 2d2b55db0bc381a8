import type { Duplex } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';
import { upstreamError } from './errors.js';
import type { CheckedProxyOptions } from './options.js';

/** What is sent to the application. */
export interface UpstreamRequest {
  readonly method: string;
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: Buffer;
  /** The protocol to switch to. */
  readonly upgrade?: string;
}

/** Where its response goes. */
export interface UpstreamHandler {
  head(status: number, statusMessage: string, rawHeaders: readonly string[]): void;
  /** @returns `false` to be asked again, by `resume`, for more */
  data(chunk: Buffer, resume: () => void): boolean;
  /** The application has switched protocols. */
  switched?(rawHeaders: readonly string[], socket: Duplex): void;
}

/** The application behind the proxy. */
export interface Upstream {
  /**
   * Sends a request, and resolves at the end of the response.
   *
   * @throws ProxyError `upstream-unreachable`, `upstream-failed`, `upstream-timeout`
   */
  send(request: UpstreamRequest, handler: UpstreamHandler, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/**
 * The application, through undici. Each request has a connection of its own: no response can be taken for that of
 * another request, and none is lost to a connection that was closed while it was idle.
 */
export function createUpstream({ upstream, timeouts, maxRequests }: CheckedProxyOptions): Upstream {
  const pool = new Pool(upstream.origin, {
    connections: maxRequests,
    pipelining: 0,
    headersTimeout: timeouts.response,
    bodyTimeout: timeouts.response,
    connect: {
      timeout: timeouts.connect,
      ...(upstream.socketPath === undefined ? {} : { socketPath: upstream.socketPath }),
    },
  });
  const servername = upstream.origin.startsWith('https:') ? new URL(upstream.origin).hostname : '';

  return {
    send({ method, target, headers, body, upgrade }, handler, signal) {
      // The certificate is that of the application, whatever name the client asked for.
      const options = {
        path: target,
        method: method as Dispatcher.HttpMethod,
        headers,
        body: body.length === 0 ? null : body,
        reset: true,
        ...(upgrade === undefined ? {} : { upgrade }),
        ...(servername === '' ? {} : { servername }),
      };
      return new Promise<void>((resolve, reject) => {
        const fail = (error: unknown) => reject(upstreamError(error));
        pool.dispatch(options, {
          onRequestStart(controller) {
            const abort = () => controller.abort(new Error('The client has gone.'));
            if (signal.aborted) abort();
            else signal.addEventListener('abort', abort, { once: true });
          },
          onResponseStart({ rawHeaders }, status, _headers, statusMessage = '') {
            // Of 100 Continue and 103 Early Hints nothing is passed on.
            if (status >= 200) handler.head(status, statusMessage, textsOf(rawHeaders));
          },
          onResponseData(controller, chunk) {
            if (!handler.data(chunk, () => controller.resume())) controller.pause();
          },
          onResponseEnd: () => resolve(),
          onResponseError: (_controller, error) => fail(error),
          onRequestUpgrade({ rawHeaders }, _status, _headers, socket) {
            if (handler.switched === undefined) socket.destroy();
            else handler.switched(textsOf(rawHeaders), socket);
            resolve();
          },
        });
      });
    },
    close: () => pool.destroy(),
  };
}

/** Raw headers as text: bytes above ASCII are one character each, as everywhere in `node:http`. */
function textsOf(rawHeaders: unknown): string[] {
  if (!Array.isArray(rawHeaders)) return [];
  return rawHeaders.map((one: unknown) =>
    Buffer.isBuffer(one) ? one.toString('latin1') : String(one),
  );
}
