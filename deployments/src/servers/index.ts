import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findProgram, freePort } from '@sig/conformance';
import type { ServerName, Setup } from '../deployment.js';
import { type Running, startProgram } from './process.js';
import { servers } from './programs.js';

export type { Running } from './process.js';

/** The program of a server; nothing if it needs none, `undefined` if it is not installed. */
export function programOf(server: ServerName): string | undefined {
  if (server === 'node' || server === 'none') return '';
  const [usual, ...others] = servers[server].names;
  // Only the usual name is required.
  return others.map((name) => findOptional(name)).find((found) => found) ?? findProgram(usual);
}

function findOptional(name: string): string | undefined {
  try {
    return findProgram(name);
  } catch {
    return undefined;
  }
}

/** Starts the server of a deployment in front of an app. */
export async function startServer({ server, config }: Setup, appPort: number): Promise<Running> {
  if (server === 'none') return { port: appPort, stop: async () => {} };
  if (typeof config === 'function') {
    const listening = createServer(config(`http://127.0.0.1:${appPort}`)).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    return {
      port: (listening.address() as AddressInfo).port,
      stop: async () => {
        listening.closeAllConnections();
        listening.close();
      },
    };
  }
  if (server === 'node') throw new Error('A gateway is a function.');
  const [port, inner] = [await freePort(), await freePort()];
  const filled = (text: string) =>
    text
      .replaceAll('{listen}', `127.0.0.1:${port}`)
      .replaceAll('{port}', String(port))
      .replaceAll('{app}', `127.0.0.1:${appPort}`)
      .replaceAll('{appPort}', String(appPort))
      .replaceAll('{inner}', `127.0.0.1:${inner}`);
  const { around, args } = servers[server];
  return startProgram(
    {
      file: programOf(server) ?? server,
      config: (folder) => filled(around(config ?? '', folder)),
      args: (file, folder) => args(file, folder).map(filled),
    },
    port,
  );
}
