import Table from 'cli-table3';
import colors from 'picocolors';
import type { Outcome, Scene } from './scene.js';

/** A scene with its outcome on each server, in the order of the servers. */
export interface Row {
  readonly scene: Scene;
  readonly outcomes: readonly (Outcome | undefined)[];
}

/** Scenes of one kind, with their outcomes. */
export interface Act {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** The width of the terminal; 80 if there is none. */
export function terminalWidth(): number {
  return process.stdout.columns || Number(process.env.COLUMNS) || 80;
}

/** From this width on, there is room for what is expected, and for the unit of each time. */
const wide = 110;

/** An act as a table. Below it, a line for each outcome that was not as expected. */
export function renderAct({ title, rows }: Act, names: readonly string[], width: number): string {
  const isWide = width >= wide;
  const table = tableOf([...(isWide ? [title, 'expected'] : [`${title} (ms)`]), ...names]);
  for (const { scene, outcomes } of rows) {
    const cells = outcomes.map((outcome) => cell(outcome, isWide));
    table.push([scene.title, ...(isWide ? [colors.dim(scene.expected)] : []), ...cells]);
  }
  return [table.toString(), ...failures(rows, names)].join('\n');
}

/** How many scenes of each act came out as expected on each server. */
export function renderSummary(acts: readonly Act[], names: readonly string[]): string {
  const table = tableOf(['summary', ...names]);
  for (const { title, rows } of acts) {
    const counts = names.map((_, server) => {
      const played = rows.flatMap(({ outcomes }) => outcomes[server] ?? []);
      const good = played.filter((outcome) => outcome.good).length;
      return `${mark(good === played.length)} ${good}/${played.length}`;
    });
    table.push([title, ...counts]);
  }
  return table.toString();
}

/** Text in lines of the width, each indented; what continues a line is indented further. */
export function wrap(text: string, width: number, indent = '  '): string {
  const wrapLine = (line: string): string[] => {
    const room = width - indent.length;
    if (line.length <= room) return [line];
    const space = line.lastIndexOf(' ', room);
    if (line.slice(0, space).trim() === '') return [line];
    const hanging = `${/^ */.exec(line)?.[0]}  `.slice(0, 8);
    return [line.slice(0, space), ...wrapLine(hanging + line.slice(space + 1))];
  };
  return text
    .split('\n')
    .flatMap(wrapLine)
    .map((line) => indent + line)
    .join('\n');
}

function failures(rows: readonly Row[], names: readonly string[]): string[] {
  return rows.flatMap(({ scene, outcomes }) =>
    outcomes.flatMap((outcome, server) => {
      if (outcome === undefined || outcome.good) return [];
      const what = `${scene.title}, ${names[server]}`;
      return [colors.red(`✗ ${what}\n    expected ${scene.expected}, got ${outcome.got}`)];
    }),
  );
}

function tableOf(head: readonly string[]) {
  return new Table({
    head: head.map((text) => colors.bold(text)),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    chars: frame,
  });
}

const mark = (good: boolean) => (good ? colors.green('✓') : colors.red('✗'));

function cell(outcome: Outcome | undefined, isWide: boolean): string {
  if (outcome === undefined) return colors.dim('–');
  const { good, milliseconds } = outcome;
  const time = isWide
    ? `${milliseconds.toFixed(1).padStart(4)} ms`
    : milliseconds.toFixed(0).padStart(4);
  return `${mark(good)} ${colors.dim(time)}`;
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
  'mid-mid': '──',
  right: '',
  'right-mid': '',
  middle: '  ',
};
