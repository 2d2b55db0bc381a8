// `pnpm bench`: measures, prints target, measured and verdict a line, and writes README.md and growth.svg.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { bundleSize, importTime, installedSize } from './footprint.js';
import { measureGrowth, plot } from './growth.js';
import { heapGrowth } from './heap.js';
import { measureForms, measureJson } from './verification.js';
import { worstCases } from './worst-case.js';

interface Row {
  readonly work: string;
  readonly measured: string;
  readonly target: string;
  readonly met: boolean | undefined;
}

const rows: Row[] = [];
function note(row: Row): void {
  rows.push(row);
  const verdict = row.met === undefined ? ' ' : row.met ? '✓' : '✗';
  console.log(`${verdict} ${row.work.padEnd(58)} ${row.measured.padStart(16)}   ${row.target}`);
}

const lines = [
  ...measureForms(20, { valid: 1.3, forged: 3, 'valid, from raw bytes': 2.5 }),
  ...measureForms(200, { valid: 4.5, forged: 5.5 }),
  ...measureJson(2 * 1024, {}),
  ...measureJson(256 * 1024, { valid: 1.05 }),
];
for (const { work, ratio, spread, target, microseconds } of lines) {
  note({
    work,
    measured: `${ratio.toFixed(2)}x ±${(spread * 100).toFixed(0)}%`,
    target: target === undefined ? `(${microseconds.toFixed(1)} µs)` : `<= ${target}x`,
    met: target === undefined ? undefined : ratio <= target,
  });
}
const ratioOf = (work: string) => lines.find((line) => line.work === work)?.ratio ?? Number.NaN;
const faster =
  ratioOf('20 params: querystring.parse + twilio, valid') /
  ratioOf('20 params: valid, from raw bytes');
note({
  work: '20 params from raw bytes, against querystring.parse + twilio',
  measured: `${faster.toFixed(2)}x faster`,
  target: '>= 1.6x',
  met: faster >= 1.6,
});
for (const [platform, target] of [
  ['node', 3],
  ['browser', 6],
] as const) {
  const kilobytes = (await bundleSize(platform)) / 1024;
  note({
    work: `verify alone, minified and gzipped, ${platform === 'node' ? 'node' : 'portable'} build`,
    measured: `${kilobytes.toFixed(2)} KB`,
    target: `<= ${target} KB`,
    met: kilobytes <= target,
  });
}
for (const adapter of ['express', 'koa', 'fastify', 'next']) {
  const kilobytes = installedSize(adapter) / 1024;
  note({
    work: `installed, @sig/${adapter} with core`,
    measured: `${kilobytes.toFixed(0)} KB`,
    target: '<= 300 KB',
    met: kilobytes <= 300,
  });
}
const core = importTime('@sig/core', 'packages/express');
note({
  work: 'import of @sig/core, fresh process',
  measured: `${core.toFixed(1)} ms`,
  target: '',
  met: undefined,
});
const peer = importTime('twilio', 'packages/express');
note({
  work: 'import of twilio, fresh process',
  measured: `${peer.toFixed(1)} ms`,
  target: '',
  met: undefined,
});
for (const { title, ratio } of worstCases()) {
  note({
    work: `forged, 1 MiB, ${title}, against a genuine one`,
    measured: `${ratio.toFixed(2)}x`,
    target: '<= 3x',
    met: ratio <= 3,
  });
}
const grown = heapGrowth() / 1024;
note({
  work: 'heap after 1,000,000 requests, valid and forged',
  measured: `${grown >= 0 ? '+' : ''}${grown.toFixed(0)} KB`,
  target: 'flat (<= 1 MB)',
  met: grown <= 1024,
});
const growth = measureGrowth();
writeFileSync(new URL('../growth.svg', import.meta.url), plot(growth));
writeReport();

function writeReport(): void {
  const version = (name: string) =>
    JSON.parse(
      readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8'),
    ).version;
  const peers = ['twilio', 'standardwebhooks', '@octokit/webhooks-methods', 'stripe'];
  const marks = { true: '✓', false: '✗', undefined: '' };
  const text = `# Benchmark

Written by \`pnpm bench\`; do not edit. Ratios are to the physical limit in the same run: for forms one
\`createHmac('sha1')\` over a string that is ready and one \`timingSafeEqual\`, for JSON one SHA-256 over the
body. Medians of interleaved rounds; ± is half the distance between the quartiles.

${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus()[0]?.model}, ${cpus().length} cores.
Peers: ${peers.map((name) => `${name} ${version(name)}`).join(', ')}.

| work | measured | target | |
|---|---|---|---|
${rows.map(({ work, measured, target, met }) => `| ${work} | ${measured} | ${target} | ${marks[`${met}`]} |`).join('\n')}

## How it grows

From raw bytes; both axes are logarithmic.

![growth](growth.svg)

| params | valid | forged |
|---|---|---|
${growth.map(({ count, valid, forged }) => `| ${count} | ${valid.toFixed(1)} µs | ${forged.toFixed(1)} µs |`).join('\n')}
`;
  writeFileSync(new URL('../README.md', import.meta.url), text);
}
