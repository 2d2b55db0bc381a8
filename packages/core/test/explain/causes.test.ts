// Every cause there is has a row in the tests next to this one.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { causes } from '../../src/explain/index.js';

const folders = [
  new URL('.', import.meta.url),
  new URL('../../../conformance/test/', import.meta.url),
];
const tests = folders
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.test.ts') && file !== 'causes.test.ts')
      .map((file) => readFileSync(new URL(file, folder), 'utf8')),
  )
  .join('\n');

it.each(Object.keys(causes))('%s is tested', (cause) => {
  expect(tests).toContain(`'${cause}'`);
});

it.each(Object.entries(causes))('%s is a sentence, and so is its fix', (_cause, { title, fix }) => {
  for (const text of [title, fix]) {
    expect(text).toMatch(/^[A-Z].*\.$|example\.com\/prefix$/);
    expect(text.length).toBeLessThan(240);
  }
});
