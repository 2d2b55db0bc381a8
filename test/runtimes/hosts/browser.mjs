// Runs a bundle in a page of headless Chromium.
import { readFileSync } from 'node:fs';
import { launch } from 'puppeteer-core';

const [, , bundle, executablePath] = process.argv;
const browser = await launch({
  executablePath,
  timeout: 300_000,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  protocolTimeout: 1_000_000,
});
try {
  const page = await browser.newPage();
  await page.addScriptTag({ content: readFileSync(bundle, 'utf8'), type: 'module' });
  await page.waitForFunction('globalThis.runSuite !== undefined', { timeout: 300_000 });
  console.log(`\n${JSON.stringify(await page.evaluate('runSuite()'))}`);
} finally {
  await browser.close();
}
