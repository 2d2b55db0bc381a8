import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Where and how a program runs. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** In milliseconds. Default: 100,000. */
  readonly timeout?: number;
}

/**
 * Runs a program to its end, and returns what it printed.
 *
 * @throws Error with all that it printed, if it fails
 */
export async function run(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(file, args, {
      timeout: 100_000,
      ...options,
      maxBuffer: 2 ** 26,
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout: string; stderr: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
}
