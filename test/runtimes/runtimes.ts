// The runtimes, and how each runs a bundle of the tests.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from '@sig/conformance';
import { run } from '../shell.js';
import type { Target } from './bundle.js';
import type { FileResult } from './suite/run.js';
import type { Column } from './table.js';

const { resolve } = createRequire(import.meta.url);
const here = fileURLToPath(new URL('.', import.meta.url));

export interface Runtime {
  readonly name: string;
  readonly target: Target;
  /** What the tests are started from, in the folder `suite`. */
  readonly entry: 'main.ts' | 'worker.ts' | 'page.ts';
  /** Where it is; `undefined` if it is not installed, which `SIG_INTEROP=required` does not allow. */
  readonly program: string | undefined;
  version(): Promise<string>;
  /** Runs a program that prints its results as its last line. */
  run(bundle: string): Promise<string>;
  /** What starts a server; `undefined` if it does not run that framework. */
  serve?(framework: Column): string[] | undefined;
}

/** The program of a package that is only installed on some systems. */
function packaged(name: string, file: string): string | undefined {
  try {
    const program = join(dirname(resolve(`${name}/package.json`)), file);
    return existsSync(program) ? program : undefined;
  } catch {
    if (process.env.SIG_INTEROP === 'required') throw new Error(`${name} is not installed.`);
    return undefined;
  }
}

const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1' };

function start(program: string | undefined, ...args: string[]): Promise<string> {
  return run(program ?? '', args, { cwd: here, env, timeout: 1_100_000 });
}

/** The server of a framework, for runtimes that have modules and ports. */
function serverOf(framework: Column): string | undefined {
  if (framework === 'core') return undefined;
  const isFetch = framework === 'hono' || framework === 'fetch';
  return join(here, 'servers', `${isFetch ? 'fetch' : framework}.js`);
}

/** The arguments that run it. */
function serveWith(...before: string[]) {
  return (framework: Column) => {
    const server = serverOf(framework);
    return server === undefined ? undefined : [...before, server];
  };
}

function node(major: number): Runtime {
  const program = packaged(`node-${major}`, 'bin/node');
  return {
    name: `Node ${major}`,
    target: 'node',
    entry: 'main.ts',
    program,
    version: async () => (await start(program, '--version')).trim().slice(1),
    run: (bundle) => start(program, bundle),
    serve: serveWith(),
  };
}

const newer = packaged('node-24', 'bin/node');
const bun = packaged('@oven/bun-linux-x64', 'bin/bun');
const deno = packaged('@deno/linux-x64-glibc', 'deno');
const chromium = findProgram('chromium');

function versionOf(name: string): Promise<string> {
  const { version } = createRequire(import.meta.url)(`${name}/package.json`);
  return Promise.resolve(version);
}

/** What a host needs, that runs a bundle in something of its own. */
function hosted(name: string, target: Target, entry: Runtime['entry'], args: string[]) {
  return {
    name,
    target,
    entry,
    run: (bundle: string) => start(newer, join(here, 'hosts', `${target}.mjs`), bundle, ...args),
  };
}

/** What the tests of core read and change; the vectors need nothing. */
const denoPermissions = ['--allow-env', '--allow-net=127.0.0.1,localhost'];

export const runtimes: readonly Runtime[] = [
  node(20),
  node(22),
  node(24),
  node(26),
  {
    name: 'Bun',
    target: 'node',
    entry: 'main.ts',
    program: bun,
    version: async () => (await start(bun, '--version')).trim(),
    run: (bundle) => start(bun, bundle),
    serve: serveWith(),
  },
  {
    name: 'Deno',
    target: 'node',
    entry: 'main.ts',
    program: deno,
    version: async () => /deno (\S+)/.exec(await start(deno, '--version'))?.[1] ?? '',
    run: (bundle) => start(deno, 'run', '--no-prompt', ...denoPermissions, bundle),
    serve: serveWith('run', '--no-prompt', ...denoPermissions, '--allow-read'),
  },
  {
    ...hosted('workerd', 'workerd', 'worker.ts', []),
    program: newer,
    version: () => versionOf('miniflare'),
    serve: (framework) =>
      framework === 'hono' || framework === 'fetch'
        ? [join(here, 'hosts/worker-server.mjs')]
        : undefined,
  },
  {
    ...hosted('Next.js Edge', 'edge-light', 'page.ts', []),
    program: newer,
    version: () => versionOf('@edge-runtime/vm'),
  },
  {
    ...hosted('Chromium', 'browser', 'page.ts', [chromium ?? '']),
    program: newer && chromium,
    version: async () => /\d+/.exec(await start(chromium, '--version'))?.[0] ?? '',
  },
];

/** The results that a runtime prints. */
export async function resultsOf(runtime: Runtime, bundle: string): Promise<FileResult[]> {
  const printed = await runtime.run(bundle);
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '');
}
