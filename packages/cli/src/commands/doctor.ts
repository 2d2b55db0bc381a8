import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import colors from 'picocolors';
import { callParams, makeContext } from '../doctor/context.js';
import { examine } from '../doctor/doctor.js';
import type { Finding, Report } from '../doctor/finding.js';
import { exitCodes } from '../errors.js';
import { parsePairs } from '../input/text.js';
import { readTokens } from '../input/token.js';
import { print, printJson, wrap } from '../output.js';
import { collect, milliseconds, type RequestOptions, withCommon } from './request-options.js';

interface DoctorOptions extends RequestOptions {
  readonly ca?: string;
  readonly timeout: number;
  readonly fast?: boolean;
}

export function addDoctor(program: Command): void {
  withCommon(program.command('doctor'))
    .summary('examine an endpoint, and print a report card')
    .description(
      'Plays the sender against an endpoint in any language: genuine requests, which must get in, and forgeries, which must not. About 40 requests, one at a time, one a second to hosts that are not this machine. Exit code 1 for any grade but A and B, 3 if there is no response.',
    )
    .argument('<url>', 'as configured at the sender: https://user:password@host/path')
    .option(
      '-p, --param <name=value>',
      'a parameter of the genuine request, such as AccountSid; again for more',
      collect,
    )
    .option('--ca <file>', 'trust the authority in this PEM file too')
    .option('--timeout <milliseconds>', 'for each request', milliseconds, 10_000)
    .option('--fast', 'do not pause between requests: for servers that are yours')
    .addHelpText(
      'after',
      `
Examples:
  sig doctor http://localhost:3000/voice
  npx @sig/cli doctor https://user:secret@example.com/voice -p AccountSid=AC...`,
    )
    .action(async (url: string, options: DoctorOptions) => {
      const [authToken = ''] = readTokens(options);
      const { ca, timeout, fast, json } = options;
      const given = parsePairs(options.param ?? []);
      const names = new Set(given.map(([name]) => name));
      const params = [...callParams.filter(([name]) => !names.has(name)), ...given];
      const local = /^[a-z]+:\/\/(?:[^/@]*@)?(?:localhost|127\.|\[::1\])/i.test(url);
      const context = makeContext(url, authToken, params, {
        timeout,
        ca: ca === undefined ? undefined : readFileSync(ca),
        pause: local || fast ? 0 : 1000,
      });
      if (!json) print(`\n${colors.bold('sig doctor')} ${context.genuine.destination.url}\n`);
      const report = await examine(context, (finding) => {
        if (!json) print(line(finding));
      });
      process.exitCode = exitCodeOf(report);
      if (json) return printJson({ ...report, requests: context.probe.requests });
      print(summary(report));
    });
}

function exitCodeOf({ grade, answered }: Report): number {
  if (!answered) return exitCodes.unreachable;
  return grade === 'A' || grade === 'B' ? exitCodes.good : exitCodes.bad;
}

/** As wide as the longest title. */
const titleWidth = 30;

const marks: Record<Finding['level'], string> = {
  pass: colors.green('✓'),
  fail: colors.red('✗'),
  error: colors.red('!'),
  warn: colors.yellow('!'),
  advice: colors.cyan('i'),
  skip: colors.dim('–'),
};

function line({ level, title, sent, got, fix, milliseconds }: Finding): string {
  const time = milliseconds === undefined ? '' : ` ${milliseconds.toFixed(0)} ms`;
  const column = ' '.repeat(titleWidth + 5);
  const answer = wrap(got + time, column)
    .slice(column.length)
    .split('\n')
    .map(colors.dim);
  const head = `  ${marks[level]} ${title.padEnd(titleWidth)} ${answer.join('\n')}`;
  if (level === 'pass' || level === 'skip') return head;
  const what = level === 'advice' ? '' : `sent: ${sent}. `;
  return `${head}\n${wrap(`${what}${fix ?? ''}`, '      ')}`;
}

function summary({ grade, verdict }: Report): string {
  const color =
    grade === 'A' ? colors.green : grade === 'B' || grade === 'C' ? colors.yellow : colors.red;
  return `\n  ${colors.bold(color(`Grade ${grade}`))}\n${wrap(verdict, '  ')}\n`;
}
