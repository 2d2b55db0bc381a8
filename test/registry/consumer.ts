// Projects of users: empty folders outside the workspace, and what their package manager puts there.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startServerProcess } from '@sig/conformance';
import { createSender } from '@sig/sender';
import { type Snippet, snippetsOf } from '../docs/snippet.js';
import { run } from '../shell.js';
import type { Registry } from './registry.js';
import { root } from './release.js';

const { resolve } = createRequire(import.meta.url);

/** A command, and what comes before its arguments. */
type Command = readonly [program: string, ...args: string[]];

/** How a package manager installs, and how it runs a program. */
export interface PackageManager {
  readonly init: Command;
  readonly add: Command;
  readonly node: Command;
}

const yarn = [process.execPath, packaged('@yarnpkg/cli-dist', 'bin/yarn.js')] as const;
const bun = packaged('@oven/bun-linux-x64', 'bin/bun');

export const packageManagers = {
  npm: {
    init: ['npm', 'init', '-y'],
    add: ['npm', 'install', '--loglevel=error'],
    node: [process.execPath],
  },
  pnpm: {
    init: ['pnpm', 'init'],
    add: ['pnpm', 'add', '--ignore-workspace'],
    node: [process.execPath],
  },
  // Plug'n'Play: there is no node_modules.
  'Yarn 4': { init: [...yarn, 'init'], add: [...yarn, 'add'], node: [...yarn, 'node'] },
  Bun: { init: [bun, 'init', '-m', '-y'], add: [bun, 'add'], node: [bun] },
} satisfies Record<string, PackageManager>;

/** The path of a file in a package that may not be for this platform; then a name that nothing has. */
function packaged(name: string, file: string): string {
  try {
    return join(dirname(resolve(`${name}/package.json`)), file);
  } catch {
    return `${name} is not installed`;
  }
}

export interface Project {
  readonly folder: string;
  install(...packages: string[]): Promise<void>;
  /** Writes a file. */
  write(file: string, text: string): void;
  /** Runs a program of the project to its end. */
  node(...args: string[]): Promise<string>;
  /** Runs any other program there. */
  run(file: string, ...args: string[]): Promise<string>;
  /** Runs a server of the project while it is used. */
  serve<T>(file: string, use: (port: number) => Promise<T>): Promise<T>;
}

export const authToken = '12345';

/** Makes an empty project of ES modules. */
export async function createProject(
  registry: Registry,
  home: string,
  manager: PackageManager = packageManagers.npm,
): Promise<Project> {
  mkdirSync(home, { recursive: true });
  const folder = mkdtempSync(join(home, 'project-'));
  const env = { ...registry.env, TWILIO_AUTH_TOKEN: authToken, NODE_ENV: 'development' };
  const options = { cwd: folder, env, timeout: 900_000 };
  const command = ([program, ...before]: Command, args: readonly string[]) =>
    run(program, [...before, ...args], options);
  await command(manager.init, []);
  await run('npm', ['pkg', 'set', 'type=module'], options);
  return {
    folder,
    install: async (...packages) => {
      await command(manager.add, packages);
    },
    write: (file, text) => writeFileSync(join(folder, file), text),
    node: (...args) => command(manager.node, args),
    run: (file, ...args) => run(file, args, options),
    serve: async (file, use) => {
      const [program, ...before] = manager.node;
      const server = await startServerProcess({ program, args: [...before, file], ...options });
      try {
        return await use(server.port);
      } catch (error) {
        throw new Error(`${error}\n${server.output()}`);
      } finally {
        await server.stop();
      }
    },
  };
}

/** What a README says to install, and its first program. */
export function readmeOf(name: string): { install: string[]; program: string; blocks: Snippet[] } {
  const blocks = snippetsOf(root, `packages/${name}/README.md`);
  const install = /^npm install (?!-)(.*)$/m.exec(blocks.map(({ text }) => text).join('\n'))?.[1];
  const program = blocks.find(
    ({ language, mark }) => /^[jt]s$/.test(language) && mark === undefined,
  );
  if (install === undefined || program === undefined) throw new Error(`${name}: no program`);
  return { install: install.split(' '), program: onFreePort(program.text), blocks };
}

/** A program that listens on the port that the environment names, instead of that of the READMEs. */
export function onFreePort(program: string): string {
  return program.replace(/\b3000\b/g, 'Number(process.env.PORT)');
}

/** The statuses of a genuine request and of one that another token signed. */
export async function sendBoth(port: number, userinfo = ''): Promise<number[]> {
  const statuses: number[] = [];
  for (const token of [authToken, 'forged']) {
    const call = createSender({ authToken: token }).call();
    const result = await call.post(`http://${userinfo}localhost:${port}/voice`, { Digits: '1' });
    if (result.status === 200 && !result.text.includes('You pressed 1.')) {
      throw new Error(`unexpected: ${result.text}`);
    }
    statuses.push(result.status);
    call.close();
  }
  return statuses;
}
