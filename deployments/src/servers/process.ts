import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server that listens. */
export interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

/** A program, and the file that it is configured by. */
export interface Program {
  readonly file: string;
  /** What is in the file, given the folder that it is in, and a function that writes another file there. */
  readonly config: (folder: string, write: (name: string, text: string) => string) => string;
  readonly args: (configFile: string, folder: string) => readonly string[];
}

const patience = 60_000;

/** Runs a server in the foreground, in a folder of its own, and waits until it listens. */
export async function startProgram(program: Program, port: number): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'sig-deployment-'));
  // The workers of a server that root starts are nobody special.
  chmodSync(folder, 0o777);
  const configFile = join(folder, 'server.conf');
  const config = program.config(folder, (name, text) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  });
  writeFileSync(configFile, config);
  const child = spawn(program.file, program.args(configFile, folder), {
    cwd: folder,
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-8192);
    });
  }
  const exited = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  for (const start = Date.now(); !(await listens(port)); ) {
    const isLate = Date.now() - start > patience;
    if (isLate || child.exitCode !== null) {
      await stop();
      throw new Error(`${program.file} does not listen:\n${config}\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { port, stop };
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
