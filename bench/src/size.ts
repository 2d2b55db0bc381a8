import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `verify` alone, bundled, minified and gzipped, in bytes; `browser` stands for the portable build. */
export async function bundleSize(platform: 'node' | 'browser'): Promise<number> {
  return gzipSync(await bundle("export { verify } from '@sig/core';", platform)).length;
}

/** A module bundled and minified, with what it imports. */
export async function bundle(
  contents: string,
  platform: 'node' | 'browser',
): Promise<Uint8Array<ArrayBuffer>> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(root, 'bench') },
    bundle: true,
    minify: true,
    format: 'esm',
    platform,
    write: false,
  });
  return new Uint8Array(outputFiles[0]?.contents ?? []);
}

/** What core and an adapter take on the disk, in bytes, as they are packed. */
export function installedSize(adapter: string): number {
  return size(join(root, 'packages/core')) + size(join(root, 'packages', adapter));
}

function size(folder: string): number {
  const dist = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' }).map(
    (file) => join(folder, 'dist', file),
  );
  const others = ['package.json', 'README.md'].map((file) => join(folder, file));
  return [...dist, ...others, join(root, 'LICENSE')]
    .map((file) => statSync(file))
    .filter((stat) => stat.isFile())
    .reduce((sum, { size }) => sum + size, 0);
}
