// What the published packages export, as TypeScript reads their declarations.
import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { read, root } from './repository.js';

/** Something that a module exports. */
export interface Exported {
  readonly name: string;
  readonly symbol: ts.Symbol;
  /** The first module that exports it: others pass it on. */
  readonly home: string;
}

/** An entry of a published package, and what it exports, in the order of names. */
export interface Module {
  readonly name: string;
  readonly exports: readonly Exported[];
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, { import?: { types?: string } }>>;
}

/** The name of the page of a module: `core-node` for `@sig/core/node`. */
export const slugOf = (module: string): string => module.replace('@sig/', '').replaceAll('/', '-');

/** All entries of all published packages, core first. */
function entries(): { name: string; file: string }[] {
  const found = readdirSync(`${root}packages`).flatMap((folder) => {
    const manifest: Manifest = JSON.parse(read(`packages/${folder}/package.json`));
    if (manifest.private) return [];
    return Object.entries(manifest.exports ?? {}).flatMap(([entry, target]) => {
      const types = target.import?.types;
      if (types === undefined) return [];
      return [{ name: manifest.name + entry.slice(1), file: `${root}packages/${folder}/${types}` }];
    });
  });
  const rank = ({ name }: { name: string }) => (name.startsWith('@sig/core') ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** The modules with their exports, and the checker that knows them. */
export function readPublicApi(): { modules: readonly Module[]; checker: ts.TypeChecker } {
  const all = entries();
  const program = ts.createProgram(
    all.map(({ file }) => file),
    {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      skipLibCheck: true,
      types: [],
    },
  );
  const checker = program.getTypeChecker();
  const homes = new Map<ts.Symbol, string>();
  const modules = all.map(({ name, file }) => {
    const source = program.getSourceFile(file);
    const symbol = source && checker.getSymbolAtLocation(source);
    const exports = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
    return {
      name,
      exports: exports
        .map((one) => {
          const original = one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one;
          const home = homes.get(original) ?? name;
          homes.set(original, home);
          return { name: one.name, symbol: original, home };
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  });
  return { modules, checker };
}
