import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const core = fileURLToPath(new URL('packages/core', import.meta.url));

/** The same suite for each build of the core: only what `#hash` stands for differs. */
function coreProject(hash: 'node' | 'portable') {
  return {
    extends: true as const,
    test: {
      name: `core (${hash})`,
      root: core,
      include: ['test/**/*.test.ts'],
      alias: { '#hash': `${core}/src/hash/${hash}.ts` },
      env: { SIG_HASH: hash },
    },
  };
}

export default defineConfig({
  test: {
    // Real servers and builds: slow machines get the time they need, hangs still end.
    testTimeout: 120_000,
    hookTimeout: 600_000,
    // By default one core stays idle, which is half of two. Tests wait for servers and builds most of the time.
    maxWorkers: Math.max(availableParallelism(), 2),
    reporters: [
      'default',
      './packages/conformance/src/table-reporter.ts',
      './config/results-reporter.ts',
      './config/count-reporter.ts',
    ],
    projects: [
      coreProject('node'),
      coreProject('portable'),
      {
        extends: true,
        test: {
          name: 'packages',
          include: [
            'packages/*/test/**/*.test.ts',
            'apps/*/test/**/*.test.ts',
            'bench/test/*.test.ts',
            'fuzz/test/*.test.ts',
            'deployments/test/*.test.ts',
            'test/*/*.test.ts',
          ],
          exclude: ['packages/core/**', '**/node_modules/**', '**/dist/**'],
        },
      },
    ],
  },
});
