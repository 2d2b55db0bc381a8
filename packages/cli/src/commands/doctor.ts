import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { callParams, eventBody, isLocal, type Kind, makeContext } from '../doctor/context.js';
import { examine } from '../doctor/doctor.js';
import type { Grade, Report } from '../doctor/finding.js';
import { grades } from '../doctor/grade.js';
import { type Format, formatOf, formats, junit, markdown } from '../doctor/report/formats.js';
import { heading, line, summary } from '../doctor/report/text.js';
import { exitCodes, UsageError } from '../errors.js';
import { parsePairs, textOrFile } from '../input/text.js';
import { readKey } from '../input/token.js';
import { print, printJson } from '../output.js';
import {
  collect,
  milliseconds,
  onlyOneOf,
  type RequestOptions,
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
      'Plays the sender against an endpoint in any language: genuine requests, which must get in, and forgeries, which must not. About 120 requests, one at a time, one a second to hosts that are not this machine. Exit code 1 for a grade below B (--fail-below), 3 if there is no response.',
    )
    .argument('<url>', 'as configured at the sender: https://user:password@host/path')
    .option(
      '-p, --param <name=value>',
      'a parameter of the genuine request, such as AccountSid; again for more',
      collect,
    )
    .option('--get', 'an endpoint that takes GET, with the parameters in its query')
    .option('--body [text]', 'an endpoint that takes JSON under bodySHA256; @file for its bytes')
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
      const kind = kindOf(options);
      const key = readKey(options);
      const given = parsePairs(options.param ?? []);
      const names = new Set(given.map(([name]) => name));
      const params = [...callParams.filter(([name]) => !names.has(name)), ...given];
      const endpoint = { kind, url, key, params, ...bodyOf(options) };
      const limits = { timeout, ca: ca === undefined ? undefined : readFileSync(ca) };
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

function kindOf({ get, websocket, body, param, contentType }: DoctorOptions): Kind {
  onlyOneOf(
    { '--get': get, '--websocket': websocket, '--body': body },
    'An endpoint is examined as one of them.',
  );
  const noParams = 'Parameters are for forms and GET: put them into the query of the URL.';
  onlyOneOf({ '--websocket': websocket, '--param': param }, noParams);
  onlyOneOf({ '--body': body, '--param': param }, noParams);
  if (contentType !== undefined && body === undefined) {
    throw new UsageError('--content-type is the type of a --body, and there is none.');
  }
  if (get) return 'get';
  if (websocket) return 'websocket';
  return body === undefined ? 'form' : 'body';
}

function bodyOf({ body, contentType }: DoctorOptions): { body?: string; contentType?: string } {
  if (body === undefined) return {};
  const text = body === true ? eventBody : textOrFile(body);
  if (text === '') throw new UsageError('--body is empty: an empty body needs no signature.');
  return { body: text, ...(contentType === undefined ? {} : { contentType }) };
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
