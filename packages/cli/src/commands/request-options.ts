import { formatSignatureSettings, isForm } from '@sig/core/adapter';
import { type Command, Option } from 'commander';
import { UsageError } from '../errors.js';
import { headerValue } from '../input/headers.js';
import { bytesOf, formBytesOf, formPairs, parsePairs } from '../input/text.js';
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

/** A list with commas, for options that may be given several times. */
export function listed(text: string, previous: string[] = []): string[] {
  const given = text.split(',').map((one) => one.trim());
  if (given.every((one) => one !== '')) return [...previous, ...given];
  throw new UsageError(
    `A list of an option has an empty place: ${JSON.stringify(text)}. Is the variable that it comes from set?`,
  );
}

/** Refuses an option that is given again where the first value would be left out. */
export function refuseRepeats(command: Command): void {
  for (const option of command.options) {
    const isRepeatable = option.parseArg === collect || option.parseArg === listed;
    if (isRepeatable || !(option.required || option.optional)) continue;
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) throw new UsageError(`${option.long} is given twice, and can be given once.`);
      isGiven = true;
    });
  }
}

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
    .option(
      '--form <text>',
      'the form as it is on the wire; @file or @- for its bytes but a line end',
    )
    .option('--body <text>', 'any other body; @file or @- for its bytes')
    .option('--content-type <type>', 'the type of the --body; default: application/json');
}

/**
 * A number of milliseconds, for options.
 *
 * @throws UsageError if it is not a whole number above 0
 */
export function milliseconds(text: string): number {
  const value = Number(text);
  // Timers overflow above it.
  if (text.trim() !== '' && Number.isInteger(value) && value > 0 && value < 2 ** 31) return value;
  throw new UsageError(
    `--timeout must be a whole number of milliseconds above 0, such as 5000; got ${JSON.stringify(text)}.`,
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

/**
 * What makes a request an upgrade, by its name for {@link onlyOneOf}: `--websocket`, or its URL. Empty if nothing does.
 */
export function upgradeOf(url: string, websocket: boolean | undefined): Record<string, true> {
  if (websocket === true) return { '--websocket': true };
  return /^wss?:/i.test(url) ? { 'a wss URL': true } : {};
}

/** Whether a request is an upgrade. */
export function isUpgrade(url: string, websocket: boolean | undefined): boolean {
  return Object.keys(upgradeOf(url, websocket)).length > 0;
}

/** What is signed. */
export interface Content {
  /** The parameters of a form. */
  readonly params?: [name: string, value: string][];
  /** A form that was given whole, as it is on the wire. */
  readonly form?: Uint8Array;
  /** Any other body. */
  readonly body?: Uint8Array;
  readonly contentType?: string;
}

const formType = 'application/x-www-form-urlencoded';

/** What is signed: a form, another body, or neither. */
export function contentOf(options: RequestOptions): Content {
  const { param, form, body } = options;
  onlyOneOf(
    { '--param': param, '--form': form, '--body': body },
    'A request has one body: give parameters, a whole form, or another body.',
  );
  const contentType = bodyTypeOf(options);
  checkInputs(options.tokenStdin, form, body);
  if (form !== undefined) {
    const bytes = formBytesOf(form);
    return { params: formPairs(bytes), form: bytes, contentType: formType };
  }
  if (param !== undefined) return { params: parsePairs(param), contentType: formType };
  return body === undefined ? {} : { body: bytesOf(body), contentType };
}

/**
 * The type of `--body`.
 *
 * @throws UsageError if there is no such body, or it is a form, which is signed in another way
 */
export function bodyTypeOf(options: {
  readonly body?: string | true;
  readonly contentType?: string;
}): string {
  const { body, contentType = 'application/json' } = options;
  if (options.contentType !== undefined && body === undefined) {
    throw new UsageError('--content-type is the type of a --body, and there is none.');
  }
  if (isForm(contentType)) {
    throw new UsageError(
      'The --body is a form by its --content-type, and forms are signed by their parameters: give them with --param, or the whole form with --form.',
    );
  }
  return headerValue('--content-type', contentType);
}

/**
 * Refuses a token and a body that are both to come from standard input.
 *
 * @throws UsageError
 */
export function checkInputs(tokenStdin: boolean | undefined, ...texts: unknown[]): void {
  onlyOneOf(
    { '--token-stdin': tokenStdin, '@-': texts.find((text) => text === '@-') },
    'Standard input can be read once: put the token into a file (--token-file), or the body.',
  );
}
