// Makes the types of `src/params` from the data in this folder. `test/typed-params.test.ts` holds them to it.
import { readdirSync, readFileSync } from 'node:fs';

/** A parameter of an event. */
export interface Param {
  /** `${string}` and `${number}` in a name stand for whatever is there. */
  readonly name: string;
  /** The values that are known. A new one may appear at any time. */
  readonly values?: readonly string[];
  /** Whether it is sent once. */
  readonly single: boolean;
  readonly when: 'always' | 'sometimes';
  /** In the documentation; seen in requests or in code that reads them; or neither for certain. */
  readonly certainty: 'documented' | 'observed' | 'uncertain';
  readonly about?: string;
}

/** An event, and the type of its parameters. */
export interface Event {
  readonly type: string;
  /** The type whose parameters it has too. */
  readonly extends?: string;
  readonly about: string;
  readonly sources: readonly string[];
  readonly params: readonly Param[];
}

/** The events, by the name of their file. */
export function readEvents(): ReadonlyMap<string, readonly Event[]> {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.json'));
  return new Map(
    files.sort().map((file) => {
      const events: Event[] = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
      return [file.replace(/\.json$/, ''), events];
    }),
  );
}

/** The text of each file of `src/params`. */
export function typesOf(events: ReadonlyMap<string, readonly Event[]>): Map<string, string> {
  const texts = new Map<string, string>();
  const all = [...events.values()].flat();
  const fileOf = (type: string) =>
    [...events].find(([, those]) => those.some((event) => event.type === type))?.[0];
  for (const [file, those] of events) {
    const parents = new Set(those.map((event) => event.extends ?? 'Params'));
    const imports = [...parents]
      .filter((type) => fileOf(type) !== file)
      .map((type) => `import type { ${type} } from '${moduleOf(fileOf(type))}';`)
      .sort((a, b) => (moduleIn(a) < moduleIn(b) ? -1 : 1));
    const types = those.map((event) =>
      interfaceOf(
        event,
        all.find(({ type }) => type === event.extends),
      ),
    );
    texts.set(`${file}.ts`, `${[heading(file), ...imports].join('\n')}\n\n${types.join('\n\n')}\n`);
  }
  const exports = [...events].map(([file, those]) => exportOf(file, those));
  texts.set('index.ts', `// Made by \`params/generate.ts\`.\n${exports.join('\n')}\n`);
  return texts;
}

function heading(file: string): string {
  return `// Made from \`params/${file}.json\` by \`params/generate.ts\`.`;
}

function moduleOf(file: string | undefined): string {
  return file === undefined ? '../scheme/params.js' : `./${file}.js`;
}

function moduleIn(line: string): string {
  return line.slice(line.indexOf("'"));
}

function exportOf(file: string, events: readonly Event[]): string {
  const names = events.map(({ type }) => type).sort((a, b) => a.localeCompare(b, 'en'));
  const line = `export type { ${names.join(', ')} } from '${moduleOf(file)}';`;
  if (line.length <= width) return line;
  return `export type {\n${names.map((name) => `  ${name},\n`).join('')}} from '${moduleOf(file)}';`;
}

function interfaceOf({ type, about, params, ...event }: Event, parent?: Event): string {
  const inherited = new Set(parent?.params.map(({ name }) => name));
  const own = params.filter(({ name }) => !inherited.has(name)).map(propertyOf);
  const head = `/** ${about} */\nexport interface ${type} extends ${event.extends ?? 'Params'} {`;
  return `${head}\n${own.join('\n')}\n}`;
}

function propertyOf({ name, values, single, certainty, about }: Param): string {
  const notes = [
    ...(about === undefined ? [] : [`${about}.`]),
    ...(certainty === 'documented' ? [] : ['Not documented.']),
  ];
  const comment = notes.length === 0 ? '' : `  /** ${notes.join(' ')} */\n`;
  // Known values are offered by editors; a new one still compiles.
  const known = values?.map((value) => `'${value}'`);
  const kinds = known === undefined ? ['string'] : [...known, '(string & {})'];
  if (!single) kinds.push('string[]');
  kinds.push('undefined');
  const line = `  ${nameOf(name)}: ${kinds.join(' | ')};`;
  if (line.length <= width) return comment + line;
  return `${comment}  ${nameOf(name)}:\n${kinds.map((kind) => `    | ${kind}`).join('\n')};`;
}

function nameOf(name: string): string {
  if (name.includes('${')) return `[name: \`${name}\`]`;
  return /^\w+$/.test(name) ? `${name}?` : `'${name}'?`;
}

/** What the formatter allows. */
const width = 100;
