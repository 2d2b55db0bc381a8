import Table from 'cli-table3';
import colors from 'picocolors';
import type { Outcome, Scene } from './scene.js';

/** A scene with its outcome on each server, in the order of the servers. */
export interface Row {
  readonly scene: Scene;
  readonly outcomes: readonly (Outcome | undefined)[];
}

/** Scenes as a table: what was sent, what must come of it, and what came of it on each server. */
export function renderTable(title: string, names: readonly string[], rows: readonly Row[]): string {
  const table = new Table({
    head: [title, 'expected', ...names].map((text) => colors.bold(text)),
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', ...names.map(() => 'left' as const)],
    chars: frame,
  });
  for (const { scene, outcomes } of rows) {
    table.push([scene.title, expected(scene), ...outcomes.map(cell)]);
  }
  return table.toString();
}

function expected({ expected }: Scene): string {
  return expected === 'accepted' ? colors.green(expected) : expected;
}

function cell(outcome: Outcome | undefined): string {
  if (outcome === undefined) return colors.dim('–');
  const { good, got, milliseconds } = outcome;
  const time = colors.dim(`${milliseconds.toFixed(1).padStart(6)} ms`);
  return `${good ? colors.green('✓') : colors.red('✗')} ${good ? got : colors.red(got)} ${time}`;
}

const frame = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '─',
  'mid-mid': '─',
  right: '',
  'right-mid': '',
  middle: '  ',
};
