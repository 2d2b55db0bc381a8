import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findProgram, freePort } from '@sig/conformance';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** A Python; the one that has the official helper, if there is one. */
function python(): string | undefined {
  const found = findProgram('python3');
  const all = [found, '/usr/bin/python3'].filter((one) => one !== undefined);
  return all.find(hasHelper) ?? found;
}

function hasHelper(program: string): boolean {
  const { status } = spawnSync(program, ['-c', 'import twilio.request_validator']);
  return status === 0;
}

/**
 * Whether Python has the official helper (`python3-twilio` of Debian).
 *
 * @throws Error instead if `SIG_INTEROP=required` says that nothing may be skipped
 */
export function isHelperInstalled(): boolean {
  const program = python();
  const isThere = program !== undefined && hasHelper(program);
  if (isThere || process.env.SIG_INTEROP !== 'required') return isThere;
  throw new Error(
    'python3-twilio is not installed, and SIG_INTEROP=required says that it must be.',
  );
}

/** Programs that run the endpoints of a language on a port. */
const languages = {
  node: (port: number) => [process.execPath, 'endpoints.mjs', String(port)],
  python: (port: number) => [python(), 'endpoints.py', String(port)],
  php: (port: number) => [findProgram('php'), '-S', `127.0.0.1:${port}`, 'endpoints.php'],
} as const;

export type Language = keyof typeof languages;

/** Whether the language is installed. Required ones that are not are an error. */
export function isInstalled(language: Language): boolean {
  return languages[language](0)[0] !== undefined;
}

/** The endpoints of a language, in a process of their own. */
export interface Endpoints {
  readonly port: number;
  stop(): Promise<void>;
}

export async function startEndpoints(language: Language, authToken: string): Promise<Endpoints> {
  const port = await freePort();
  const [program = '', ...args] = languages[language](port);
  const env = {
    ...process.env,
    TWILIO_AUTH_TOKEN: authToken,
    PORT: String(port),
    PHP_CLI_SERVER_WORKERS: '4',
  };
  const child = spawn(
    program ?? '',
    args.filter((arg) => arg !== undefined),
    {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      // PHP starts workers, which end with their group.
      detached: true,
    },
  );
  let printed = '';
  child.stderr?.on('data', (chunk) => {
    printed = (printed + chunk).slice(-8192);
  });
  const exited = once(child, 'exit');
  await listening(child, port, () => printed);
  return {
    port,
    stop: async () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid);
      await exited;
    },
  };
}

async function listening(child: ChildProcess, port: number, printed: () => string): Promise<void> {
  for (const start = Date.now(); ; ) {
    try {
      await (await fetch(`http://127.0.0.1:${port}/`)).arrayBuffer();
      return;
    } catch {
      if (child.exitCode !== null) throw new Error(`the endpoints ended:\n${printed()}`);
      if (Date.now() - start > 60_000)
        throw new Error(`the endpoints do not listen:\n${printed()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
