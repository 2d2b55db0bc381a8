// A missing token stops the server when it starts, by the recipe of the README.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '@sig/conformance';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProject, nextCommand, nextEnvironment, versions } from './project.js';

const files = {
  'instrumentation.js': `
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    await import('./app/voice/route.js').catch((error) => {
      console.error(error);
      process.exit(1);
    });
  }
}
`,
  'app/voice/route.js': `
import { webhook } from '@sig/next';
export const POST = webhook({ publicUrl: 'https://phone.example' }, () => new Response('reached'));
`,
};

describe.each(versions)('%s with an instrumentation file', (version) => {
  const config = version.startsWith('next-14')
    ? '{ experimental: { instrumentationHook: true } }'
    : '{}';
  let dir = '';
  beforeAll(() => {
    dir = buildProject(version, 'startup', {
      ...files,
      'next.config.js': `module.exports = ${config};`,
    });
  }, 600_000);

  it('without a token, next start ends with a message', async () => {
    const { child, port, output } = await start({});
    const exit = once(child, 'exit');
    if (version === 'next-14-0' || version === 'next-14-1') {
      // These versions load the instrumentation file with the first request.
      while (!output().includes('Ready')) await once(child.stdout ?? child, 'data');
      await fetch(`http://127.0.0.1:${port}/voice`).catch(() => {});
    }
    const [code] = await exit;
    expect(output()).toContain('There is no auth token');
    expect(code).toBe(1);
  });

  it('with a token, next start serves', async () => {
    const { child, port, output } = await start({ TWILIO_AUTH_TOKEN: 'token' });
    while (!output().includes('Ready')) await once(child.stdout ?? child, 'data');
    const response = await fetch(`http://127.0.0.1:${port}/voice`, { method: 'POST' });
    child.kill();
    expect(response.status).toBe(403);
  });

  async function start(token: Record<string, string>) {
    const port = await freePort();
    const { TWILIO_AUTH_TOKEN, ...env } = nextEnvironment();
    const child: ChildProcess = spawn(
      process.execPath,
      [nextCommand(dir), 'start', '-p', String(port)],
      { cwd: dir, env: { ...env, ...token } as NodeJS.ProcessEnv, stdio: 'pipe' },
    );
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    return { child, port, output: () => text };
  }
});
