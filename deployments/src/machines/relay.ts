import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP relay on loopback, which a test makes slow, cuts, or points elsewhere. */
export interface Relay {
  readonly port: number;
  /** Where connections go that are made from now on. */
  target: number;
  /** How long each answer takes, in milliseconds. */
  delay: number;
  /** Ends all connections, and refuses new ones. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startRelay(target: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(relay.target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (data) => setTimeout(() => near.writable && near.write(data), relay.delay));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  const relay: Relay = {
    port: (server.address() as AddressInfo).port,
    target,
    delay: 0,
    cut() {
      isCut = true;
      end();
    },
    async stop() {
      end();
      server.close();
      await once(server, 'close');
    },
  };
  return relay;
}
