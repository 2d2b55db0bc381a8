import type { Result } from './run.js';

/** The results as a table. */
export function table(results: readonly Result[]): string {
  const sum = (of: (result: Result) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  const rows = [
    ['target', 'cases', 'accepted', 'seconds', 'failures'],
    ...results.map((result) => rowOf(result)),
    rowOf({
      target: 'all',
      cases: sum(({ cases }) => cases),
      accepted: sum(({ accepted }) => accepted),
      seconds: sum(({ seconds }) => seconds),
      failures: results.flatMap(({ failures }) => failures),
    }),
  ];
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))),
  );
  return lines.map((cells) => cells.join('  ')).join('\n');
}

function rowOf({ target, cases, accepted, seconds, failures }: Result): string[] {
  const share = cases === 0 ? '' : `${((accepted / cases) * 100).toFixed(0)} %`;
  return [target, cases.toLocaleString('en'), share, seconds.toFixed(1), String(failures.length)];
}
