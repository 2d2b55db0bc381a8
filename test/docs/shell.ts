import { run } from '../shell.js';

/** Runs a line in a shell, and returns what it printed, whatever its exit code. */
export async function runShell(line: string, env: NodeJS.ProcessEnv): Promise<string> {
  return await run('sh', ['-c', `${line} 2>&1 || true`], { env });
}

/** The variables that a block of commands exports. */
export function exportsOf(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^export (\w+)=(\S+)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
}
