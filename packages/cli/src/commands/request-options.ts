import { type Command, Option } from 'commander';
import { UsageError } from '../errors.js';
import { parsePairs, textOrFile } from '../input/text.js';
import type { TokenOptions } from '../input/token.js';

/** Options that describe a request. */
export interface RequestOptions extends TokenOptions {
  readonly url?: string;
  readonly signature?: string;
  readonly param?: string[];
  readonly form?: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly json?: boolean;
}

/** For options that may be given several times. */
export const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

/** Adds the options by which every command gets its tokens and prints JSON. */
export function withCommon(command: Command): Command {
  return command
    .option('--token-file <file>', 'read auth tokens from a file, one a line')
    .option('--token-stdin', 'read the auth token from standard input')
    .option('--json', 'print the result as JSON')
    .addOption(
      new Option('--token <token>').hideHelp().argParser(() => {
        throw new UsageError(
          'There is no --token: others on this machine could read it. Set TWILIO_AUTH_TOKEN, or give --token-file or --token-stdin.',
        );
      }),
    );
}

/** Adds the options that describe what is signed. */
export function withContent(command: Command): Command {
  return command
    .option('-p, --param <name=value>', 'a form parameter; again for more', collect)
    .option('--form <text>', 'the form as it is on the wire; @file or @- for its bytes')
    .option('--body <text>', 'any other body; @file or @- for its bytes')
    .option('--content-type <type>', 'the type of the body');
}

/** What is signed: a form, another body, or neither. */
export function contentOf(options: RequestOptions): {
  params?: [string, string][];
  body?: string;
  contentType?: string;
} {
  const { param, form, body, contentType } = options;
  if (form !== undefined) return { params: [...new URLSearchParams(textOrFile(form).trim())] };
  if (param !== undefined) return { params: parsePairs(param) };
  if (body === undefined) return {};
  return { body: textOrFile(body), contentType: contentType ?? 'application/json' };
}
