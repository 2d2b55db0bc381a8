import { readFileSync } from 'node:fs';
import type { SigningSharedKey } from '@sig/core';
import { UsageError } from '../errors.js';
import { readInput } from './text.js';

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
): { readonly authToken: string } | { readonly sharedKey: SigningSharedKey } {
  const { sharedKeyId: id } = options;
  const [secret = ''] =
    id === undefined ? readTokens(options) : readSecrets(options, 'TWILIO_SHARED_KEY_SECRET');
  return id === undefined ? { authToken: secret } : { sharedKey: { id, secret } };
}

/**
 * The auth tokens: a file (one a line), standard input, else the environment.
 *
 * @throws UsageError if there is none, or the options contradict each other
 */
export function readTokens(options: TokenOptions): string[] {
  return readSecrets(options, 'TWILIO_AUTH_TOKEN');
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
  const tokens = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
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
    throw new UsageError(`The token file cannot be read: ${(error as Error).message}`);
  }
}
