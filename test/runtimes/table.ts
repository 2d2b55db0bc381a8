// RUNTIMES.md: what was tested on which runtime, written by a run of everything.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../../RUNTIMES.md', import.meta.url));

/** A column of the table: core, or a package whose adapter a runtime can run. */
export const columns = ['core', 'express', 'koa', 'fastify', 'hono', 'fetch'] as const;
export type Column = (typeof columns)[number];

export interface Row {
  readonly name: string;
  readonly version: string;
  readonly hashes: string;
  readonly cells: Partial<Record<Column, string>>;
}

export function table(rows: readonly Row[]): string {
  const head = ['runtime', 'version', 'hashes', ...columns.map(titleOf)];
  const lines = rows.map(({ name, version, hashes, cells }) => [
    name,
    version,
    hashes,
    ...columns.map((column) => cells[column] ?? '–'),
  ]);
  const toLine = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return `# Runtimes

Written by \`pnpm test:all\`; do not edit. The tests of \`@sig/core\` run unchanged on each of these, against the package as
it is published; the number is how many passed. An adapter that a runtime can run is examined there by \`sig doctor\`, which
sends genuine requests and forgeries: the letter is its grade. \`–\`: the runtime does not run that framework.

${[toLine(head), toLine(head.map(() => '---')), ...lines.map(toLine)].join('\n')}

\`@sig/next\`, \`@sig/nest\` and \`@sig/lambda\` run on the Node versions that their frameworks and AWS support, and
\`@sig/next\` in the Edge runtime of Next.js: see the [table of the suite](packages/conformance/CONFORMANCE.md).
`;
}

function titleOf(column: Column): string {
  return column === 'fetch' ? '`@sig/core/fetch`' : `\`@sig/${column}\``;
}

/** Writes the table, as checked in. */
export function writeTable(rows: readonly Row[]): void {
  writeFileSync(file, table(rows));
}
