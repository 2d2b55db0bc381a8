import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reporter, TestModule } from 'vitest/node';

const root = fileURLToPath(new URL('..', import.meta.url));

/** After a run of everything (`pnpm test:all`), writes what ran and how it ended into TESTED.md. */
export default class ResultsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    // A part of the tests, run by hand with SIG_ALL=1, is not everything.
    if (process.env.SIG_RESULTS !== '1') return;
    const rows = modules.map(rowOf).sort((a, b) => a.title.localeCompare(b.title, 'en'));
    const total = (key: 'passed' | 'failed' | 'skipped') =>
      rows.reduce((sum, row) => sum + row[key], 0);
    writeFileSync(
      `${root}/TESTED.md`,
      `${[
        '# What was tested',
        'Written by `pnpm test:all`; do not edit. All versions, full counts.',
        `Commit ${commit()}, Node ${process.versions.node}: ${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped.`,
        [
          '| tests | passed | failed | skipped |',
          '|---|---|---|---|',
          ...rows.map(
            ({ title, passed, failed, skipped }) =>
              `| ${title} | ${passed} | ${failed} | ${skipped} |`,
          ),
        ].join('\n'),
      ].join('\n\n')}\n`,
    );
  }
}

/** What was tested. */
function commit(): string {
  const args = ['rev-parse', '--short', 'HEAD'];
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}

function rowOf(module: TestModule) {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const count = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length;
  // One part of the file for each version of a framework.
  const parts = [...module.children].flatMap((child) => (child.type === 'suite' ? child.name : []));
  const versions = parts.filter((name) => /^\w+ \d+\.\d+\.\d+/.test(name));
  const project = module.project.name === 'packages' ? '' : ` (${module.project.name})`;
  return {
    title: `${relative(root, module.moduleId)}${project}${versions.length > 0 ? `: ${versions.join('; ')}` : ''}`,
    passed: count('passed'),
    failed: count('failed') + (module.errors().length > 0 ? 1 : 0),
    skipped: count('skipped', 'pending'),
  };
}
