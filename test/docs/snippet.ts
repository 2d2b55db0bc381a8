// The code blocks of READMEs and of the pages of the site, and the programs that they become.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Snippet {
  /** Unique, and a file name. */
  readonly name: string;
  readonly readme: string;
  readonly line: number;
  /** What stands behind the fence: `js`, `ts`, `sh`, `text`. */
  readonly language: string;
  /** The prelude that it needs, as `<!-- snippet: NAME -->` before it says; without one it is complete. */
  readonly mark: string | undefined;
  readonly text: string;
}

const block =
  /(?:^<!-- snippet: (?<mark>\S+) -->\n)?^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gm;

/** The code blocks of a README, from the root of the repository; of a part of it, if that is asked for. */
export function snippetsOf(
  root: string,
  readme: string,
  partOf = (document: string) => document,
): Snippet[] {
  const document = partOf(readFileSync(root + readme, 'utf8'));
  const folder = folderOf(readme);
  return [...document.matchAll(block)].map(({ groups = {}, index }, count) => ({
    name: `${folder}-${count}`,
    readme,
    line: document.slice(0, index).split('\n').length + (groups.mark === undefined ? 0 : 1),
    language: groups.language ?? '',
    mark: groups.mark,
    text: groups.text ?? '',
  }));
}

/** What the snippets of a file are called by. */
function folderOf(readme: string): string {
  if (readme === 'README.md') return 'root';
  if (readme.startsWith('docs/')) return readme.replace(/\.md$/, '').replaceAll('/', '-');
  return readme.split('/').at(-2) ?? '';
}

/** A TypeScript file that a snippet becomes. */
export interface ProgramFile {
  readonly name: string;
  readonly text: string;
}

/** A program: its files, the first of which is run. */
export type Program = readonly [ProgramFile, ...ProgramFile[]];

/** Where the preludes are. One that imports `./snippet.js` gets it as a module, any other in place of `// snippet`. */
const preludes = fileURLToPath(new URL('preludes/', import.meta.url));

/** @throws Error if there is no such prelude */
export function programOf({ name, mark, text, readme, line }: Snippet): Program {
  if (mark === undefined) return [{ name, text }];
  const file = `${preludes}${mark}.ts`;
  if (!existsSync(file)) throw new Error(`${readme}:${line}: there is no prelude "${mark}".`);
  const prelude = readFileSync(file, 'utf8');
  if (!prelude.includes("'./snippet.js'")) {
    return [{ name, text: prelude.replace(/^\/\/ snippet$/m, () => text) }];
  }
  return [
    { name: `${name}-run`, text: prelude.replace("'./snippet.js'", `'./${name}.js'`) },
    { name, text },
  ];
}
