// Core is built into few files, so that a program starts fast. A module missing from their lists would end up in one more.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const source = new URL('../../packages/core/src/', import.meta.url);

function modulesOf(folder: string): string[] {
  return readdirSync(new URL(folder, source))
    .filter((name) => name.endsWith('.ts') && name !== 'index.ts' && name !== 'all.ts')
    .map((name) => `./${folder}/${name.replace(/\.ts$/, '.js')}`);
}

/** What a list names, as seen from the source folder. */
function listed(folder: string): string[] {
  const text = readFileSync(new URL(`${folder}/all.ts`, source), 'utf8');
  return [...text.matchAll(/^export \* from '(.+)';$/gm)]
    .map(([, path = '']) => path)
    .map((path) => (path.startsWith('../') ? path.slice(1) : `./${folder}/${path.slice(2)}`))
    .sort();
}

it('has the whole scheme in one file', () => {
  const others = ['./errors.js', './hash/equal.js', './hints.js'];
  expect(listed('scheme')).toEqual([...others, ...modulesOf('scheme')].sort());
});

it('has all that happens to a webhook around it in another', () => {
  const folders = ['idempotency', 'store', 'webhook'];
  expect(listed('webhook')).toEqual(folders.flatMap(modulesOf).sort());
});

it('is built into these files, none of which imports itself', () => {
  const dist = new URL('../dist/', source);
  const files = readdirSync(dist).filter((name) => name.endsWith('.js'));
  const entries = ['adapter', 'explain', 'fetch', 'index', 'node', 'store', 'tickets', 'twilio'];
  const shared = ['explanations', 'scheme', 'webhook'];
  expect(files.sort()).toEqual([...entries, ...shared].map((name) => `${name}.js`).sort());
  for (const file of files) {
    expect(readFileSync(new URL(file, dist), 'utf8')).not.toMatch(`from './${file}'`);
  }
});
