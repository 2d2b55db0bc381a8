import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Where a program runs, and with what. */
export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end, and returns what it printed.
 *
 * @throws Error with all that it printed, if it fails
 */
export async function run(
  file: string,
  args: readonly string[],
  options: RunOptions,
): Promise<string> {
  try {
    const settings = { ...options, timeout: 1_100_000, maxBuffer: 2 ** 26 };
    return (await promisify(execFile)(file, args, settings)).stdout;
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout: string; stderr: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
}
