// The reference: the doc comments and declarations of what the packages export.
import ts from 'typescript';
import { outsideCode } from './links.js';
import { type Exported, readPublicApi, slugOf } from './public-api.js';

/** Reads the declarations of all packages once, when the first page asks. */
function once<Value>(make: () => Value): () => Value {
  const made: Value[] = [];
  return () => {
    made[0] ??= make();
    return made[0];
  };
}

const publicApi = once(readPublicApi);

/** The page of a module. */
export function referenceOf(name: string): string {
  const module = publicApi().modules.find((one) => one.name === name);
  if (module === undefined) throw new Error(`There is no module ${name}.`);
  const own = module.exports.filter(({ home }) => home === name);
  const values = own.filter(({ symbol }) => symbol.flags & ts.SymbolFlags.Value);
  const types = own.filter((one) => !values.includes(one));
  const others = module.exports.filter(({ home }) => home !== name);
  return [
    ...groupOf('Values', values),
    ...groupOf('Types', types),
    ...(others.length === 0 ? [] : [`## Passed on from other modules\n\n${listOf(others)}`]),
  ].join('\n\n');
}

function groupOf(title: string, exported: readonly Exported[]): string[] {
  if (exported.length === 0) return [];
  return [`## ${title}`, ...exported.map(sectionOf)];
}

/** Names that lead to where they are described, by module. */
function listOf(exported: readonly Exported[]): string {
  const modules = [...new Set(exported.map(({ home }) => home))];
  return modules
    .map((home) => {
      const names = exported
        .filter((one) => one.home === home)
        .map(({ name }) => `[\`${name}\`](${pageOf(home)}#${name})`);
      return `From [${home}](${pageOf(home)}): ${names.join(', ')}.`;
    })
    .join('\n\n');
}

const pageOf = (module: string) => `/reference/${slugOf(module)}`;

function sectionOf({ name, symbol }: Exported): string {
  const { checker } = publicApi();
  const tags = symbol.getJsDocTags(checker);
  const textsOf = (tag: string) =>
    tags.filter((one) => one.name === tag).map(({ text }) => ts.displayPartsToString(text).trim());
  const labelled = (label: string, tag: string) =>
    textsOf(tag).map((text) => `**${label}** ${proseOf(text)}`);
  const params = textsOf('param').map((text) => {
    const [param = '', ...rest] = text.split(' ');
    return `- \`${param}\`: ${proseOf(rest.join(' ').replace(/^- /, ''))}`;
  });
  return [
    `### ${name} {#${name}}`,
    proseOf(ts.displayPartsToString(symbol.getDocumentationComment(checker))),
    `\`\`\`ts\n${declarationOf(symbol)}\n\`\`\``,
    params.join('\n'),
    ...labelled('Returns', 'returns'),
    ...labelled('Throws', 'throws'),
    ...labelled('Deprecated.', 'deprecated'),
    ...textsOf('example').map((code) => `Example:\n\n\`\`\`ts\n${code}\n\`\`\``),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Doc comments are Markdown that may name other exports. */
function proseOf(text: string): string {
  return outsideCode(text, (part) =>
    part
      .replace(/\{@link (\w+)[^}]*\}/g, (_, name: string) => {
        const home = publicApi()
          .modules.flatMap(({ exports }) => exports)
          .find((one) => one.name === name)?.home;
        return home === undefined ? `\`${name}\`` : `[\`${name}\`](${pageOf(home)}#${name})`;
      })
      .replace(/(`[^`]*`)|</g, (_, code?: string) => code ?? '&lt;'),
  );
}

/** The declarations of a symbol, without its own doc comment and with those of its members. */
function declarationOf(symbol: ts.Symbol): string {
  return (symbol.declarations ?? []).map(textOf).join('\n');
}

function textOf(declaration: ts.Declaration): string {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const text = statement
    .getText()
    .replace(/^(?:export )?(?:declare )?/, '')
    .replace(/^( {4})+/gm, (indent) => ' '.repeat(indent.length / 2));
  if (!ts.isFunctionDeclaration(declaration) || text.length <= 72 || text.includes('\n'))
    return text;
  // A line for each parameter, so that nothing has to be scrolled for.
  const params = declaration.parameters.map((param) => `  ${param.getText()},\n`).join('');
  const [before = '', after = ''] = text.split(
    declaration.parameters.map((param) => param.getText()).join(', '),
  );
  return `${before}\n${params}${after}`;
}
