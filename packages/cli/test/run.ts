import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built program. */
export const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** What a run of the program printed, and how it ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `sig` as its users do: the built program, in a process of its own. */
export function sig(
  args: readonly string[],
  { token = 'token', input = '' as string | Uint8Array, env = {} as Record<string, string> } = {},
): Promise<Run> {
  const { TWILIO_AUTH_TOKEN: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    env: {
      ...inherited,
      NO_COLOR: '1',
      ...(token === '' ? {} : { TWILIO_AUTH_TOKEN: token }),
      ...env,
    },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}
