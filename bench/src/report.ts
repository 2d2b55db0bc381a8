import { readFileSync, writeFileSync } from 'node:fs';
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

/** Writes README.md. `growth` is its last section, in Markdown. */
export function writeReadme(
  rows: readonly Row[],
  sections: readonly Section[],
  growth: string,
): void {
  const aimed = rows.filter(({ target }) => target !== undefined);
  const text = `# Benchmark

Written by \`pnpm bench\`; do not edit. Ratios are to the physical limit in the same run: for forms one
\`createHmac('sha1')\` over a string that is ready and one \`timingSafeEqual\`, for JSON one SHA-256 over the
body. Medians of interleaved rounds; ± is half the distance between the quartiles.

${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus()[0]?.model}, ${cpus().length} cores.
With ${peers.map((name) => `${name} ${versionOf(name)}`).join(', ')}.

## Targets

| work | measured | target | |
|---|---|---|---|
${aimed.map(({ work, measured, target, met }) => `| ${work} | ${measured} | ${target} | ${met ? '✓' : '✗'} |`).join('\n')}
${sections.map(markdown).join('')}
${growth}`;
  writeFileSync(new URL('../README.md', import.meta.url), text);
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
  'next',
];

function versionOf(name: string): string {
  const manifest = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}
