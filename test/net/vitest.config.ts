// For copies of the repo in which a fix is reverted: the packages are their sources, so nothing is built.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = (path: string) => `${root}packages/${path}`;

export default defineConfig({
  root,
  test: {
    testTimeout: 60_000,
    include: ['packages/*/test/{coverage,events,alternate-targets,look-up}.test.ts'],
    alias: [
      { find: '#hash', replacement: source('core/src/hash/node.ts') },
      { find: /^@sig\/([a-z-]+)$/, replacement: source('$1/src/index.ts') },
      { find: '@sig/core/node', replacement: source('core/src/node/index.ts') },
      { find: '@sig/core/explain', replacement: source('core/src/explain/index.ts') },
      { find: '@sig/core/fetch', replacement: source('core/src/fetch/index.ts') },
      { find: '@sig/core/adapter', replacement: source('core/src/adapter.ts') },
      { find: '@sig/core/twilio', replacement: source('core/src/twilio/index.ts') },
      {
        find: /^@sig\/conformance\/(coverage|suite)$/,
        replacement: source('conformance/src/$1/index.ts'),
      },
    ],
  },
});
