import { readFileSync } from 'node:fs';
import { UsageError } from '../errors.js';
import { readInput, reasonOf } from './text.js';

/** Where tokens come from. There is no option that takes one: other users of the machine can read arguments. */
export interface TokenOptions {
  readonly tokenFile?: string | undefined;
  readonly tokenStdin?: boolean | undefined;
  readonly sharedKeyId?: string | undefined;
}

/**
 * What to sign with: an auth token, or the shared key of `--shared-key-id`, whose secret comes from where a token
 * would come from, or from `TWILIO_SHARED_KEY_SECRET`.
 *
 * @throws UsageError if there is none, or the options contradict each other
 */
export function readKey(
  options: TokenOptions,
):
  | { readonly authToken: string }
  | { readonly sharedKey: { readonly id: string; readonly secret: string } } {
  const { sharedKeyId: id } = options;
  const [secret = '', ...others] =
    id === undefined ? readTokens(options) : readSecrets(options, 'TWILIO_SHARED_KEY_SECRET');
  if (id === undefined) return { authToken: secret };
  if (others.length === 0) return { sharedKey: { id, secret } };
  throw new UsageError('A shared key has one secret, and there are several lines.');
}

/**
 * The keys to verify or to explain with: auth tokens, or the shared key of `--shared-key-id`.
 *
 * @throws UsageError if there is none, or the options contradict each other
 */
export function readKeys(
  options: TokenOptions,
): { readonly authToken: string[] } | { readonly sharedKeys: Record<string, string> } {
  if (options.sharedKeyId === undefined) return { authToken: readTokens(options) };
  const key = readKey(options);
  return 'authToken' in key
    ? { authToken: [key.authToken] }
    : { sharedKeys: Object.fromEntries([[key.sharedKey.id, key.sharedKey.secret]]) };
}

/**
 * {@link readKeys}, for commands that work without a key.
 *
 * @returns `undefined` if nothing names one
 * @throws UsageError if what was named cannot be read, or the options contradict each other
 */
export function readKeysIfAny(options: TokenOptions): ReturnType<typeof readKeys> | undefined {
  const { tokenFile, tokenStdin, sharedKeyId } = options;
  const isNamed = tokenFile !== undefined || tokenStdin === true || sharedKeyId !== undefined;
  if (!isNamed && linesOf(process.env.TWILIO_AUTH_TOKEN ?? '').length === 0) return undefined;
  return readKeys(options);
}

/**
 * The auth tokens: a file (one a line), standard input, else the environment.
 *
 * @throws UsageError if there is none, or the options contradict each other
 */
export function readTokens(options: TokenOptions): string[] {
  return readSecrets(options, 'TWILIO_AUTH_TOKEN');
}

/**
 * A secret that is alone in a file.
 *
 * @throws UsageError if the file cannot be read, or has no line or several
 */
export function readOneSecret(file: string): string {
  const [secret, ...others] = linesOf(readFile(file));
  if (secret !== undefined && others.length === 0) return secret;
  throw new UsageError(
    `The file ${JSON.stringify(file)} must have one line; it has ${others.length > 0 ? 'several' : 'none'}.`,
  );
}

/**
 * The secrets in a file, one a line.
 *
 * @throws UsageError if the file cannot be read, or has none
 */
export function readSecretLines(file: string): string[] {
  const lines = linesOf(readFile(file));
  if (lines.length > 0) return lines;
  throw new UsageError(`The file ${JSON.stringify(file)} has no lines.`);
}

/**
 * A file of names and their secrets, such as `id=secret`, one a line. Of a line that is wrong the number is said, and
 * nothing of the secret.
 *
 * @param option by which the file is given
 * @param form what each line must be
 * @throws UsageError if the file cannot be read, has none, a line of another form, or a name twice
 */
export function readSecretPairs(
  file: string,
  option: string,
  form: 'id=secret' | 'user:password',
): Record<string, string> {
  const separator = form.replace(/\w/g, '');
  const pairs = new Map<string, string>();
  for (const [i, line] of readFile(file)
    .split(/\r?\n/)
    .map((one) => one.trim())
    .entries()) {
    if (line === '') continue;
    const at = line.indexOf(separator);
    const name = line.slice(0, at);
    if (at < 1) throw new UsageError(`Line ${i + 1} of ${option} must be ${form}.`);
    if (pairs.has(name)) {
      throw new UsageError(
        `Line ${i + 1} of ${option} has ${JSON.stringify(name)} for the second time. Which of the two secrets counts?`,
      );
    }
    pairs.set(name, line.slice(at + 1));
  }
  if (pairs.size > 0) return Object.fromEntries(pairs);
  throw new UsageError(`The file ${JSON.stringify(file)} has no lines.`);
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function readSecrets({ tokenFile, tokenStdin }: TokenOptions, variable: string): string[] {
  if (tokenFile !== undefined && tokenStdin === true) {
    throw new UsageError(
      '--token-file and --token-stdin contradict each other. The tokens come from one place.',
    );
  }
  if (tokenStdin === true && process.stdin.isTTY) {
    throw new UsageError(
      '--token-stdin reads a pipe, and standard input is a terminal, which would show the token. Try: sig ... --token-stdin < token.txt',
    );
  }
  const text =
    tokenFile !== undefined
      ? readFile(tokenFile)
      : tokenStdin === true
        ? readInput('-')
        : (process.env[variable] ?? '');
  const tokens = linesOf(text);
  if (tokens.length > 0) return tokens;
  const missing =
    variable === 'TWILIO_AUTH_TOKEN' ? 'auth token' : 'secret of the key --shared-key-id';
  throw new UsageError(
    `There is no ${missing}. Set ${variable}, or give --token-file FILE or --token-stdin.`,
  );
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The file ${JSON.stringify(file)} cannot be read: ${reasonOf(error)}.`);
  }
}
