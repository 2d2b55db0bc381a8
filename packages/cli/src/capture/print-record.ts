import { formatExplanation, printable } from '@sig/core/explain';
import colors from 'picocolors';
import { wrap } from '../output.js';
import { paramsOf } from './recognize-request.js';
import type { RequestRecord } from './record.js';

/** How a record is printed. */
export interface PrintOptions {
  /** How many columns there are. */
  readonly columns: number;
}

/** The widths of all columns but the path. */
const widths = { time: 8, mark: 1, method: 4, event: 16, status: 4, duration: 8 };

/**
 * A request in one line that fits, for people; below it why it was refused, and what a sender would have to say. Nothing of
 * it obeys the request: what came with it is escaped.
 */
export function printRecord(record: RequestRecord, { columns }: PrintOptions): string {
  const { method, target, event, verdict, answer, failure, attempt, time, warnings } = record;
  const { mark, color } = looks[verdict.state];
  const spaces = 6;
  const fixed = Object.values(widths).reduce((sum, width) => sum + width, 0);
  const label = attempt > 1 ? `${event.label} (${attempt})` : event.label;
  const status = answer === undefined ? (failure === undefined ? '…' : 'down') : answer.status;
  const duration = answer === undefined ? '' : durationOf(answer.milliseconds);
  const line = [
    colors.dim(clock(time)),
    color(mark),
    fit(printable(method), widths.method),
    fit(printable(target), Math.max(8, columns - fixed - spaces)),
    fit(label, widths.event),
    statusColor(answer?.status)(fit(String(status), widths.status)),
    colors.dim(duration.padStart(widths.duration)),
  ].join(' ');
  const notes = [
    ...(verdict.state === 'refused' ? explained(verdict) : []),
    ...(failure === undefined ? [] : [printable(failure)]),
    ...warnings.map(({ message }) => printable(message)),
  ];
  return [line, ...notes.map((note) => wrap(note, '    ', columns))].join('\n');
}

function explained({
  code,
  message,
  explanation,
}: Extract<RequestRecord['verdict'], { state: 'refused' }>): string[] {
  if (explanation === undefined) return [`${code}: ${printable(message)}`];
  const [title = '', ...lines] = formatExplanation(explanation).split('\n');
  return [`${code}: ${title}`, ...lines.map((line) => line.trim())];
}

const looks = {
  genuine: { mark: '✓', color: colors.green },
  refused: { mark: '✗', color: colors.red },
  'not-verified': { mark: '–', color: colors.dim },
} as const;

function statusColor(status: number | undefined): (text: string) => string {
  if (status === undefined) return colors.yellow;
  return status < 400 ? colors.green : colors.red;
}

/** A text in exactly so many columns, cut at its end if it is longer. */
function fit(text: string, columns: number): string {
  const characters = [...text].flatMap((one) => (widthOf(one) === 2 ? [one, ''] : [one]));
  if (characters.length <= columns) return text + ' '.repeat(columns - characters.length);
  const cut = characters.slice(0, columns - 1);
  // A wide character is not cut in half.
  const isHalf = widthOf(cut.at(-1) ?? '') === 2 && characters[columns - 1] === '';
  return `${(isHalf ? cut.slice(0, -1) : cut).join('')}…${isHalf ? ' ' : ''}`;
}

/** How wide terminals show a character: twice as wide if it is of East Asia, or an emoji. */
function widthOf(character: string): number {
  return /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
    character,
  )
    ? 2
    : 1;
}

function clock(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
}

function durationOf(milliseconds: number): string {
  return milliseconds < 10_000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A request in one line of JSON, for other programs. The fields that there are keep their meaning. */
export function jsonLine(record: RequestRecord): string {
  const { id, time, via, method, target, event, verdict, answer, failure, warnings } = record;
  const params: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of paramsOf(record)) {
    const before = params[name];
    params[name] = before === undefined ? value : [before, value].flat();
  }
  return JSON.stringify({
    schema: 1,
    id,
    time: new Date(time).toISOString(),
    via,
    method,
    target,
    event: event.kind,
    params,
    verdict: verdict.state,
    ...(verdict.state === 'refused'
      ? {
          code: verdict.code,
          cause: verdict.explanation?.cause,
          title: verdict.explanation?.title,
          fix: verdict.explanation?.fix,
        }
      : {}),
    status: answer?.status,
    milliseconds: answer === undefined ? undefined : Math.round(answer.milliseconds),
    failure,
    attempt: record.attempt,
    retryOf: record.retryOf,
    warnings,
  });
}
