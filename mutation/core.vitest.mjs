import { fileURLToPath } from 'node:url';

const core = fileURLToPath(new URL('../packages/core', import.meta.url));

/** The project "core (node)" of the root's vitest.config.ts. */
export default {
  test: {
    root: core,
    include: ['test/**/*.test.ts'],
    alias: { '#hash': `${core}/src/hash/node.ts` },
    env: { SIG_HASH: 'node' },
    testTimeout: 30_000,
  },
};
