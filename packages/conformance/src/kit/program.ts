import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Where a program is that is not ours; `undefined` if it is not installed.
 *
 * @throws Error instead if `SIG_INTEROP=required` says that nothing may be skipped
 */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const found = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (found === undefined && process.env.SIG_INTEROP === 'required') {
    throw new Error(`${name} is not installed, and SIG_INTEROP=required says that it must be.`);
  }
  return found;
}

/** Runs a program to its end, and returns what it printed. The servers of a test go on meanwhile. */
export async function runProgram(file: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(file, args, { encoding: 'utf8', timeout: 30_000 });
  return stdout;
}
