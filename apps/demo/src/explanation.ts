import { fileURLToPath } from 'node:url';
import { type Destination, exchange, formPost, startServerProcess } from '@sig/conformance';
import colors from 'picocolors';
import { wrap } from './table.js';

/**
 * Starts the Express example behind a TLS proxy that it was not configured for, and shows what it then prints of a
 * genuine request. Returns whether it named the mistake.
 */
export async function showExplanation(to: Destination, width: number): Promise<boolean> {
  const server = await startServerProcess({
    args: ['--import', 'tsx', 'server.ts'],
    cwd: fileURLToPath(new URL('../../express-example', import.meta.url)),
    env: {
      ...process.env,
      NODE_ENV: 'development',
      TWILIO_AUTH_TOKEN: to.authToken,
      // What is configured at the sender begins with https.
      PUBLIC_URL: to.origin.replace('https', 'http'),
    },
  });
  try {
    const { status } = await exchange(server.port, formPost(to, '/voice', { Digits: '1' }));
    // Standard error has no newline of its own to wait for.
    for (let i = 0; i < 100 && !server.output().includes('fix:'); i++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const [, explanation = ''] = /(\[sig\].*fix: [^\n]*)/s.exec(server.output()) ?? [];
    console.log(
      `${colors.bold('A misconfigured server')} (a genuine request, answered ${status})\n`,
    );
    console.log(`${wrap(explanation, width)}\n`);
    return status === 403 && explanation.includes('signed another scheme');
  } finally {
    await server.stop();
  }
}
