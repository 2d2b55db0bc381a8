import { defineConfig } from 'tsup';
import { preset } from '../../config/tsup.js';

const entries = {
  index: 'src/index.ts',
  node: 'src/node/index.ts',
  twilio: 'src/twilio/index.ts',
  hash: 'src/hash/index.ts',
  explain: 'src/explain/index.ts',
};

export default defineConfig(
  preset({
    entry: {
      ...entries,
      // The two implementations that `#hash` chooses between (package.json, "imports").
      'hash/node': 'src/hash/node.ts',
      'hash/portable': 'src/hash/portable.ts',
      // No entry of the package. It keeps what `verify` needs in a chunk of its own, so that bundlers see that
      // nothing else is needed.
      verify: 'src/verify.ts',
    },
    external: ['#hash'],
    // Carried inside, so that installing sig installs nothing else.
    noExternal: ['@noble/hashes'],
    dts: { entry: entries },
  }),
);
