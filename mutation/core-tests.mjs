import { fileURLToPath } from 'node:url';

const core = fileURLToPath(new URL('../packages/core', import.meta.url));

/** The project "core (node)" or "core (portable)" of the root's vitest.config.ts. */
export function coreTests(hash) {
  return {
    test: {
      root: core,
      include: ['test/**/*.test.ts'],
      setupFiles: [fileURLToPath(new URL('few-cases.mjs', import.meta.url))],
      alias: { '#hash': `${core}/src/hash/${hash}.ts` },
      env: { SIG_HASH: hash },
      testTimeout: 30_000,
    },
  };
}
