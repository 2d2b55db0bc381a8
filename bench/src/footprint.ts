import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `verify` alone, bundled, minified, gzipped, in bytes. */
export async function bundleSize(platform: 'node' | 'browser'): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: "export { verify } from '@sig/core';", resolveDir: join(root, 'bench') },
    bundle: true,
    minify: true,
    format: 'esm',
    platform,
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? '').length;
}

/** What core and an adapter take on the disk, in bytes, as they are packed. */
export function installedSize(adapter: string): number {
  return size(join(root, 'packages/core')) + size(join(root, 'packages', adapter));
}

function size(folder: string): number {
  const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' });
  const dist = files
    .map((file) => statSync(join(folder, 'dist', file)))
    .filter((stat) => stat.isFile())
    .reduce((sum, { size }) => sum + size, 0);
  const own = ['package.json', 'README.md'].map((file) => statSync(join(folder, file)).size);
  return dist + own.reduce((sum, one) => sum + one, 0) + statSync(join(root, 'LICENSE')).size;
}

/** Milliseconds to import a module in a fresh process: the median of 11. */
export function importTime(module: string, from: string): number {
  const script = `const start = performance.now(); import(${JSON.stringify(module)}).then(() => console.log(performance.now() - start));`;
  const times = Array.from({ length: 11 }, () =>
    Number(
      execFileSync(process.execPath, ['-e', script], { cwd: join(root, from), encoding: 'utf8' }),
    ),
  );
  return times.sort((a, b) => a - b)[5] ?? 0;
}
