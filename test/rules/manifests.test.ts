// Author, repository and npm scope are stated once, in package.json at the root. What the published manifests
// say of them is written by a run, and held to it in CI.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly author?: string;
  readonly homepage?: string;
  readonly repository?: { readonly type: string; readonly url: string };
  readonly bugs?: { readonly url: string };
  readonly config?: { readonly scope?: string };
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): Manifest => JSON.parse(readFileSync(root + file, 'utf8'));

const { author, license, repository, bugs, config } = read('package.json');
const url = repository?.url.replace(/^git\+|\.git$/g, '');
const folders = readdirSync(`${root}packages`);
const published = folders.filter((folder) => !read(`packages/${folder}/package.json`).private);

it.each(published)('packages/%s says who publishes it, and from where', (folder) => {
  const file = `packages/${folder}/package.json`;
  const { name, description, version, ...rest } = read(file) as Manifest & Record<string, unknown>;
  const wanted = {
    name,
    version,
    description,
    license,
    author,
    homepage: `${url}/tree/main/packages/${folder}#readme`,
    repository: { ...repository, directory: `packages/${folder}` },
    bugs,
  };
  const text = `${JSON.stringify({ ...wanted, ...rest, ...wanted }, null, 2)}\n`;
  // Untouched if it is right: other tests read it meanwhile.
  const isRight = readFileSync(root + file, 'utf8') === text;
  if (!isRight && process.env.CI === undefined) writeFileSync(root + file, text);
  expect(readFileSync(root + file, 'utf8')).toBe(text);
});

it.each(folders)('packages/%s is in the npm scope, under the name of its folder', (folder) => {
  expect(read(`packages/${folder}/package.json`).name).toBe(`${config?.scope}/${folder}`);
});

it.each(published)('packages/%s imports our packages from that scope alone', (folder) => {
  // The page of `sig listen` is made of parts of the playground, which are bundled with it.
  const names = [...folders, 'playground'].map((name) => `${config?.scope}/${name}`);
  const source = `${root}packages/${folder}/src`;
  const imported = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(`${source}/${file}`, 'utf8').matchAll(/ from '(@[\w-]+\/[\w-]+)/g),
    ])
    .map(([, name = '']) => name)
    .filter((name) => name.startsWith(`${config?.scope}/`));
  expect(names).toEqual(expect.arrayContaining(imported));
});
