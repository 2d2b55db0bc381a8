// State that requests can influence belongs to a guard, a plugin or the request, never to a module.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const packages = new URL('../../packages/', import.meta.url);
const published = readdirSync(packages).filter((name) => name !== 'conformance');

/** A variable that can change, or a collection that is filled later, outside every function. */
const state =
  /^(?:export )?(?:(?:let|var) .*|const .* = new (?:Weak)?(?:Map|Set)(?:<.*>)?\(\);)$/gm;

it.each(published)('@sig/%s keeps no state in its modules', (name) => {
  const folder = new URL(`${name}/src/`, packages);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const found = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').match(state) ?? []);
  expect(found).toEqual([]);
});
