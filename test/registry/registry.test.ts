// The packages as a registry has them: released as they will be, installed with what users install with, and run as the
// READMEs say. Nothing leaves this machine but what npm would ask for anyway.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '../shell.js';
import {
  createProject,
  type PackageManager,
  type Project,
  packageManagers,
  readmeOf,
  sendBoth,
} from './consumer.js';
import { type Registry, startRegistry } from './registry.js';
import { type Copy, copyRepository, type Manifest, scope } from './release.js';
import { crossing, readCopies } from './separately.js';

// A machine may be slow, and do something else as well.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 1_200_000 });

const isAll = process.env.SIG_ALL === '1';
const home = mkdtempSync(join(tmpdir(), 'sig-registry-'));
const core = `${scope}/core`;
const express = `${scope}/express`;
let registry: Registry;
let copy: Copy;
let released: string[];
/** What the first release is: all packages have this version. */
const first = '0.1.0';

beforeAll(async () => {
  mkdirSync(join(home, 'verdaccio'));
  registry = await startRegistry(join(home, 'verdaccio'), scope);
  copy = await copyRepository(join(home, 'copy'), registry.env);
  await copy.version();
  released = await copy.publish();
});

afterAll(async () => {
  await registry?.stop();
  rmSync(home, { recursive: true, force: true });
});

const published = () => copy.manifests().filter((manifest) => manifest.private !== true);

describe('the first release', () => {
  it('publishes every package that is not private', () => {
    const wanted = published().map(({ name }) => `${name}@${first}`);
    expect(released).toEqual(wanted.sort());
    expect(released).toContain(`${core}@${first}`);
  });

  it('gives private packages no version and no changelog', () => {
    const hidden = copy.manifests().filter((manifest) => manifest.private === true);
    expect(hidden.map(({ name }) => name)).toContain(`${scope}/conformance`);
    for (const { name, version } of hidden) {
      expect([name, version, copy.changelog(name)]).toEqual([name, '0.0.0', '']);
    }
  });

  it('has changelogs that begin with what the package does', () => {
    for (const { name } of published()) {
      const changelog = copy.changelog(name);
      const [, title, version, heading, entry] =
        /^# (\S+)\n\n## (\S+)\n\n### (.*)\n\n- ([^\n]+)/.exec(changelog) ?? [];
      expect([title, version, heading]).toEqual([name, first, 'Minor Changes']);
      expect([name, entry]).toEqual([name, expect.stringMatching(/^The first release: /)]);
      // One entry, without commits, which say nothing to users.
      expect(changelog.match(/^- /gm)).toHaveLength(1);
      expect(changelog).not.toMatch(/\b[0-9a-f]{7}\b/);
    }
  });

  it('has tarballs with what users need, and nothing else', async () => {
    for (const { name } of published()) {
      const files = await filesOf(name);
      expect(files).toEqual(
        expect.arrayContaining(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']),
      );
      if (name === core) expect(files).toContain('THIRD-PARTY-NOTICES.md');
      if (name !== `${scope}/cli`) expect(files).toContain('dist/index.d.ts');
      expect(files.filter((file) => /\.map$|(?:^|\/)(?:test|src)\/|\.test\./.test(file))).toEqual(
        [],
      );
    }
  });

  it('has manifests that ask for ranges of versions, not for a workspace', async () => {
    for (const { name } of published()) {
      const { versions } = await document(name);
      const { dependencies = {}, ...manifest } = versions[first] as Manifest;
      for (const [other, range] of Object.entries(dependencies)) {
        if (other.startsWith(`${scope}/`))
          expect([name, other, range]).toEqual([name, other, `^${first}`]);
      }
      expect(JSON.stringify({ dependencies, manifest })).not.toMatch(/workspace:|catalog:/);
    }
  });

  it('has a bill of materials, with what is bundled', async () => {
    const names = [core, `${scope}/sender`];
    const script = [join(copy.folder, 'scripts/sbom.mjs'), join(home, 'sbom'), ...names];
    await run(process.execPath, script, { cwd: home, env: registry.env, timeout: 900_000 });
    const [ofCore, ofSender] = ['core', 'sender'].map((name) =>
      JSON.parse(readFileSync(join(home, 'sbom', `sig-${name}-${first}.cdx.json`), 'utf8')),
    );
    expect(ofCore).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { version: first } },
    });
    expect(purls(ofCore)).toEqual(['pkg:npm/%40noble/hashes@2.4.0']);
    expect(purls(ofSender)).toEqual(
      expect.arrayContaining([`pkg:npm/%40sig/core@${first}`, 'pkg:npm/tough-cookie@6.1.0']),
    );
  });
});

