import { readFileSync } from 'node:fs';
import { UsageError } from '../errors.js';
import { readInput } from './text.js';

/** Where tokens come from. There is no option that takes one: other users of the machine can read arguments. */
export interface TokenOptions {
  readonly tokenFile?: string | undefined;
  readonly tokenStdin?: boolean | undefined;
}

/**
 * The auth tokens: a file (one a line), standard input, else the environment.
 *
 * @throws UsageError if there is none, or the options contradict each other
 */
export function readTokens({ tokenFile, tokenStdin }: TokenOptions): string[] {
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
        : (process.env.TWILIO_AUTH_TOKEN ?? '');
  const tokens = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (tokens.length > 0) return tokens;
  throw new UsageError(
    'There is no auth token. Set TWILIO_AUTH_TOKEN, or give --token-file FILE or --token-stdin.',
  );
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The token file cannot be read: ${(error as Error).message}`);
  }
}
