// An accessor in an object literal gives every object its own hidden class. A single one on the request path cost a server
// a third of its throughput, and kept garbage alive until a full collection.
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';

const packages = new URL('../../packages/', import.meta.url);
const published = readdirSync(packages).filter((name) => name !== 'conformance');

/** Made once: a list on a page, and the counts that a guard keeps. */
const allowed = ['cli/src/page/list-view.ts', 'http-auth/src/digest/nonce-counts.ts'];

function hasAccessor(text: string): boolean {
  let found = false;
  const visit = (node: ts.Node) => {
    if (ts.isAccessor(node) && ts.isObjectLiteralExpression(node.parent)) found = true;
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true));
  return found;
}

it('has no accessors in objects that are made for each request', () => {
  const files = published.flatMap((name) =>
    readdirSync(new URL(`${name}/src/`, packages), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${name}/src/${file}`),
  );
  const found = files.filter((file) => hasAccessor(readFileSync(new URL(file, packages), 'utf8')));
  expect(found.sort()).toEqual([...allowed].sort());
});
