import type { Deployment } from './deployment.js';
import type { Judgement } from './judge.js';
import { writePage } from './page.js';

/** A deployment, and what it showed. */
export interface Row {
  readonly kind: string;
  readonly deployment: Deployment;
  readonly judgement: Judgement;
}

/** Writes the table after a run of everything. */
export function writeTable(rows: readonly Row[]): void {
  writePage('deployments.md', render(rows));
}

const words = { right: 'right first', 'next step': 'next step decides', wrong: 'wrong' } as const;

function render(rows: readonly Row[]): string {
  const count = (is: (row: Row) => boolean) => rows.filter(is).length;
  const verdict = (one: Judgement['verdict']) =>
    count(({ judgement }) => judgement.verdict === one);
  const cited = count(({ deployment }) => deployment.source !== 'own');
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return `${[
    '# Failing deployments',
    'What explanations make of them. Written by a run of `SIG_ALL=1 pnpm exec vitest run deployments`; do not edit.',
    `${rows.length} deployments that refuse genuine requests, ${cited} of them from public threads, each behind the server itself. The request is signed for the configured URL; the app prints why it refused. Then the printed fix is applied as it is, and the request is sent again. A control with the right fix shows that nothing else is wrong.`,
    [
      '| | deployments |',
      '|---|---|',
      `| right first: the cause that is named is the true one | ${verdict('right')} |`,
      `| next step decides: the request cannot tell; with \`configuredUrl\`, which is asked for, the cause is named, the request verifies, or only the key and the body are left | ${verdict('next step')} |`,
      `| wrong: another cause is named, or nothing | ${verdict('wrong')} |`,
      `| the printed fix works as it is | ${count(({ judgement }) => judgement.isFixed)} |`,
    ].join('\n'),
    ...kinds.map((kind) =>
      section(
        kind,
        rows.filter((row) => row.kind === kind),
      ),
    ),
  ].join('\n\n')}\n`;
}

function section(kind: string, rows: readonly Row[]): string {
  return [
    `## ${kind[0]?.toUpperCase()}${kind.slice(1)}\n`,
    '| deployment | server | app | true cause | named first | printed fix works | |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(({ deployment, judgement }) => {
      const { name, source, server, app = 'express', causes } = deployment;
      const title = source === 'own' ? escapeCell(name) : `[${escapeCell(name)}](${source})`;
      const { named } = judgement;
      const cells = [
        ...[
          title,
          server === 'node' ? 'gateway' : server === 'none' ? '' : server,
          escapeCell(app),
        ],
        ...[causes.join(', '), named, judgement.isFixed ? 'yes' : 'no', words[judgement.verdict]],
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
