import { formatSignatureSettings } from '@sig/core/adapter';
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
    .option('--token-file <file>', 'read auth tokens (or the secret) from a file, one a line')
    .option('--token-stdin', 'read the auth token (or the secret) from standard input')
    .option('--json', 'print the result as JSON')
    .addOption(
      new Option('--token <token>').hideHelp().argParser(() => {
        throw new UsageError(
          'There is no --token: others on this machine could read it. Set TWILIO_AUTH_TOKEN, or give --token-file or --token-stdin.',
        );
      }),
    );
}

/** Adds the option by which a command signs with a shared key. */
export function withSharedKey(command: Command): Command {
  return command.option(
    '--shared-key-id <id>',
    'a shared key (HMAC-SHA256) in place of the auth token; its secret is given as a token would be, or in TWILIO_SHARED_KEY_SECRET',
    (id: string) => {
      if (/^[!-+\--~]+$/.test(id)) return id;
      throw new UsageError('--shared-key-id must be the id of a key, without spaces and commas.');
    },
  );
}

/** The settings header of a request that is described by options, if a shared key signs it. */
export function settingsOf({ sharedKeyId }: RequestOptions): string | undefined {
  return sharedKeyId === undefined
    ? undefined
    : formatSignatureSettings(sharedKeyId, 'HMAC-SHA256');
}

/** Adds the options that describe what is signed. */
export function withContent(command: Command): Command {
  return command
    .option('-p, --param <name=value>', 'a form parameter; again for more', collect)
    .option('--form <text>', 'the form as it is on the wire; @file or @- for its bytes')
    .option('--body <text>', 'any other body; @file or @- for its bytes')
    .option('--content-type <type>', 'the type of the body');
}

/**
 * A number of milliseconds, for options.
 *
 * @throws UsageError if it is not a number above 0
 */
export function milliseconds(text: string): number {
  const value = Number(text);
  // Timers overflow above it.
  if (text.trim() !== '' && value > 0 && value < 2 ** 31) return value;
  throw new UsageError(
    `--timeout must be a number of milliseconds above 0, such as 5000; got ${JSON.stringify(text)}.`,
  );
}

/**
 * The URL that was given, to the byte.
 *
 * @throws UsageError if it has no scheme and host
 */
export function checkedUrl(url: string): string {
  if (/^(?:https?|wss?):\/\/[^/?#\s]+\S*$/i.test(url)) return url;
  throw new UsageError(
    `The URL must be whole, as configured at the sender (https://example.com/voice); got ${JSON.stringify(url)}.`,
  );
}

/**
 * Refuses options that contradict each other, so that nothing that was given is left out.
 *
 * @param given options by their name on the command line, `undefined` if not given
 * @throws UsageError if more than one of them is given
 */
export function onlyOneOf(given: Readonly<Record<string, unknown>>, advice: string): void {
  const names = Object.keys(given).filter(
    (name) => given[name] !== undefined && given[name] !== false,
  );
  if (names.length < 2) return;
  throw new UsageError(`${names.join(' and ')} contradict each other. ${advice}`);
}

/** What is signed: a form, another body, or neither. */
export function contentOf(options: RequestOptions): {
  params?: [string, string][];
  body?: string;
  contentType?: string;
} {
  const { param, form, body, contentType } = options;
  onlyOneOf(
    { '--param': param, '--form': form, '--body': body },
    'A request has one body: give parameters, a whole form, or another body.',
  );
  if (contentType !== undefined && body === undefined) {
    throw new UsageError('--content-type is the type of a --body, and there is none.');
  }
  const input = [form, body].find((text) => text === '@-');
  onlyOneOf(
    { '--token-stdin': options.tokenStdin, '@-': input },
    'Standard input can be read once: put the token into a file (--token-file), or the body.',
  );
  if (form !== undefined) return { params: [...new URLSearchParams(textOrFile(form).trim())] };
  if (param !== undefined) return { params: parsePairs(param) };
  if (body === undefined) return {};
  return { body: textOrFile(body), contentType: contentType ?? 'application/json' };
}
