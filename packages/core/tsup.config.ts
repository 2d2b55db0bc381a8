import { readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { defineConfig, type Options } from 'tsup';
import { preset } from '../../config/tsup.js';

const entries = {
  index: 'src/index.ts',
  node: 'src/node/index.ts',
  fetch: 'src/fetch/index.ts',
  explain: 'src/explain/index.ts',
  adapter: 'src/adapter.ts',
  store: 'src/store/index.ts',
  tickets: 'src/tickets/index.ts',
  twilio: 'src/twilio/index.ts',
};

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** The shared files, by the module that lists what others import of them. */
const shared = {
  scheme: 'src/scheme/all.ts',
  webhook: 'src/webhook/all.ts',
  explanations: 'src/explain/all.ts',
};

/**
 * Keeps modules together. Left to itself the bundler makes a file for each combination of entries, a dozen in all, and a
 * program has to load each of them when it starts.
 */
const inSharedFiles: Plugin = {
  name: 'in-shared-files',
  setup({ initialOptions, onResolve }) {
    const extension = initialOptions.outExtension?.['.js'] ?? '.js';
    /** Which file a module goes into: all in the folder of a list but what users import, and all that is in the list. */
    const fileOf = new Map<string, string>();
    for (const [name, list] of Object.entries(shared)) {
      const folder = dirname(list);
      const own = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const listed = readFileSync(list, 'utf8').matchAll(/from '(.+)\.js'/g);
      for (const path of [...own, ...[...listed].map(([, path]) => `${path}.ts`)]) {
        if (path !== 'index.ts') fileOf.set(resolve(folder, path), name);
      }
    }
    onResolve({ filter: /^\.\.?\// }, ({ path, importer, resolveDir }) => {
      const file = fileOf.get(resolve(resolveDir, path).replace(/\.js$/, '.ts'));
      if (importer === '' || file === undefined || file === fileOf.get(importer)) return undefined;
      return { path: `./${file}${extension}`, external: true };
    });
  },
};

export default defineConfig(
  preset({
    entry: {
      ...entries,
      ...shared,
      // The two implementations that `#hash` chooses between (package.json, "imports").
      'hash/node': 'src/hash/node.ts',
      'hash/portable': 'src/hash/portable.ts',
    },
    external: ['#hash'],
    // Carried inside, so that installing sig installs nothing else.
    noExternal: ['@noble/hashes'],
    dts: { entry: entries },
    esbuildPlugins: [inSharedFiles],
  }),
);
