import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly port: number;
  /** What it has printed so far, the last 64 KiB. */
  output(): string;
  stop(): Promise<void>;
}

/** What to run. The server listens on `PORT`, or if `{port}` stands in the arguments. */
export interface ServerCommand {
  /** Default: this Node. */
  readonly program?: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Default: any that is free. */
  readonly port?: number;
}

const patience = 60_000;

/** Runs a server on a loopback port, and waits until it accepts connections. */
export async function startServerProcess({
  program = process.execPath,
  args,
  cwd,
  env,
  port: wanted,
}: ServerCommand): Promise<ServerProcess> {
  const port = wanted ?? (await freePort());
  const child = spawn(
    program,
    args.map((arg) => arg.replace('{port}', String(port))),
    { cwd, env: { ...env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-65_536);
    });
  }
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill();
    await exited;
  };
  for (const start = Date.now(); !(await listens(port)); ) {
    if (child.exitCode !== null) throw new Error(`the server ended before it listened:\n${output}`);
    if (Date.now() - start > patience) {
      await stop();
      throw new Error(`the server does not listen:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { port, output: () => output, stop };
}

/** A loopback port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
