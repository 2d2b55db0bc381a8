// What `pnpm version` and `pnpm release` do, in a copy of this repository.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../shell.js';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** The npm scope of the packages. */
export const scope: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config
  .scope;
const changesets = createRequire(join(root, 'package.json')).resolve('@changesets/cli/bin.js');

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** A version of a package, to write a changeset for. */
export type Bump = 'patch' | 'minor' | 'major';

export interface Copy {
  readonly folder: string;
  /** Of every package in `packages`. */
  manifests(): Manifest[];
  changelog(name: string): string;
  /** Removes all packages but these, which makes the next releases quicker. */
  keep(names: readonly string[]): void;
  /** Writes a changeset. */
  change(bumps: Readonly<Record<string, Bump>>, text: string): void;
  /** `changeset version`. */
  version(): Promise<void>;
  /** `changeset publish`; the packages that were published, as `name@version`. */
  publish(): Promise<string[]>;
}

/**
 * Copies this repository, with what is built.
 *
 * @param folder must not exist
 */
export async function copyRepository(folder: string, env: NodeJS.ProcessEnv): Promise<Copy> {
  const options = { cwd: folder, env, timeout: 900_000 };
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=sig', '-c', 'user.email=sig@localhost', ...args], options);
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = (await run('git', listed, { cwd: root, env })).split('\0');
  for (const file of files.filter((file) => file !== '' && existsSync(root + file))) {
    cpSync(root + file, join(folder, file));
  }
  await git('init', '-q', '-b', 'main');
  await git('add', '--all');
  await git('commit', '-q', '-m', 'Copy');
  const homes = () =>
    readdirSync(join(folder, 'packages')).map((name) => join(folder, 'packages', name));
  for (const home of homes()) build(home);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

  return {
    folder,
    manifests: () => homes().map((home): Manifest => read(join(home, 'package.json'))),
    changelog: (name) => {
      const file = join(folder, 'packages', basename(name), 'CHANGELOG.md');
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    },
    keep: (names) => {
      const kept = new Set(names.map((name) => basename(name)));
      const others = homes().filter((home) => !kept.has(basename(home)));
      const rest = ['apps', 'bench', 'deployments', 'fuzz', 'test'].map((name) =>
        join(folder, name),
      );
      for (const home of [...others, ...rest]) rmSync(home, { recursive: true, force: true });
    },
    change: (bumps, text) => {
      const rows = Object.entries(bumps).map(([name, bump]) => `'${name}': ${bump}`);
      const file = join(folder, '.changeset', 'a-change.md');
      writeFileSync(file, `---\n${rows.join('\n')}\n---\n\n${text}\n`);
    },
    version: async () => {
      await git('add', '--all');
      await git('commit', '-q', '--allow-empty', '-m', 'Change');
      await run(process.execPath, [changesets, 'version'], options);
      await git('add', '--all');
      await git('commit', '-q', '-m', 'Version');
    },
    publish: async () => {
      const printed = await run(process.execPath, [changesets, 'publish'], options);
      return [...printed.matchAll(/New tag: +(\S+)/g)].map(([, tag = '']) => tag).sort();
    },
  };
}

/** Puts what is built into a package of the copy, and links what it needs, as an installation does. */
function build(home: string): void {
  const original = join(root, 'packages', basename(home));
  const built = join(original, 'dist');
  if (existsSync(built)) cpSync(built, join(home, 'dist'), { recursive: true });
  const { dependencies, devDependencies } = read(join(home, 'package.json'));
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const link = join(home, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    const isOurs = name.startsWith(`${scope}/`);
    const [sibling, app] = ['..', '../../apps'].map((at) => join(home, at, basename(name)));
    const ours = existsSync(sibling ?? '') ? sibling : app;
    symlinkSync((isOurs && ours) || join(original, 'node_modules', name), link);
  }
}

function read(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8'));
}
