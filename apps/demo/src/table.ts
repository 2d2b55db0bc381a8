import type { Play } from '@sig/conformance';
import Table from 'cli-table3';
import colors from 'picocolors';
import type { Outcome } from './perform.js';

/** A play with its outcome on each server, in the order of the servers. */
export interface Row {
  readonly play: Play;
  readonly outcomes: readonly (Outcome | undefined)[];
}

/** Plays as a table: what was sent, what must come of it, and what came of it on each server. */
export function renderTable(title: string, names: readonly string[], rows: readonly Row[]): string {
  const table = new Table({
    head: [title, 'expected', ...names].map((text) => colors.bold(text)),
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', ...names.map(() => 'left' as const)],
    chars: frame,
  });
  for (const { play, outcomes } of rows) {
    table.push([play.title, expected(play), ...outcomes.map(cell)]);
  }
  return table.toString();
}

function expected({ status, code }: Play): string {
  return code === undefined ? colors.green('accepted') : `${status} ${code}`;
}

function cell(outcome: Outcome | undefined): string {
  if (outcome === undefined) return colors.dim('–');
  const { good, status, code, milliseconds } = outcome;
  const time = colors.dim(`${milliseconds.toFixed(1).padStart(6)} ms`);
  if (good) return `${colors.green('✓')} ${status} ${time}`;
  return `${colors.red(`✗ ${status} ${code ?? ''}`)} ${time}`;
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
