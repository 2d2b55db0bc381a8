import colors from 'picocolors';
import { width } from '../../output.js';
import type { Finding, Report } from '../finding.js';

/** As wide as the longest title. */
const titleWidth = 34;

const marks: Record<Finding['level'], string> = {
  pass: colors.green('✓'),
  fail: colors.red('✗'),
  error: colors.red('!'),
  warn: colors.yellow('!'),
  advice: colors.cyan('i'),
  skip: colors.dim('–'),
};

/** The first line of a report card. */
export function heading(url: string): string {
  const [first = '', ...rest] = lines(`sig doctor ${url}`, width());
  return `\n${[first.replace('sig doctor', colors.bold('sig doctor')), ...rest].join('\n')}\n`;
}

/** A finding as a line, and what to do below it. */
export function line({ level, title, sent, got, fix, milliseconds }: Finding): string {
  const time = milliseconds === undefined ? '' : ` ${milliseconds.toFixed(0)} ms`;
  // In a narrow terminal the answer goes below the title.
  const narrow = width() < titleWidth + 30;
  const column = ' '.repeat(narrow ? 6 : titleWidth + 5);
  const answer = lines(got + time, width() - column.length).map((one) => colors.dim(one));
  const head = narrow
    ? [`  ${marks[level]} ${title}`, ...answer.map((one) => column + one)]
    : [
        `  ${marks[level]} ${title.padEnd(titleWidth)} ${answer[0]}`,
        ...answer.slice(1).map((one) => column + one),
      ];
  if (level === 'pass' || level === 'skip') return head.join('\n');
  const what = level === 'advice' ? '' : `sent: ${sent}. `;
  const advice = lines(`${what}${fix ?? ''}`, width() - 6).map((one) => `      ${one}`);
  return [...head, ...advice].join('\n');
}

/** The grade, and the report in a sentence. */
export function summary({ grade, verdict }: Report): string {
  const color =
    grade === 'A' ? colors.green : grade === 'B' || grade === 'C' ? colors.yellow : colors.red;
  const text = lines(verdict, width() - 2).map((one) => `  ${one}`);
  return `\n  ${colors.bold(color(`Grade ${grade}`))}\n${text.join('\n')}\n`;
}

/** Text in lines of a width; words that are longer are broken. */
function lines(text: string, columns: number): string[] {
  const words = text
    .split(/\s+/)
    .flatMap((word) => word.match(new RegExp(`.{1,${columns}}`, 'gsu')) ?? ['']);
  const made: string[] = [];
  for (const word of words) {
    const last = made.at(-1);
    if (last === undefined || last.length + 1 + word.length > columns) made.push(word);
    else made[made.length - 1] = `${last} ${word}`;
  }
  return made;
}
