// No header or body makes a regular expression take for ever: each in published code is checked by recheck, which looks for
// texts that it takes more than linear time for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkSync } from 'recheck';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folders = readdirSync(join(root, 'packages'))
  .filter((name) => name !== 'conformance')
  .map((name) => `packages/${name}/src`)
  .concat('apps/playground/src');

/** What is slow and may be, because what it is applied to is short, or comes from whoever runs it. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'an option, an argument, or a token of the operator': [
    'packages/core/src/explain/variants/token.ts',
    'packages/core/src/webhook/request-url.ts',
    'packages/proxy/src/options.ts',
    'packages/cli/src/commands/request-options.ts',
    'packages/cli/src/doctor/genuine.ts',
  ],
  'the first few kilobytes of an answer': [
    'packages/cli/src/doctor/finding.ts',
    'packages/cli/src/doctor/known-answers.ts',
  ],
  'an address of a connection': ['packages/proxy/src/trusted-proxies.ts'],
  'a URL that Node has let through, of 16 KB at the most': [
    'packages/cli/src/capture/copy/as-vitest.ts',
  ],
  'what people paste, in their own browser or terminal': [
    'packages/capture/src/raw-http.ts',
    'apps/playground/src/components/fields.ts',
    'apps/playground/src/model/code.ts',
    'apps/playground/src/model/paste.ts',
    'apps/playground/src/model/share.ts',
  ],
};

interface Pattern {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

function patternsOf(file: string): Pattern[] {
  const text = readFileSync(join(root, file), 'utf8');
  const patterns: Pattern[] = [];
  const visit = (node: ts.Node) => {
    const [, source, flags = ''] = ts.isRegularExpressionLiteral(node)
      ? (/^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? [])
      : [];
    if (source !== undefined) patterns.push({ file, source, flags });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return patterns;
}

/** Whether it is linear in the length of the text, as far as recheck can tell. */
function isSafe({ source, flags }: Pattern): boolean {
  return checkSync(source, flags, { timeout: 60_000 }).status === 'safe';
}

it('finds one that is slow', () => {
  const blanks = String.raw`^(?:[ \t]*;[ \t]*(?:\w+)?)*[ \t]*$`;
  expect(isSafe({ file: '', source: blanks, flags: '' })).toBe(false);
});

it.each(folders)('%s', (folder) => {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
  const slow = files
    .flatMap(patternsOf)
    .filter((pattern) => !isSafe(pattern))
    .filter(({ file }) => !Object.values(allowed).flat().includes(file));
  expect(slow).toEqual([]);
});
