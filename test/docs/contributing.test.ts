// CONTRIBUTING.md names folders and files that there are, and every folder of core and every adapter.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const document = readFileSync(`${root}CONTRIBUTING.md`, 'utf8');
const named = [...document.matchAll(/`((?:packages|apps|test)\/[\w./-]+)`/g)]
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
