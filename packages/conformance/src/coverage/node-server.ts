import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReadTarget } from './check.js';
import type { CoverageServer } from './run.js';

/** Lets a server listen on a loopback port; closing it ends its connections. */
export async function listen(server: Server): Promise<CoverageServer> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The port of a server that is listening. */
export function portOf(server: Pick<Server, 'address'>): number {
  return (server.address() as AddressInfo).port;
}

/**
 * How Express and Koa read targets.
 *
 * @param requireFrom `require` of the framework, whose `parseurl` is asked
 * @param parseQuery what it then parses the query with
 */
export function parseurlReader(
  requireFrom: NodeJS.Require,
  parseQuery: (query: string) => unknown,
): ReadTarget {
  const parseUrl: (req: { url: string }) => { pathname?: string; query?: string } | undefined =
    requireFrom('parseurl');
  return (target) => {
    const { pathname, query } = parseUrl({ url: target }) ?? {};
    return { path: pathname ?? '', query: parseQuery(query ?? '') };
  };
}

/** Raw bytes, or the text that a recorder made of them, as `Seen` has them. */
export function base64Of(rawBody: string | Uint8Array | undefined): string | null {
  return rawBody === undefined ? null : Buffer.from(rawBody as Uint8Array).toString('base64');
}
