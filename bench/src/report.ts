import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** One measured thing. */
export interface Row {
  readonly work: string;
  readonly measured: string;
  /** What was aimed at, and whether it was met. */
  readonly target?: string;
  readonly met?: boolean;
}

/** A part of the report. */
export interface Section {
  readonly title: string;
  readonly text: string;
  readonly rows: readonly Row[];
}

/** Target, measured and verdict, a line each: all of it fits on a screen. */
export function verdicts(rows: readonly Row[]): string {
  const aimed = rows.filter(({ target }) => target !== undefined);
  const lines = aimed.map(
    ({ work, measured, target = '', met }) =>
      `${met ? '✓' : '✗'} ${work.padEnd(71)} ${measured.padStart(8)}   ${target}`,
  );
  return [...lines, `${aimed.filter(({ met }) => met).length} of ${aimed.length} met`].join('\n');
}

/** All that one run measured. */
export interface Results {
  readonly targets: readonly Row[];
  readonly sections: readonly Section[];
  /** How the times grow, in Markdown. */
  readonly growth: string;
}

/** What is kept of a run. */
interface SavedResults extends Results {
  readonly node: string;
  readonly date: string;
  readonly machine: string;
}

/** The version whose results the README shows in full: the LTS line that most people should be on. */
export const describedVersion = 24;

const folder = new URL('../results/', import.meta.url);

/** Keeps the results of this version of Node, in place of older ones. */
export function saveResults(results: Results): void {
  const node = process.versions.node;
  const saved: SavedResults = {
    node,
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model}, ${cpus().length} cores`,
    ...results,
  };
  mkdirSync(folder, { recursive: true });
  const file = new URL(`node-${node.split('.')[0]}.json`, folder);
  writeFileSync(file, `${JSON.stringify(saved, null, 2)}\n`);
}

/** Writes README.md from the kept results of all versions. */
export function writeReadme(): void {
  const all = readdirSync(folder)
    .map((name): SavedResults => JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
    .sort((a, b) => Number.parseInt(a.node, 10) - Number.parseInt(b.node, 10));
  const described =
    all.find(({ node }) => node.startsWith(`${describedVersion}.`)) ?? all[all.length - 1];
  if (!described) return;
  const text = `# Benchmark

Written by \`pnpm bench\`, which measures the version of Node that runs it; do not edit. Ratios are to the physical limit in
the same run: for forms one \`createHmac('sha1')\` over a string that is ready and one \`timingSafeEqual\`, for JSON one
SHA-256 over the body. The time of each turn is divided by that of a turn of the limit right before it. Shown are medians; ± is half the
distance between the quartiles.

${described.date}, ${described.machine}, Node ${all.map(({ node }) => node).join(', ')}.
With ${peers.map((name) => `${name} ${versionOf(name)}`).join(', ')}.

## Targets

| work | target | ${all.map(({ node }) => `Node ${node.split('.')[0]}`).join(' | ')} |
|---|---|${all.map(() => '---|').join('')}
${targetRows(described, all).join('\n')}

The rest of this page is about Node ${described.node}.
${described.sections.map(markdown).join('')}
${described.growth}`;
  writeFileSync(new URL('../README.md', import.meta.url), text);
}

/** A row for each target, with a column for each version. */
function targetRows(described: Results, all: readonly Results[]): string[] {
  return described.targets.map(({ work, target }) => {
    const columns = all.map(({ targets }) => {
      const row = targets.find((other) => other.work === work);
      return row ? `${row.measured} ${row.met ? '✓' : '✗'}` : '';
    });
    return `| ${[work, target, ...columns].join(' | ')} |`;
  });
}

function markdown({ title, text, rows }: Section): string {
  const lines = rows.map(({ work, measured }) => `| ${work} | ${measured} |`);
  return `\n## ${title}\n\n${text}\n\n| work | measured |\n|---|---|\n${lines.join('\n')}\n`;
}

const peers = [
  'twilio',
  'standardwebhooks',
  '@octokit/webhooks-methods',
  'stripe',
  'express',
  'koa',
  '@koa/bodyparser',
  'fastify',
  '@fastify/formbody',
  'hono',
  '@hono/node-server',
  'next',
];

function versionOf(name: string): string {
  const manifest = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}
