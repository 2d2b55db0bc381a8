// The public declarations of each package, written to api/ and compared in CI: no change of the API goes unseen.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Manifest {
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, { import?: { types?: string } } | string>>;
}

const entries = readdirSync(join(root, 'packages')).flatMap((folder) => {
  const file = join(root, 'packages', folder, 'package.json');
  const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'));
  if (manifest.private) return [];
  return Object.entries(manifest.exports ?? {}).flatMap(([entry, target]) => {
    const types = typeof target === 'string' ? undefined : target.import?.types;
    if (types === undefined) return [];
    const name = `${folder}${entry.slice(1).replace('/', '.')}`;
    return [{ name, types: join(dirname(file), types) }];
  });
});

const program = ts.createProgram(
  entries.map(({ types }) => types),
  {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noEmit: true,
  },
);
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });

it.each(entries)('$name declares what api/$name.d.ts says', ({ name, types }) => {
  const report = join(root, 'api', `${name}.d.ts`);
  const declared = declarations(types);
  expect(declared).not.toBe('');
  if (process.env.CI === undefined) {
    mkdirSync(dirname(report), { recursive: true });
    writeFileSync(report, declared);
  }
  expect(existsSync(report) && readFileSync(report, 'utf8')).toBe(declared);
});

/** What a module exports, sorted by name, without comments. */
function declarations(file: string): string {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const exported = module === undefined ? [] : checker.getExportsOfModule(module);
  return exported
    .map((symbol) => ({ name: symbol.name, text: textOf(symbol, packageOf(file)) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ text }) => `${text}\n`)
    .join('\n');
}

function textOf(symbol: ts.Symbol, own: string | undefined): string {
  const original = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declared = original.declarations ?? [];
  const owner = packageOf(declared[0]?.getSourceFile().fileName ?? '');
  // The report of its own package has the rest.
  if (owner !== undefined && owner !== own) return `// ${symbol.name}, of @sig/${owner}`;
  const texts = declared.map((declaration) => {
    const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
  });
  const renamed = original.name === symbol.name ? '' : `// ${original.name} as ${symbol.name}\n`;
  return `${renamed}${texts.join('\n')}`;
}

function packageOf(file: string): string | undefined {
  return /\/(?:node_modules\/@sig|packages)\/([^/]+)\/dist\//.exec(file)?.[1];
}
