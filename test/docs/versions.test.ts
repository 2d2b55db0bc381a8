// What the READMEs say of versions is what the tests run with.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(`${root}packages/${file}`, 'utf8');
const header = /^\| case \| (.*) \|$/m.exec(read('conformance/CONFORMANCE.md'))?.[1] ?? '';

it.each(['express', 'koa', 'fastify', 'hono', 'nest'])('%s: the versions tested', (adapter) => {
  const [, versions = ''] = /\(tested with ([^)]*)\)/.exec(read(`${adapter}/README.md`)) ?? [];
  const tested = header.split(' | ').filter((column) => column.startsWith(`${adapter} `));
  expect(tested.length).toBeGreaterThan(1);
  const numbers = tested.map((column) => /\d+\.\d+\.\d+/.exec(column)?.[0] ?? '');
  expect(versions.match(/\d+\.\d+\.\d+/g)?.sort()).toEqual([...new Set(numbers)].sort());
});

it('next: the versions tested', () => {
  const [, versions = ''] = /\(tested with ([^)]*)\)/.exec(read('next/README.md')) ?? [];
  const folder = `${root}packages/next/test/projects`;
  const projects = readdirSync(folder).filter((name) =>
    existsSync(`${folder}/${name}/package.json`),
  );
  const installed = projects.map(
    (project) =>
      JSON.parse(read(`next/test/projects/${project}/package.json`)).dependencies.next as string,
  );
  expect(versions.match(/\d+\.\d+\.\d+/g)?.sort()).toEqual(installed.sort());
});
