import { defineConfig } from 'tsup';
import { preset } from '../../config/tsup.js';

const entries = {
  index: 'src/index.ts',
  node: 'src/node/index.ts',
  fetch: 'src/fetch/index.ts',
  explain: 'src/explain/index.ts',
  adapter: 'src/adapter.ts',
  twilio: 'src/twilio/index.ts',
};

export default defineConfig(
  preset({
    entry: {
      ...entries,
      // The two implementations that `#hash` chooses between (package.json, "imports").
      'hash/node': 'src/hash/node.ts',
      'hash/portable': 'src/hash/portable.ts',
    },
    external: ['#hash'],
    // Carried inside, so that installing sig installs nothing else.
    noExternal: ['@noble/hashes'],
    dts: { entry: entries },
  }),
);
