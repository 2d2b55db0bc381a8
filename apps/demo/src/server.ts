import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type ServerProcess, startServerProcess } from '@sig/conformance';
import type { Framework } from './frameworks.js';

/** An example app that is listening. */
export type RunningServer = ServerProcess & Framework;

/** Starts an example app on a free loopback port and waits until it answers. */
export async function startServer(
  framework: Framework,
  env: Record<string, string>,
): Promise<RunningServer> {
  const cwd = fileURLToPath(new URL(`../../${framework.folder}`, import.meta.url));
  const require = createRequire(`${cwd}/`);
  const args = framework.args.map((arg) => (arg.startsWith('next/') ? require.resolve(arg) : arg));
  const server = await startServerProcess({
    args,
    cwd,
    env: { ...process.env, ...env, NODE_ENV: 'production' },
  });
  return { ...framework, ...server };
}
