import type { Duplex } from 'node:stream';
import { headOf } from './answer.js';
import { responseHeaders } from './headers.js';
import type { UpstreamHandler } from './upstream.js';

/** What a tunnel tells of itself. */
export interface TunnelEvents {
  head(status: number, statusMessage: string, rawHeaders: readonly string[]): void;
  data(chunk: Buffer): void;
  /** Both sides are connected. */
  opened(upstream: Duplex): void;
}

/**
 * Hands the application's answer to an upgrade to the client: the 101 as it came, and then whatever either side says; or
 * another response, after which the connection is closed.
 *
 * @param first what the client has sent after the head of its request
 */
export function tunnelTo(client: Duplex, first: Buffer, events: TunnelEvents): UpstreamHandler {
  return {
    head(status, message, rawHeaders) {
      // Made first: if it cannot be, nothing was sent, and the client gets a 502.
      const bytes = headOf(status, message, [
        ...responseHeaders(rawHeaders),
        'Connection',
        'close',
      ]);
      events.head(status, message, rawHeaders);
      client.write(bytes);
    },
    data(chunk, resume) {
      events.data(chunk);
      if (client.write(chunk)) return true;
      client.once('drain', resume);
      return false;
    },
    switched(rawHeaders, upstream) {
      const bytes = headOf(101, undefined, rawHeaders);
      events.head(101, '', rawHeaders);
      events.opened(upstream);
      if (client.destroyed) return void upstream.destroy();
      client.write(bytes);
      if (first.length > 0) upstream.write(first);
      upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
      client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
      upstream.pipe(client);
      client.pipe(upstream);
    },
  };
}
