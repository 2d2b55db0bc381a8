// Every runtime: the tests of core, unchanged, against the package as it is published; with SIG_ALL=1 also every adapter
// whose framework runs there.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startServerProcess } from '@sig/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../shell.js';
import { bundleSuite, excuses, suiteFiles } from './bundle.js';
import { type Runtime, resultsOf, runtimes } from './runtimes.js';
import { type Column, columns, type Row, writeTable } from './table.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const cli = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));
const authToken = '12345';
/** A machine may be slow, and do something else as well. */
const patience = 1_200_000;
const bundles = new Map<string, Promise<string>>();
const cells = new Map<Runtime, Partial<Record<Column, string>>>();

beforeAll(() => rmSync(`${here}built`, { recursive: true, force: true }));

describe.each(runtimes)('$name', (runtime) => {
  it.skipIf(runtime.program === undefined)(
    'passes the tests of core',
    async () => {
      const bundle = await bundled(runtime);
      const results = await resultsOf(runtime, bundle);
      const failed = results.flatMap(({ file, failed }) =>
        failed.map((test) => `${file}: ${test}`),
      );
      expect(failed.filter((test) => !excuses(runtime.name, test))).toEqual([]);
      expect(results.map(({ file }) => file).sort()).toEqual(suiteFiles(runtime.target));
      const passed = results.reduce((sum, result) => sum + result.passed, 0);
      expect(passed).toBeGreaterThan(700);
      record(runtime, 'core', String(passed));
    },
    patience,
  );

  const frameworks = columns.filter((column) => runtime.serve?.(column) !== undefined);
  it.skipIf(process.env.SIG_ALL !== '1' || runtime.program === undefined).each(frameworks)(
    'runs %s, which lets genuine requests in and nothing else',
    async (framework) => {
      const server = await startServerProcess({
        program: runtime.program ?? '',
        args: runtime.serve?.(framework) ?? [],
        cwd: here,
        env: { ...process.env, TWILIO_AUTH_TOKEN: authToken, FRAMEWORK: framework },
      });
      try {
        const doctor = [
          'doctor',
          `http://localhost:${server.port}/voice`,
          '-p',
          'Digits=1',
          '--json',
        ];
        const env = { ...process.env, TWILIO_AUTH_TOKEN: authToken };
        const { grade } = JSON.parse(
          await run(process.execPath, [cli, ...doctor], { cwd: here, env, timeout: 1_100_000 }),
        );
        expect([grade, server.output()]).toEqual(['A', expect.anything()]);
        record(runtime, framework, grade);
      } finally {
        await server.stop();
      }
    },
    patience,
  );
});

afterAll(async () => {
  if (process.env.SIG_RESULTS !== '1') return;
  const rows: Row[] = [];
  for (const runtime of runtimes) {
    const { name, target } = runtime;
    const hashes = target === 'node' ? 'node:crypto' : 'portable';
    const version = await runtime.version();
    const mayRun = columns.filter((column) => runtime.serve?.(column) !== undefined);
    const left = Object.fromEntries(mayRun.map((column) => [column, 'not run']));
    rows.push({ name, version, hashes, cells: { ...left, ...cells.get(runtime) } });
  }
  writeTable(rows);
});

/** One bundle for all runtimes of a kind. */
function bundled({ target, entry }: Runtime): Promise<string> {
  const bundle = bundles.get(target) ?? bundleSuite(target, entry);
  bundles.set(target, bundle);
  return bundle;
}

function record(runtime: Runtime, column: Column, cell: string): void {
  cells.set(runtime, { ...cells.get(runtime), [column]: cell });
}
