// The page as it is built, served on loopback, in Chromium.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export interface Visit {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  /** The fragment of the URL, such as `ex=proxy`. */
  readonly fragment?: string;
}

export interface Visited {
  readonly page: Page;
  /** Every URL that was asked for, since the start. */
  readonly requests: readonly string[];
  /** Errors and warnings of the console. */
  readonly problems: readonly string[];
}

export interface Site {
  readonly origin: string;
  /** Opens the page in a new profile. */
  visit(visit?: Visit): Promise<Visited>;
  close(): Promise<void>;
}

/** Builds the page anew, so that what is tested is what the sources say. */
export async function startSite(executablePath: string): Promise<Site> {
  const outDir = mkdtempSync(join(tmpdir(), 'sig-playground-'));
  await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(outDir, path === '/' ? 'index.html' : path);
    try {
      response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'text/plain' });
      response.end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Tests may run as root, in a container of their own.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return {
    origin,
    visit: (visit) => open(browser, origin, visit),
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      rmSync(outDir, { recursive: true });
    },
  };
}

async function open(browser: Browser, origin: string, visit: Visit = {}): Promise<Visited> {
  const { width = 1280, height = 900, theme = 'light', fragment = 'ex=call' } = visit;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(60_000);
  const requests: string[] = [];
  const problems: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  await page.goto(`${origin}/#${fragment}`);
  await page.waitForSelector('.sigp .verdict strong');
  return { page, requests, problems };
}

/** What is shown of the signature that was received. */
export async function verdictOf(page: Page) {
  const verdict = page.locator('.verdict');
  return {
    tone: (await verdict.getAttribute('class'))?.replace('verdict ', ''),
    title: await verdict.locator('strong').textContent(),
    shape: await verdict.locator('path').getAttribute('d'),
  };
}

/** Waits for the title of a verdict. */
export const isTitled = (page: Page, title: string) =>
  page.waitForFunction(
    (wanted) => document.querySelector('.verdict strong')?.textContent === wanted,
    title,
  );

/** Waits for an explanation, or for what to do without one. */
export const explained = (page: Page) =>
  page.waitForSelector('.exp:not([hidden]):not([inert]) .causes');
/** What has the focus: its id, its name, or its class. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.id || element?.getAttribute('aria-label') || element?.className;
  });
