// `pnpm bench`: measures, prints target, measured and verdict a line, and keeps the results of this version of Node
// in results/. README.md is written from the results of all versions, growth.svg by the version it describes.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { loadTime } from './footprint.js';
import { describeGrowth, measureGrowth, plotGrowth } from './growth.js';
import { heapGrowth } from './heap.js';
import { spreadOf } from './measure.js';
import type { Line } from './ours.js';
import {
  describedVersion,
  type Row,
  type Section,
  saveResults,
  verdicts,
  writeReadme,
} from './report.js';
import { bundleSize, installedSize } from './size.js';
import { buildNextApp, frameworks, measureThroughput } from './throughput.js';
import { measureForms, measureJson } from './verification.js';
import { worstCases } from './worst-case.js';

const rows: Row[] = [];

/** Measures the next part, and says so: all of it takes minutes. */
async function part<Result>(title: string, work: () => Result | Promise<Result>): Promise<Result> {
  process.stderr.write(`${title} ...\n`);
  return work();
}

/** A line that was aimed at. */
function aim(work: string, value: number, limit: number, unit: string, digits = 2): void {
  const measured = `${value.toFixed(digits)}${unit}`;
  rows.push({ work, measured, target: `<= ${limit}${unit}`, met: value <= limit });
}

/** The same, where more is better. */
function aimAbove(work: string, value: number, limit: number): void {
  const met = value >= limit;
  rows.push({ work, measured: `${value.toFixed(2)}x`, target: `>= ${limit}x`, met });
}

function rowOf({ work, ratio, spread, microseconds }: Line): Row {
  const measured = `${ratio.toFixed(2)}x ±${(spread * 100).toFixed(0)}% (${microseconds.toFixed(1)} µs)`;
  return { work, measured };
}

const lines = await part('verification beside its peers', () => [
  ...measureForms(20),
  ...measureForms(200),
  ...measureJson(2 * 1024),
  ...measureJson(256 * 1024),
]);
const ratioOf = (work: string) => lines.find((line) => line.work === work)?.ratio ?? Number.NaN;
for (const [work, limit] of [
  ['20 params: valid', 1.7],
  ['20 params: valid, 1,000 tokens in turn', 1.7],
  ['20 params: forged', 3.2],
  ['20 params: valid, from raw bytes', 2.6],
] as const) {
  aim(work, ratioOf(work), limit, 'x');
}
const kept = ratioOf('20 params: valid, 1,000 tokens in turn');
const notKept = ratioOf('20 params: valid, 1,000 tokens in turn, by verify()');
aim(
  '20 params: valid, 1,000 tokens in turn: a verifier each, against verify()',
  kept / notKept,
  1,
  'x',
);
for (const [ours, theirs] of [
  ['valid', 'twilio, valid'],
  ['valid, from raw bytes', 'querystring.parse + twilio, valid'],
] as const) {
  const times = ratioOf(`20 params: ${theirs}`) / ratioOf(`20 params: ${ours}`);
  aimAbove(`20 params: ${ours}: faster than ${theirs}`, times, 1.4);
}
aim('JSON 256 KB: valid', ratioOf('JSON 256 KB: valid'), 1.05, 'x');

const portable = await part('the portable build', (): Line[] => {
  const args = ['--conditions=browser', '--import', 'tsx', 'src/portable.ts'];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
});

/** Requests a second, against the framework's own parser without any check. */
const throughputTargets = { express: 1, koa: 1.5, fastify: 0.8, hono: 0.9, next: 0.9 };

const served: Row[] = [];
for (const framework of Object.keys(frameworks) as (keyof typeof frameworks)[]) {
  const servers = frameworks[framework];
  const rates = await part(`requests a second: ${framework}`, () => {
    if (framework === 'next') buildNextApp();
    return measureThroughput(servers);
  });
  const [own = '', ...others] = Object.keys(servers);
  for (const [name, samples] of Object.entries(rates)) {
    const { median, spread } = spreadOf(samples);
    const measured = `${median.toFixed(0)} ±${(spread * 100).toFixed(0)}%`;
    served.push({ work: `${framework}: ${name}`, measured });
  }
  for (const other of others) {
    const limit = other.includes('twilio') ? 1.15 : throughputTargets[framework];
    // A ratio for each round, because the machine's speed changes.
    const ratios = (rates[own] ?? []).map(
      (rate, round) => rate / (rates[other]?.[round] ?? Number.NaN),
    );
    const ratio = spreadOf(ratios).median;
    aimAbove(`requests/s: ${own} against ${other}`, ratio, limit);
  }
}

await part('import times', () => {
  for (const [framework, adapter] of [
    ['express', 'express'],
    ['koa', 'koa'],
    ['fastify', 'fastify'],
    ['hono', 'hono'],
    ['@nestjs/core', 'nest'],
    ['next/server.js', 'next'],
  ] as const) {
    for (const how of ['require', 'import'] as const) {
      const time = loadTime(`@sig/${adapter}`, how, `packages/${adapter}`, framework);
      aim(`${how} of @sig/${adapter}, over that of its framework`, time, 5, ' ms', 1);
    }
  }
});
await part('cold start of a function', () => {
  for (const how of ['require', 'import'] as const) {
    const time = loadTime('@sig/lambda', how, 'packages/lambda');
    aim(`${how} of @sig/lambda, which a cold start takes longer`, time, 10, ' ms', 1);
  }
});
const loads: Row[] = ['@sig/core', 'twilio'].map((name) => ({
  work: `import of ${name}`,
  measured: `${loadTime(name, 'import', 'bench').toFixed(1)} ms`,
}));

await part('sizes', async () => {
  aim('verify, bundled, minified, gzipped: node', (await bundleSize('node')) / 1024, 7, ' KB');
  const browser = (await bundleSize('browser')) / 1024;
  aim('verify, bundled, minified, gzipped: portable', browser, 10.2, ' KB');
  for (const adapter of ['express', 'koa', 'fastify', 'hono', 'nest', 'next']) {
    aim(`installed: @sig/${adapter} with core`, installedSize(adapter) / 1024, 890, ' KB', 0);
  }
});

await part('worst cases', () => {
  for (const { title, ratio } of worstCases()) {
    aim(`forged, 1 MiB, ${title}, against a genuine one`, ratio, 2, 'x');
  }
});
await part('a million requests', () => {
  const megabytes = heapGrowth() / 1024 / 1024;
  aim('heap after 1,000,000 requests, valid and forged', megabytes, 1, ' MB');
});
const growth = await part('growth', measureGrowth);
if (process.versions.node.startsWith(`${describedVersion}.`)) {
  writeFileSync(new URL('../growth.svg', import.meta.url), plotGrowth(growth));
}

const sections: Section[] = [
  {
    title: 'Beside its peers',
    text: 'As a ratio to the limit. Lines without a name are sig.',
    rows: lines.map(rowOf),
  },
  {
    title: 'The portable build',
    text: 'For runtimes without `node:crypto`; as a ratio to the same limit, which is native.',
    rows: portable.map(rowOf),
  },
  {
    title: 'Requests a second',
    text: 'A form of 20 parameters over 16 connections, servers in processes of their own, called in turns. The ratios among the targets are the medians of the ratios of each round.',
    rows: served,
  },
  { title: 'Import', text: 'Medians of fresh processes.', rows: loads },
];
saveResults({ targets: rows, sections, growth: describeGrowth(growth) });
writeReadme();
process.stdout.write(`${verdicts(rows)}\n`);
