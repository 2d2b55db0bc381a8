// Core's tests as one file for each kind of runtime. The tests are unchanged; what they import of core is the published
// package, resolved by the runtime itself if it has a resolver, and by the bundler under the runtime's conditions if not.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const tests = fileURLToPath(new URL('../../packages/core/test', import.meta.url));

/** What a bundle is made for. */
export type Target = 'node' | 'workerd' | 'edge-light' | 'browser';

/** The conditions under which each of them resolves packages. `node` resolves `@sig/core` itself. */
const conditions: Readonly<Record<Target, string[]>> = {
  node: ['node'],
  workerd: ['workerd', 'worker', 'browser'],
  'edge-light': ['edge-light', 'worker', 'browser'],
  browser: ['browser'],
};

/** Test files that say nothing of a runtime. */
const elsewhere: Readonly<Record<string, string>> = {
  'explain/causes.test.ts': 'reads the files of this repository',
  'typed-params.test.ts': 'reads the files of this repository',
  'explain-bounds.test.ts': 'counts hashes in place of a module',
  'work.test.ts': 'counts hashes in place of a module',
};

/** Test files that need what these runtimes do not have. */
const needs: Readonly<Record<string, string>> = {
  'errors.test.ts': 'node:util',
  'hostile.test.ts': 'processes',
  'keep-response.test.ts': 'a server of node:http',
  'node.test.ts': 'a server of node:http',
  'twilio.test.ts': 'the twilio package',
  'explain/advice.test.ts': 'node:zlib',
  'explain/codes.test.ts': 'signatures of node:crypto',
};

/** Test files of `@sig/core/node`, which nothing but Node, Bun, Deno and workerd can load. */
const needsNode: Readonly<Record<string, string>> = { 'api.test.ts': '@sig/core/node' };

/** Test files of what only servers do. Pages may not set the headers that servers get, and have no `NODE_ENV`. */
const needsServer: Readonly<Record<string, string>> = {
  'fetch.test.ts': 'requests as servers get them',
  'fetch-handlers.test.ts': 'requests as servers get them',
  'idempotency.test.ts': 'requests as servers get them',
  'rejections.test.ts': 'explanations in development',
  'explain/development.test.ts': 'explanations in development',
};

/** Searches for causes, which take as long as all others together: with `SIG_ALL=1` alone. */
const long: Readonly<Record<string, string>> = Object.fromEntries(
  ['configured-url', 'content-rows', 'development', 'never-wrong', 'url-rows'].map((name) => [
    `explain/${name}.test.ts`,
    'takes long',
  ]),
);

/** The test files that are left out, and why. */
function leftOut(target: Target): Readonly<Record<string, string>> {
  return {
    ...elsewhere,
    ...(process.env.SIG_ALL !== '1' && long),
    ...(target !== 'node' && needs),
    ...((target === 'edge-light' || target === 'browser') && needsNode),
    ...(target === 'browser' && needsServer),
  };
}

/** Single tests that cannot pass, and why it does not matter there. */
const exceptions: readonly (readonly [test: RegExp, where: RegExp])[] = [
  // The stack names the bundle.
  [/^errors\.test\.ts: has a stack only if the server is at fault/, /./],
  // An option of Node alone.
  [/^hostile\.test\.ts: a rejection is made under --frozen-intrinsics too/, /^(?:Bun|Deno)$/],
  // A page has no environment.
  [
    /^shared-keys\.test\.ts: (?:does without an auth token, and takes none from|in development no key)/,
    /^Chromium$/,
  ],
  // Bytes of the runtime's are compared with bytes of the script's.
  [/^receiver\.test\.ts: bytes: /, /^Next\.js Edge$/],
];

/** Whether a test need not pass on a runtime. */
export function excuses(runtime: string, test: string): boolean {
  return exceptions.some(([name, where]) => name.test(test) && where.test(runtime));
}

/** Writes the bundle of the given entry, in the folder `suite`, and returns its path. */
export async function bundleSuite(target: Target, entry: string): Promise<string> {
  const outfile = join(here, 'built', `${target}-${basename(entry, '.ts')}.mjs`);
  const isNode = target === 'node';
  await build({
    entryPoints: [join(here, 'suite', entry)],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    platform: isNode ? 'node' : 'neutral',
    mainFields: ['module', 'main'],
    conditions: conditions[target],
    external: isNode ? ['@sig/core', 'twilio', 'node:*'] : target === 'workerd' ? ['node:*'] : [],
    ...(!isNode && target !== 'workerd' && { inject: [join(here, 'suite/buffer.ts')] }),
    logLevel: 'error',
    plugins: [testFiles(target)],
  });
  return outfile;
}

function testFiles(target: Target): Plugin {
  const files = suiteFiles(target);
  return {
    name: 'the tests of core',
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^virtual:files$/ }, () => ({ path: 'files', namespace: 'virtual' }));
      onLoad({ filter: /^files$/, namespace: 'virtual' }, () => {
        const rows = files.map((file) => `${JSON.stringify(file)}: () => import('./${file}'),`);
        return { contents: `export default {\n${rows.join('\n')}\n}`, resolveDir: tests };
      });
      onResolve({ filter: /^vitest$/ }, () => ({ path: join(here, 'suite/vitest.ts') }));
      // The vectors are in the bundle: runtimes without files have them too.
      onResolve({ filter: /^node:fs$/ }, () => ({ path: join(here, 'suite/files.ts') }));
      if (target === 'edge-light' || target === 'browser') {
        onResolve({ filter: /^node:crypto$/ }, () => ({ path: join(here, 'suite/crypto.ts') }));
      }
      // The clock of tests asks for modules of Node, and does without.
      onResolve({ filter: /^(?:node:)?(?:util|timers|timers\/promises)$/ }, ({ importer }) =>
        importer.includes('fake-timers') ? { path: join(here, 'suite/nothing.ts') } : undefined,
      );
      // What tests import of the source is what the package has at its entries.
      onResolve({ filter: /\/src\/.*\.js$/ }, ({ path, importer, pluginData }) => {
        if (!importer.startsWith(tests) || pluginData === 'resolved') return;
        const entry = /\/src\/(?:(adapter)|(?:(\w+)\/)?index)\.js$/.exec(path);
        if (entry === null || path.includes('/params/')) return;
        const name = ['@sig/core', entry[1] ?? entry[2]].filter(Boolean).join('/');
        if (target === 'node') return { path: name, external: true };
        return resolve(name, { kind: 'import-statement', resolveDir: here });
      });
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!path.startsWith(tests)) return;
        const url = JSON.stringify(pathToFileURL(path).href);
        const contents = readFileSync(path, 'utf8').replaceAll('import.meta.url', url);
        return { contents, loader: 'ts' };
      });
    },
  };
}

/** The test files of core. */
export function suiteFiles(target: Target): string[] {
  return readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && leftOut(target)[file] === undefined)
    .sort();
}
