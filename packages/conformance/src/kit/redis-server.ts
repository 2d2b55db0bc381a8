import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, runProgram } from './program.js';
import { freePort } from './server-process.js';

const programs = () => ({ server: findProgram('redis-server'), cli: findProgram('redis-cli') });

/** Whether tests can start a Redis. */
export function hasRedis(): boolean {
  const { server, cli } = programs();
  return server !== undefined && cli !== undefined;
}

/** A Redis of its own, on loopback. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Runs a command with redis-cli, and returns what it printed. */
  cli(...args: string[]): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  /** Kills it, if it runs, and starts it again on the same port and folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a Redis without persistence; `args` come after that. */
export async function startRedis(...args: string[]): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'sig-redis-'));
  let child = await run(port, folder, args);
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill('SIGKILL');
    await exited;
  };
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    cli: (...command) => runProgram(programs().cli ?? '', ['-p', String(port), ...command]),
    signal: (signal) => child.kill(signal),
    async restart() {
      await end();
      child = await run(port, folder, args);
    },
    async stop() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function run(port: number, folder: string, args: string[]): Promise<ChildProcess> {
  const usual = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const child = spawn(programs().server ?? '', [...usual, ...args], { stdio: 'ignore' });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error('redis-server has ended');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return child;
}

/** Whether a server at this port answers PING, though it may be loading. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.on('data', (data) => {
      resolve(data.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.on('error', () => resolve(false));
  });
}

/** Three primaries without replicas. */
export async function startRedisCluster(): Promise<{
  servers: RedisServer[];
  stop(): Promise<void>;
}> {
  const servers: RedisServer[] = [];
  for (let i = 0; i < 3; i++) {
    servers.push(
      await startRedis(
        ...['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())],
        ...['--cluster-node-timeout', '2000', '--cluster-require-full-coverage', 'no'],
      ),
    );
  }
  const nodes = servers.map(({ port }) => `127.0.0.1:${port}`);
  await runProgram(programs().cli ?? '', ['--cluster', 'create', ...nodes, '--cluster-yes']);
  for (const one of servers) {
    while (!(await one.cli('cluster', 'info')).includes('cluster_state:ok')) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return {
    servers,
    async stop() {
      await Promise.all(servers.map((one) => one.stop()));
    },
  };
}
