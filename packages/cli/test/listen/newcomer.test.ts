// Somebody with an example app and no account: what they see, do and read, from the first line of the command on.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findProgram, freePort, type ServerProcess, startServerProcess } from '@sig/conformance';
import { type Browser, chromium as launcher } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const chromium = findProgram('chromium');
const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const example = fileURLToPath(new URL('../../../../apps/express-example/', import.meta.url));
const token = { TWILIO_AUTH_TOKEN: '12345' };

describe.skipIf(chromium === undefined)('a newcomer with an example app and no account', () => {
  let browser: Browser;
  let app: ServerProcess;
  let command: ChildProcess;
  let output = '';
  let appPort = 0;

  /** The example app, configured well or badly. */
  async function start(settings: Record<string, string>): Promise<void> {
    const env = { ...process.env, ...token, ...settings };
    const args = ['--import', 'tsx', 'server.ts'];
    app = await startServerProcess({ args, cwd: example, env, port: appPort });
  }

  beforeAll(async () => {
    browser = await launcher.launch({ executablePath: chromium ?? '', args: ['--no-sandbox'] });
    appPort = await freePort();
    await start({});
    command = spawn(
      process.execPath,
      [main, 'listen', '--forward', `http://127.0.0.1:${appPort}`, '--port', '0'],
      { env: { ...process.env, ...token, NO_COLOR: '1' } },
    );
    command.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    while (!output.includes('Waiting')) await once(command.stderr as never, 'data');
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    command.kill('SIGINT');
    await app.stop();
  });

  it('sees a genuine message arrive, a misconfigured one explained, fixed and sent again', async () => {
    // The only thing that was read is what the command has printed.
    const address = /page +(\S+)/.exec(output)?.[1] ?? '';
    const page = await browser.newPage();
    await page.goto(address);

    await page.getByText('Send an event').click();
    await page.getByLabel('Event', { exact: true }).selectOption('message');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('.verdict.ok').waitFor();
    await page.locator('.x-verb').first().waitFor();
    expect(await page.locator('.detail').textContent()).toContain('Message');
    // However often it was drawn again meanwhile.
    const focused = () => page.evaluate('document.activeElement?.id');
    await expect.poll(focused, { timeout: 30_000 }).toBe('opened');

    await app.stop();
    await start({ PUBLIC_URL: 'https://old.example.com' });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const told = page.getByText('the app refused it');
    await told.waitFor();
    const publicUrl = /"publicUrl" to "([^"]+)"/.exec((await told.textContent()) ?? '')?.[1] ?? '';
    expect(publicUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);

    await app.stop();
    await start({ PUBLIC_URL: publicUrl });
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.locator('.requests .row').nth(2).waitFor();
    await page.locator('.x-verb').first().waitFor();
    // The list learns of an answer a moment later than whoever asks for the request.
    const statuses = async () => {
      const rows = await page.locator('.requests .row').allInnerTexts();
      return rows.map((text) => /\b[2-5]\d\d\b/.exec(text)?.[0]);
    };
    await expect.poll(statuses, { timeout: 30_000 }).toEqual(['200', '403', '200']);
  });
});
