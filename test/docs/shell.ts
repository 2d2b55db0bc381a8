import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Where and how a program runs. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end, and returns what it printed.
 *
 * @throws Error with all that it printed, if it fails
 */
export async function run(file: string, args: string[], options: RunOptions = {}): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(file, args, {
      ...options,
      timeout: 100_000,
      maxBuffer: 2 ** 26,
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr, message } = error as Error & { stdout: string; stderr: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
}

/** Runs a line in a shell, and returns what it printed, whatever its exit code. */
export async function runShell(line: string, env: NodeJS.ProcessEnv): Promise<string> {
  return await run('sh', ['-c', `${line} 2>&1 || true`], { env });
}

/** The variables that a block of commands exports. */
export function exportsOf(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^export (\w+)=(\S+)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
}
