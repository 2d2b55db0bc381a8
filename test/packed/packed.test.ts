// The packages as their users get them: packed, installed with plain npm into a project outside the
// workspace, compiled by TypeScript, and run as ESM and as CommonJS.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const consumer = fileURLToPath(new URL('consumer', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'sig-packed-'));

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly bin?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

const published = readdirSync(join(root, 'packages'))
  .map((folder) => join(root, 'packages', folder))
  .map((folder) => ({ folder, manifest: manifestOf(folder) }))
  .filter(({ manifest }) => manifest.private !== true);
const programs = readdirSync(consumer).map((file) => basename(file, '.ts'));

/** What a program needs beside our packages: frameworks and their types, at the versions in use here. */
const others = [
  'express',
  '@types/express',
  'koa',
  '@types/koa',
  'fastify',
  'hono',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/platform-express',
  'reflect-metadata',
  'rxjs',
  'next',
  'react',
  'react-dom',
  '@types/react',
  'typescript',
  '@types/node',
];

/** The tools may use well-kept libraries; what runs in a server may not. */
const allowed: Record<string, string[]> = {
  '@sig/sender': ['tough-cookie'],
  '@sig/cli': ['commander', 'picocolors', 'saxes', 'shell-quote', 'tough-cookie'],
  // Of the Node.js project, without dependencies.
  '@sig/proxy': ['undici'],
};

beforeAll(() => {
  const tarballs = join(project, 'tarballs');
  mkdirSync(tarballs);
  for (const { folder } of published) run('pnpm', ['pack', '--pack-destination', tarballs], folder);
  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  run('npm', [
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--loglevel=error',
    ...readdirSync(tarballs).map((file) => join(tarballs, file)),
    ...others.map(atTheVersionInUse),
  ]);
  for (const program of programs) {
    for (const kind of ['mts', 'cts']) {
      copyFileSync(join(consumer, `${program}.ts`), join(project, `${program}.${kind}`));
    }
  }
  writeFileSync(join(project, 'tsconfig.json'), tsconfig('NodeNext', 'NodeNext', 'out'));
  writeFileSync(join(project, 'bundler.json'), tsconfig('ESNext', 'Bundler', 'out-bundler'));
}, 240_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('in a project outside the workspace', () => {
  it('every published package is tried', () => {
    const tried = programs.map((program) => readFileSync(join(consumer, `${program}.ts`), 'utf8'));
    for (const { manifest } of published.filter(({ manifest }) => manifest.bin === undefined)) {
      expect(tried.join()).toContain(`'${manifest.name}'`);
    }
  });

  it.each(published.map(({ manifest }) => manifest.name))(
    '%s has its licence, and nothing that its users do not need',
    (name) => {
      const prefix = `${name.replace('@', '').replace('/', '-')}-`;
      const tarball = readdirSync(join(project, 'tarballs')).find((file) =>
        file.startsWith(prefix),
      );
      const files = run('tar', ['-tzf', join(project, 'tarballs', tarball ?? '')])
        .trim()
        .split('\n');
      const wanted = ['LICENSE', 'README.md', 'package.json'];
      expect(files).toEqual(expect.arrayContaining(wanted.map((file) => `package/${file}`)));
      const expected =
        /^package\/(?:LICENSE|README\.md|CHANGELOG\.md|THIRD-PARTY-NOTICES\.md|package\.json|dist\/page\/page\.css|dist\/page\/index\.html|dist\/[\w./-]+\.(?:js|cjs|d\.ts|d\.cts))$/;
      expect(files.filter((file) => !expected.test(file))).toEqual([]);
    },
  );

  it('code of others that a package carries comes with its licence', () => {
    const notices = join(project, 'node_modules/@sig/core/THIRD-PARTY-NOTICES.md');
    const licence = createRequire(join(root, 'packages/core/x.js'))
      .resolve('@noble/hashes/sha2.js')
      .replace(/[^/\\]+$/, 'LICENSE');
    expect(readFileSync(notices, 'utf8')).toContain(readFileSync(licence, 'utf8').trim());
    // What the others need is installed beside them; the command line carries private packages of this repository.
    const bundling = ['@sig/core', '@sig/cli'];
    for (const { folder, manifest } of published) {
      const { name } = manifest;
      const bundles = readFileSync(join(folder, 'tsup.config.ts'), 'utf8').includes('noExternal');
      expect([name, bundles]).toEqual([name, bundling.includes(name)]);
    }
    const page = readFileSync(join(project, 'node_modules/@sig/cli/dist/page/page.js'), 'utf8');
    expect(page).not.toMatch(/noble|@license/i);
  });

  it('types: moduleResolution NodeNext, from ESM and from CommonJS', () => {
    run('npx', ['tsc', '-p', 'tsconfig.json']);
  });

  it('types: moduleResolution Bundler', () => {
    run('npx', ['tsc', '-p', 'bundler.json']);
  });

  for (const program of programs) {
    for (const kind of ['mjs', 'cjs']) {
      it(`${program}.${kind} runs`, () => {
        expect(run('node', [join('out', `${program}.${kind}`)])).toBe(`${program}: done\n`);
      });
    }
  }

  it('the program runs', () => {
    expect(run('npx', ['sig', 'sign', '--help'])).toContain('Prints the signature');
  });

  for (const { manifest } of published) {
    it(`${manifest.name} brings no package that it need not`, () => {
      const foreign = Object.keys(manifest.dependencies ?? {}).filter(
        (name) => !published.some((other) => other.manifest.name === name),
      );
      expect(foreign).toEqual(allowed[manifest.name] ?? []);
    });
  }
});

function run(command: string, args: string[], cwd = project): string {
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  }
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function atTheVersionInUse(name: string): string {
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const version = new RegExp(`^ {2}"?${name}"?: (.*)$`, 'm').exec(workspace)?.[1];
  if (version === undefined) throw new Error(`${name} is not in the catalog`);
  return `${name}@${version}`;
}

function tsconfig(module: string, moduleResolution: string, outDir: string): string {
  return JSON.stringify({
    compilerOptions: {
      module,
      moduleResolution,
      outDir,
      target: 'ES2022',
      lib: ['ES2022', 'DOM', 'DOM.Iterable'],
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      // Those of the frameworks do not all pass; ours are checked by are-the-types-wrong.
      skipLibCheck: true,
    },
    include: ['*.mts', ...(module === 'NodeNext' ? ['*.cts'] : [])],
  });
}
