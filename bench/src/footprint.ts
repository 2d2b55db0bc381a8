import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { spreadOf } from './measure.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a module is loaded: as an ES module, or as CommonJS. */
export type Loading = 'import' | 'require';

/**
 * Milliseconds that loading a module takes in a fresh process: the median of 15.
 *
 * @param from the folder, from the root of the repository, that finds it
 * @param loaded what is there before, such as its framework
 */
export function loadTime(module: string, how: Loading, from: string, loaded = 'node:path'): number {
  const load = (name: string) => `${how === 'import' ? 'await import' : 'require'}('${name}')`;
  const script = `${load(loaded)}; const start = performance.now(); ${load(module)};
    console.log(performance.now() - start);`;
  const type = how === 'import' ? ['--input-type=module'] : [];
  const times = Array.from({ length: 15 }, () =>
    Number(
      execFileSync(process.execPath, [...type, '-e', script], {
        cwd: `${root}/${from}`,
        encoding: 'utf8',
      }),
    ),
  );
  return spreadOf(times).median;
}