describe('installed with npm', () => {
  it('the README of express works as it is pasted, commands included', async () => {
    const { install, program, blocks } = readmeOf('express');
    const project = await createProject(registry, home);
    await project.install(...install, `${scope}/cli`);
    project.write('server.js', program);
    await project.serve('server.js', async (port) => {
      const lines = blocks.flatMap(({ text }) => text.split('\n'));
      const commands = lines.filter((line) => /npx \S+ send .*# \d+$/.test(line));
      expect(commands).toHaveLength(2);
      for (const line of commands) {
        const [command = '', status = ''] = line.replace('3000', String(port)).split(/ +# /);
        expect(await project.run('sh', '-c', `${command} || true`)).toContain(`: ${status} (`);
      }
    });
  });

  // One package without a framework in every run, all with `SIG_ALL=1`.
  it.each(isAll ? ['koa', 'fastify', 'hono', 'lambda', 'core', 'http-auth'] : ['core'])(
    'the program of %s lets a genuine request in, and no forgery',
    async (name) => {
      const { install, program } = readmeOf(name);
      const project = await createProject(registry, home);
      await project.install(...install);
      project.write('server.js', program);
      const userinfo = name === 'http-auth' ? 'user:secret@' : '';
      expect(await project.serve('server.js', (port) => sendBoth(port, userinfo))).toEqual([
        200, 403,
      ]);
    },
  );
});

describe.runIf(isAll)('installed with other package managers', () => {
  const others = Object.entries<PackageManager>(packageManagers).filter(([name]) => name !== 'npm');

  it.each(others)('%s: the program of express', async (_name, manager) => {
    const { install, program } = readmeOf('express');
    const project = await createProject(registry, home, manager);
    await project.install(...install);
    project.write('server.js', program);
    expect(await project.serve('server.js', sendBoth)).toEqual([200, 403]);
  });

  it.each(others)('%s: the program of hono, in another module format', async (_name, manager) => {
    const { install, program } = readmeOf('hono');
    const project = await createProject(registry, home, manager);
    await project.install(...install);
    project.write('server.js', program);
    project.write('loads.cjs', "console.log(typeof require('@sig/hono').webhook)");
    expect(await project.node('loads.cjs')).toBe('function\n');
    expect(await project.serve('server.js', sendBoth)).toEqual([200, 403]);
  });
});

describe('released separately', () => {
  /** What is released with a core that the ranges of others do not have. */
  const kept = [core, express, `${scope}/http-auth`, `${scope}/sender`];

  beforeAll(async () => {
    copy.keep([...kept, `${scope}/conformance`]);
    copy.change({ [core]: 'patch' }, 'A fix in core.');
    await copy.version();
    expect(await copy.publish()).toEqual([`${core}@0.1.1`]);
    copy.change({ [express]: 'patch' }, 'A fix in the adapter.');
    await copy.version();
    expect(await copy.publish()).toEqual([`${express}@0.1.1`]);
  });

  it('a release of core alone reaches whoever installs an old adapter', async () => {
    const project = await express_(`${express}@0.1.0`);
    expect(readCopies(project.folder, core)).toEqual(['0.1.1']);
    expect(await project.serve('server.js', sendBoth)).toEqual([200, 403]);
  });

  it('a new adapter asks for the core that it was made with', async () => {
    const project = await express_(`${core}@0.1.0`, `${express}@0.1.1`);
    expect(readCopies(project.folder, core)).toEqual(['0.1.0', '0.1.1']);
    expect(await project.serve('server.js', sendBoth)).toEqual([200, 403]);
  });

  it('a changelog says what an update of core alone brings', () => {
    expect(copy.changelog(core)).toContain('## 0.1.1\n\n### Patch Changes\n\n- A fix in core.\n');
    expect(copy.changelog(express)).toContain('- A fix in the adapter.\n');
  });

  describe('a core that old adapters do not ask for', () => {
    beforeAll(async () => {
      copy.change({ [core]: 'minor' }, 'Something new in core.');
      await copy.version();
      const again = await copy.publish();
      // Whatever is made with core is released with it.
      expect(again).toHaveLength(kept.length);
      expect(again).toEqual(expect.arrayContaining([`${core}@0.2.0`, `${express}@0.1.2`]));
    });

    it('is named in the changelogs of those that are released for it', () => {
      expect(copy.changelog(express)).toContain(
        `## 0.1.2\n\n### Patch Changes\n\n- Made with \`${core}\` 0.2.0.\n`,
      );
    });

    it.each([
      ['an old adapter with the new core', '0.1.0', '0.2.0'],
      ['a new adapter with the old core', '0.1.2', '0.1.0'],
    ])('%s: two copies that understand each other', async (_title, adapterVersion, coreVersion) => {
      const project = await express_(
        `${express}@${adapterVersion}`,
        `${core}@${coreVersion}`,
        `${scope}/http-auth@${coreVersion === '0.2.0' ? 'latest' : first}`,
      );
      expect(readCopies(project.folder, core)).toHaveLength(2);
      expect(await project.serve('server.js', sendBoth)).toEqual([200, 403]);
      const program = new URL('programs/crossing.js', import.meta.url);
      project.write('crossing.js', readFileSync(fileURLToPath(program), 'utf8'));
      await project.serve('crossing.js', crossing);
    });
  });

  /** A project with Express, the given packages, and the program of the README. */
  async function express_(...packages: string[]): Promise<Project> {
    const project = await createProject(registry, home);
    await project.install('express', ...packages);
    project.write('server.js', readmeOf('express').program);
    return project;
  }
});

/** What a bill of materials lists, without qualifiers. */
function purls({ components = [] }: { components?: { purl: string }[] }): string[] {
  return components.map(({ purl }) => purl.replace(/\?.*$/, '')).sort();
}

/** What the registry knows of a package. */
async function document(name: string): Promise<{ versions: Record<string, unknown> }> {
  const response = await fetch(registry.url + name.replace('/', '%2f'));
  return (await response.json()) as { versions: Record<string, unknown> };
}

/** The files of the first release's tarball. */
async function filesOf(name: string): Promise<string[]> {
  const { dist } = (await document(name)).versions[first] as { dist: { tarball: string } };
  const response = await fetch(dist.tarball);
  const file = join(home, 'package.tgz');
  writeFileSync(file, new Uint8Array(await response.arrayBuffer()));
  const listed = await run('tar', ['-tzf', file], { cwd: home, env: process.env });
  return listed
    .trim()
    .split('\n')
    .map((line) => line.replace(/^package\//, ''));
}
