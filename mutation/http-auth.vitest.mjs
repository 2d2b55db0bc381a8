import { fileURLToPath } from 'node:url';

/** The tests of the package. */
export default {
  test: {
    root: fileURLToPath(new URL('../packages/http-auth', import.meta.url)),
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
  },
};
