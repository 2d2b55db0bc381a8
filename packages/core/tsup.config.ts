import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
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

/** The files that all others import, by what lists their modules. */
const shared = {
  scheme: 'src/scheme/all.ts',
  webhook: 'src/webhook/all.ts',
  explanations: 'src/explain/all.ts',
};

/**
 * Keeps modules together. Left to itself the bundler makes a file for each combination of entries, a dozen in all, and a
 * program that starts waits for each.
 */
const inSharedFiles: Plugin = {
  name: 'in-shared-files',
  setup({ initialOptions, onResolve }) {
    const extension = initialOptions.outExtension?.['.js'] ?? '.js';
    /** The file of a module. */
    const fileOf = new Map<string, string>();
    for (const [name, list] of Object.entries(shared)) {
      fileOf.set(resolve(list), name);
      for (const [, path = ''] of readFileSync(list, 'utf8').matchAll(/from '(.+)\.js'/g)) {
        fileOf.set(resolve(list, `../${path}.ts`), name);
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
