// Projects of one version of Next.js: made from a template, built by that version.
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = fileURLToPath(new URL('.', import.meta.url));
const suite = fileURLToPath(new URL('../../conformance/src/suite/', import.meta.url));

/** The versions of Next.js that there are projects for. */
export const allVersions = [
  'next-14-0',
  'next-14-1',
  'next-14-2',
  'next-15-0',
  'next-15',
  'next-16',
] as const;

export type NextVersion = (typeof allVersions)[number];

/**
 * The versions that are tested: `SIG_NEXT`, else the ends of what is supported, because each has to be built, or with
 * `SIG_ALL=1` all of them.
 */
export const versions: readonly NextVersion[] = allVersions.filter((version) =>
  process.env.SIG_NEXT === undefined
    ? process.env.SIG_ALL === '1' || ['next-14-0', 'next-16'].includes(version)
    : version === process.env.SIG_NEXT,
);

/** Files of a project by path, beside those of its template. */
export type Files = Readonly<Record<string, string>>;

/** Lays out a project, builds it with `next build`, and returns its folder. */
export function buildProject(
  version: NextVersion,
  name: string,
  files: Files,
  template?: string,
): string {
  const dir = layOut(version, name, files, template);
  runNext(dir, ['build']);
  return dir;
}

/** Lays out a project. */
export function layOut(
  version: NextVersion,
  name: string,
  files: Files,
  template?: string,
): string {
  const dir = join(here, 'projects', version, 'built', name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  if (template !== undefined) cpSync(join(here, 'templates', template), dir, { recursive: true });
  for (const part of ['scenarios', 'acts']) {
    const { outputText } = ts.transpileModule(readFileSync(join(suite, `${part}.ts`), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(join(dir, `${part}.js`), outputText);
  }
  writeFileSync(join(dir, 'package.json'), '{ "private": true }');
  // Copies, as npm would install them: webpack in some versions trips over linked packages.
  for (const name of ['core', 'http-auth', 'next']) {
    for (const part of ['package.json', 'dist']) {
      const from = join(here, '../..', name, part);
      cpSync(from, join(dir, 'node_modules/@sig', name, part), { recursive: true });
    }
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

/** The entry of the `next` command of a project. */
export function nextCommand(dir: string): string {
  return createRequire(join(dir, 'x.js')).resolve('next/dist/bin/next');
}

/** The environment for Next.js: as on a machine of its users, not as in a test run. */
export function nextEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { NODE_ENV, VITEST, ...env } = process.env;
  return { ...env, NEXT_TELEMETRY_DISABLED: '1', ...more } as unknown as NodeJS.ProcessEnv;
}

function runNext(dir: string, args: string[]): void {
  try {
    execFileSync(process.execPath, [nextCommand(dir), ...args], {
      cwd: dir,
      env: nextEnvironment(),
      stdio: 'pipe',
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    throw new Error(`next ${args.join(' ')} failed in ${dir}:\n${stdout}\n${stderr}`);
  }
}

/** Serves a built project on ports that add a scenario to each request. */
export class ProjectServer {
  readonly #child: ChildProcess;
  readonly #ready: Promise<unknown>;
  #lastId = 0;

  constructor(dir: string) {
    this.#child = fork(join(here, 'serve.cjs'), [dir], {
      cwd: dir,
      env: nextEnvironment({ NODE_ENV: 'production' }),
      // What Next.js prints of the errors that the suite provokes is no news.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // A listener for each question that is open.
    this.#child.setMaxListeners(0);
    this.#ready = once(this.#child, 'message');
  }

  async open(scenario: string): Promise<number> {
    const { port } = await this.#ask({ open: scenario });
    if (port === undefined) throw new Error('no port');
    return port;
  }

  async close(port: number): Promise<void> {
    await this.#ask({ close: port });
  }

  stop(): void {
    this.#child.disconnect();
  }

  async #ask(question: object): Promise<{ port?: number }> {
    await this.#ready;
    const id = ++this.#lastId;
    if (this.#child.exitCode !== null) throw new Error(`the server ended: ${this.#child.exitCode}`);
    return new Promise((resolve, reject) => {
      this.#child.once('exit', (code, signal) =>
        reject(new Error(`the server ended: ${code ?? signal}`)),
      );
      const listener = (answer: { id: number; port?: number }) => {
        if (answer.id !== id) return;
        this.#child.off('message', listener as never);
        resolve(answer);
      };
      this.#child.on('message', listener as never);
      this.#child.send({ id, ...question });
    });
  }
}
