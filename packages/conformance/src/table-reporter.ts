import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Reporter, TestModule } from 'vitest/node';
import type { CaseReport } from './suite/check.js';

const file = fileURLToPath(new URL('../CONFORMANCE.md', import.meta.url));
const adapters = ['express', 'koa', 'fastify', 'next', 'hono', 'lambda', 'nest', 'proxy'];

/** Writes the table of the conformance suite after a run of all adapters; in CI it must be up to date. */
export default class ConformanceTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const cells = tests.flatMap((test) => {
      const passed = test.result().state === 'passed';
      return (test.meta().conformance ?? []).map((report) => ({ ...report, passed }));
    });
    const ran = (adapter: string) => cells.some(({ harness }) => harness.startsWith(adapter));
    if (!adapters.every(ran)) return;
    const table = render(cells);
    if (process.env.CI === undefined) {
      writeFileSync(file, table);
      return;
    }
    if (readFileSync(file, 'utf8') === table) return;
    console.error(
      `${file} is out of date: run the tests without CI set, and commit what they wrote.`,
    );
    process.exitCode = 1;
  }
}

type Cell = CaseReport & { readonly passed: boolean };

function render(cells: readonly Cell[]): string {
  const place = (name: string) => adapters.findIndex((adapter) => name.startsWith(adapter));
  const harnesses = [...new Set(cells.map(({ harness }) => harness))].sort(
    (a, b) => place(a) - place(b) || a.localeCompare(b, 'en', { numeric: true }),
  );
  const reasons = [...new Set(cells.flatMap(({ hole }) => hole ?? []))].sort();
  const cell = (part: string, title: string, harness: string) => {
    const found = cells.find(
      (one) => one.part === part && one.title === title && one.harness === harness,
    );
    if (found === undefined) return '?';
    if (found.hole !== undefined) return `[${reasons.indexOf(found.hole) + 1}]`;
    return found.passed ? '✓' : '✗';
  };
  const parts = [...new Set(cells.map(({ part }) => part))].sort();
  const sections = parts.map((part) => {
    const titles = [...new Set(cells.filter((one) => one.part === part).map((one) => one.title))];
    const row = (title: string) =>
      `| ${escapeCell(title)} | ${harnesses.map((harness) => cell(part, title, harness)).join(' | ')} |`;
    return [
      `## ${part}\n`,
      `| case | ${harnesses.join(' | ')} |`,
      `|---|${harnesses.map(() => '---|').join('')}`,
      ...titles.sort().map(row),
    ].join('\n');
  });
  return `${[
    '# Conformance',
    'Which adapter passes which case of the suite. Written by the test run; do not edit.',
    ...sections,
    '## Holes',
    reasons.map((reason, i) => `${i + 1}. ${reason}`).join('\n'),
  ].join('\n\n')}\n`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
