// The declarations of this package compile with those of every version of Nest, `skipLibCheck` or not.
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const entry = file('../dist/index.d.ts');

it.each([
  ['10', './projects/nest-10-0/'],
  ['11', './projects/nest-11/'],
  ['12', '../'],
])('Nest %s', (_version, folder) => {
  const program = ts.createProgram([entry], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: ['node'],
    paths: { '@nestjs/*': [file(`${folder}node_modules/@nestjs/*/index.d.ts`)] },
  });
  const problems = ts.getPreEmitDiagnostics(program, program.getSourceFile(entry));
  expect(problems.map(({ messageText }) => messageText)).toEqual([]);
});
