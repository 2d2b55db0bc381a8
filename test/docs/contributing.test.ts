// CONTRIBUTING.md names folders and files that there are, and every folder of core and every adapter. What it says that
// an adapter takes, every adapter has.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const document = readFileSync(`${root}CONTRIBUTING.md`, 'utf8');
const named = [...document.matchAll(/`((?:packages|apps|bench|test)\/[\w./-]+)`/g)]
  .map(([, path = '']) => path)
  // Those of an adapter, from its folder.
  .filter((path) => !/^test\/[\w.]+\.ts$/.test(path));

it.each([...new Set(named)])('%s is there', (path) => {
  expect(existsSync(root + path)).toBe(true);
});

it('names every folder of core, and the source of every package', () => {
  const folders = readdirSync(`${root}packages/core/src`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `packages/core/src/${name}`);
  const sources = readdirSync(`${root}packages`)
    .filter((name) => name !== 'core' && name !== 'conformance')
    .map((name) => `packages/${name}/src`);
  expect(named).toEqual(expect.arrayContaining([...folders, ...sources]));
});

/** Packages that adapt a framework, which is their only peer. What is optional is no framework. */
const adapters = readdirSync(`${root}packages`).filter((name) => {
  const { peerDependencies, peerDependenciesMeta } = JSON.parse(
    readFileSync(`${root}packages/${name}/package.json`, 'utf8'),
  );
  return Object.keys(peerDependencies ?? {}).some(
    (peer) => !peerDependenciesMeta?.[peer]?.optional,
  );
});

it('there are adapters', () => {
  expect(adapters).toEqual(expect.arrayContaining(['express', 'hono', 'koa']));
});

describe.each(adapters)('the adapter for %s', (name) => {
  it.each([
    `packages/${name}/test/harness.ts`,
    `packages/${name}/test/conformance.test.ts`,
    `packages/${name}/test/coverage.test.ts`,
    `apps/${name}-example/README.md`,
    `test/packed/consumer/${name}.ts`,
  ])('has %s', (file) => {
    expect(existsSync(root + file)).toBe(true);
  });

  it.each([
    ['packages/conformance/src/table-reporter.ts', `'${name}'`],
    ['packages/cli/test/doctor.test.ts', `'${name}'`],
    ['apps/demo/src/frameworks.ts', `'${name}-example'`],
    ['bench/test/budgets.test.ts', `${name}: [`],
    ['bench/src/main.ts', `'${name}'`],
    ['test/packed/packed.test.ts', name === 'nest' ? "'@nestjs/core'" : `'${name}'`],
    ['test/docs/tables.test.ts', `'${name}'`],
    ['test/docs/versions.test.ts', name],
    ['README.md', `(packages/${name})`],
  ])('is in %s', (file, text) => {
    expect(readFileSync(root + file, 'utf8')).toContain(text);
  });
});
