import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningApp } from './apps.js';

/** A port on which one app after the other listens, behind the same server. */
export interface AppPort {
  readonly port: number;
  run(app: RunningApp): void;
  stop(): void;
}

export async function openAppPort(): Promise<AppPort> {
  let current: RunningApp | undefined;
  // Of a proxy that gives a bad request the app must see what it gives.
  const server = createServer({ insecureHTTPParser: true }, (req, res) =>
    current?.request(req, res),
  );
  server.on('upgrade', (req, socket) => current?.upgrade?.(req, socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    run(app) {
      current = app;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
