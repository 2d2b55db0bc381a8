import type { Command } from 'commander';
import { textOfBytes } from '../capture/record.js';
import { callParams, eventBody, isLocal, type Kind, makeContext } from '../doctor/context.js';
import { examine } from '../doctor/doctor.js';
import type { Grade, Report } from '../doctor/finding.js';
import { grades } from '../doctor/grade.js';
import { type Format, formatOf, formats, junit, markdown } from '../doctor/report/formats.js';
import { heading, line, summary } from '../doctor/report/text.js';
import { exitCodes, UsageError } from '../errors.js';
import { readAuthorities } from '../input/authorities.js';
import { bytesOf, parsePairs } from '../input/text.js';
import { readKey } from '../input/token.js';
import { print, printJson } from '../output.js';
import {
  bodyTypeOf,
  checkInputs,
  collect,
  isUpgrade,
  milliseconds,
  onlyOneOf,
  type RequestOptions,
  upgradeOf,
  withCommon,
  withSharedKey,
} from './request-options.js';

interface DoctorOptions extends Omit<RequestOptions, 'body'> {
  readonly get?: boolean;
  readonly websocket?: boolean;
  /** `true` if no text is given. */
  readonly body?: string | true;
  readonly ca?: string;
  readonly timeout: number;
  readonly fast?: boolean;
  readonly format?: Format;
  readonly failBelow: Grade;
}

export function addDoctor(program: Command): void {
  withSharedKey(withCommon(program.command('doctor')))
    .summary('examine an endpoint, and print a report card')
    .description(
      'Plays the sender against an endpoint in any language: genuine requests, which must get in, and forgeries, which must not. About 130 requests, one at a time, one a second to hosts that are not this machine. Exit code 1 for a grade below B (--fail-below), 3 if there is no response.',
    )
    .argument('<url>', 'as configured at the sender: https://user:password@host/path')
    .option(
      '-p, --param <name=value>',
      'a parameter of the genuine request, such as AccountSid; again for more',
      collect,
    )
    .option('--get', 'an endpoint that takes GET, with the parameters in its query')
    .option(
      '--body [text]',
      'an endpoint that takes JSON under bodySHA256; @file for what is in it',
    )
    .option('--content-type <type>', 'the type of the --body')
    .option('--websocket', 'an endpoint that takes WebSocket upgrades')
    .option('--ca <file>', 'trust the authority in this PEM file too')
    .option('--timeout <milliseconds>', 'for each request', milliseconds, 10_000)
    .option('--fast', 'do not pause between requests: for servers that are yours')
    .option('--format <format>', `${formats.join(', ')}; --json is --format json`, formatOf)
    .option('--fail-below <grade>', 'exit with 1 if the grade is below this one', gradeOf, 'B')
    .addHelpText(
      'after',
      `
Examples:
  sig doctor http://localhost:3000/voice
  sig doctor http://localhost:3000/events --body '{"type":"call.ended"}'
  sig doctor https://example.com/voice --format junit --fail-below A > sig.xml
  npx @sig/cli doctor https://user:secret@example.com/voice -p AccountSid=AC...`,
    )
    .action(async (url: string, options: DoctorOptions) => {
      const { ca, timeout, fast, json, failBelow } = options;
      onlyOneOf({ '--json': json, '--format': options.format }, '--json is --format json.');
      const kind = kindOf(url, options);
      const body = bodyOf(options);
      const key = readKey(options);
      const given = parsePairs(options.param ?? []);
      const names = new Set(given.map(([name]) => name));
      const params = [...callParams.filter(([name]) => !names.has(name)), ...given];
      const endpoint = { kind, url, key, params, ...body };
      const limits = { timeout, ca: ca === undefined ? undefined : readAuthorities(ca) };
      const host = /^[a-z]+:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(url)?.[1] ?? '';
      const pause = fast || isLocal(host.replace(/^\[|\]$/g, '')) ? 0 : 1000;
      const context = makeContext(endpoint, { ...limits, pause, patience: 60_000 });
      const format = json ? 'json' : (options.format ?? 'text');
      const isText = format === 'text';
      if (isText) print(heading(context.genuine.destination.url));
      const report = await examine(context, (finding) => {
        if (isText) print(line(finding));
      });
      process.exitCode = exitCodeOf(report, failBelow);
      if (format === 'json') printJson({ schema: 1, ...report });
      else if (format === 'markdown') print(markdown(report));
      else if (format === 'junit') print(junit(report));
      else print(summary(report));
    });
}

function kindOf(url: string, { get, websocket, body, param }: DoctorOptions): Kind {
  const upgrade = upgradeOf(url, websocket);
  onlyOneOf(
    { '--get': get, ...upgrade, '--body': body },
    'An endpoint is examined as one of them.',
  );
  const noParams = 'Parameters are for forms and GET: put them into the query of the URL.';
  onlyOneOf({ ...upgrade, '--param': param }, noParams);
  onlyOneOf({ '--body': body, '--param': param }, noParams);
  if (get) return 'get';
  if (isUpgrade(url, websocket)) return 'websocket';
  return body === undefined ? 'form' : 'body';
}

function bodyOf(options: DoctorOptions): { body?: string; contentType?: string } {
  const { body, tokenStdin } = options;
  const contentType = bodyTypeOf(options);
  checkInputs(tokenStdin, body);
  if (body === undefined) return {};
  const text = body === true ? eventBody : textOfBytes(bytesOf(body));
  if (text === undefined) {
    throw new UsageError('--body is not UTF-8: the doctor changes it, and can change text alone.');
  }
  if (text === '') throw new UsageError('--body is empty: an empty body needs no signature.');
  return { body: text, contentType };
}

/** @throws UsageError if there is no such grade */
function gradeOf(text: string): Grade {
  const grade = (Object.keys(grades) as Grade[]).find((one) => one === text.toUpperCase());
  if (grade !== undefined) return grade;
  throw new UsageError(`--fail-below is a grade from A to F; got ${JSON.stringify(text)}.`);
}

function exitCodeOf({ grade, answered }: Report, failBelow: Grade): number {
  if (!answered) return exitCodes.unreachable;
  // Grades are letters: a later one is a lower one.
  return grade <= failBelow ? exitCodes.good : exitCodes.bad;
}
