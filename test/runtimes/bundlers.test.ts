// What bundlers make of `verify`: which build of the hashes they pick without being told anything, whether it works, and
// how large it is.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import * as vite from 'vite';
import { afterAll, describe, expect, it } from 'vitest';
import webpack from 'webpack';

const here = fileURLToPath(new URL('.', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'sig-bundlers-'));
const entry = join(here, 'programs/verify.js');
const kilobyte = 1024;

afterAll(() => rmSync(home, { recursive: true, force: true }));

type Build = (folder: string) => Promise<unknown>;

/** Minified where the bundler does it by itself; nothing but a target is configured. */
const bundlers: readonly (readonly [string, 'node:crypto' | 'portable', Build])[] = [
  ['esbuild, for browsers', 'portable', (outdir) => withEsbuild(outdir, 'browser')],
  ['esbuild, for Node', 'node:crypto', (outdir) => withEsbuild(outdir, 'node')],
  ['esbuild, for nothing in particular', 'portable', (outdir) => withEsbuild(outdir, 'neutral')],
  ['Rollup, with no conditions', 'portable', withRollup],
  ['webpack, for browsers', 'portable', (path) => withWebpack(path, 'web')],
  ['webpack, for Node', 'node:crypto', (path) => withWebpack(path, 'node20')],
  ['Vite, for browsers', 'portable', (outDir) => withVite(outDir, false)],
  ['Vite, for servers', 'node:crypto', (outDir) => withVite(outDir, true)],
];

describe.each(bundlers)('%s', (name, hashes, build) => {
  it(`takes ${hashes}, and the bundle verifies`, async () => {
    const folder = mkdtempSync(join(home, 'built-'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    await build(folder);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter((file) => /\.m?js$/.test(file) && statSync(file).isFile());
    expect(files).toHaveLength(1);
    const [file = ''] = files;
    const { accepted, refused } = await import(pathToFileURL(file).href);
    expect([name, accepted, refused]).toEqual([name, true, 'signature-mismatch']);
    const { code } = await esbuild.transform(readFileSync(file, 'utf8'), { minify: true });
    expect(/["'](?:node:)?crypto["']/.test(code) ? 'node:crypto' : 'portable').toBe(hashes);
    // As in the budgets of the benchmark, and half a KB for what bundlers add.
    const budget = hashes === 'portable' ? 10.7 : 7.5;
    expect(gzipSync(code).length / kilobyte).toBeLessThan(budget);
  });
});

function withEsbuild(outdir: string, platform: esbuild.Platform) {
  return esbuild.build({
    entryPoints: [entry],
    outdir,
    bundle: true,
    format: 'esm',
    platform,
    ...(platform === 'neutral' && { mainFields: ['module', 'main'] }),
  });
}

async function withRollup(dir: string) {
  const bundle = await rollup({ input: entry, plugins: [nodeResolve()], treeshake: true });
  await bundle.write({ dir, format: 'es', inlineDynamicImports: true });
}

function withWebpack(path: string, target: string) {
  const compile = promisify(webpack) as (options: webpack.Configuration) => Promise<webpack.Stats>;
  const output = { path, filename: 'bundle.js', library: { type: 'module' }, module: true };
  const options: webpack.Configuration = {
    mode: 'production',
    entry,
    target: [target, 'es2022'],
    experiments: { outputModule: true },
    output,
  };
  return compile(options).then((stats) => {
    if (stats.hasErrors()) throw new Error(stats.toString());
  });
}

function withVite(outDir: string, isServer: boolean) {
  return vite.build({
    root: join(here, 'programs'),
    logLevel: 'error',
    configFile: false,
    ssr: { noExternal: true },
    build: {
      outDir,
      emptyOutDir: false,
      ssr: isServer,
      target: 'es2022',
      rollupOptions: { input: entry, preserveEntrySignatures: 'strict' },
    },
  });
}
