// The page itself, in a browser: from a genuine request to a flood.
import { mkdirSync } from 'node:fs';
import { findProgram } from '@sig/conformance';
import { accessibilityViolations } from '@sig/conformance/axe';
import { createSender } from '@sig/sender';
import { type Browser, chromium as launcher, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventKinds, exampleOf } from '../../src/events/events.js';
import { createListener, type Listener } from '../../src/listen/listener.js';
import { type PageServer, servePage } from '../../src/listen/page/server.js';
import { record } from '../capture/records.js';
import { type App, startApp } from './app.js';

const chromium = findProgram('chromium');
const folder = new URL('../../dist/page/', import.meta.url);
/** Set to write pictures of the page there. */
const { SIG_PICTURES: pictures } = process.env;
const hostile = `</script><img src=x onerror="document.title='owned'">`;

describe.skipIf(chromium === undefined)('the page in Chromium', () => {
  let browser: Browser;
  let app: App;
  let listener: Listener;
  let served: PageServer;
  let port = 0;
  let problems: string[] = [];

  beforeAll(async () => {
    browser = await launcher.launch({ executablePath: chromium ?? '', args: ['--no-sandbox'] });
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    problems = [];
    app = await startApp();
    listener = createListener({
      forward: app.url,
      publicUrl: undefined,
      keys: { authToken: ['token'] },
      enforce: false,
    });
    ({ port } = await listener.listen(0));
    const state = {
      version: '1.0.0',
      forward: app.url,
      listensAt: `http://127.0.0.1:${port}`,
      publicUrl: undefined,
      enforce: false,
      hasKey: true,
      saves: undefined,
      opened: undefined,
      events: eventKinds.map((kind) => exampleOf(kind)),
    };
    const source = { list: listener.list, listener, port, version: '1.0.0' };
    served = await servePage(source, state, { port: 0, folder });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    served.close();
    await listener.close();
    app.close();
  });

  async function visit({
    address = served.address,
    width = 1280,
    dark = false,
  } = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('request', (request) => {
      const own = new URL(served.address).origin;
      if (!/^blob:/.test(request.url()) && new URL(request.url()).origin !== own) {
        problems.push(`asked ${request.url()}`);
      }
    });
    await page.goto(address);
    return page;
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png` });
  }

  async function send(
    path: string,
    params: Record<string, string>,
    headers: Record<string, string> = {},
  ) {
    const call = createSender({ authToken: 'token' }).call();
    await call.send({ url: `http://127.0.0.1:${port}${path}`, params, headers });
    call.close();
  }
  const voice = exampleOf('voice').params ?? {};
  const isWide = (page: Page) =>
    page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );

  it('nothing yet: says how to go on, and does it', async () => {
    const page = await visit();
    await page.getByRole('heading', { name: 'Waiting for the first request' }).waitFor();
    await picture(page, 'empty');
    app.answer = {
      ...app.answer,
      text: '<Response><Gather><Say>Press 1.</Say></Gather></Response>',
    };
    await page.getByRole('button', { name: 'Send an incoming call' }).click();
    await page.getByRole('heading', { name: 'POST /voice' }).waitFor();
    expect(await page.locator('.requests').textContent()).toContain('incoming call');
    expect(problems).toEqual([]);
  });

  it('a genuine request: parameters, string to sign, TwiML', async () => {
    app.answer = {
      ...app.answer,
      text: '<Response><Gather action="/menu" numDigits="1"><Say>Press 1 for news.</Say></Gather></Response>',
    };
    const page = await visit();
    await send('/voice', { ...voice, Caller: hostile });
    await page.locator('.requests button').click();
    await page.locator('.verdict.ok').waitFor();
    const detail = page.locator('.detail');
    await detail.locator('.x-verb').first().waitFor();
    expect(await detail.textContent()).toContain('Identifier of the call, CA prefix');
    expect(await detail.locator('.x-verb').allInnerTexts()).toContain('Gather');
    expect(await detail.locator('.string-view').textContent()).toContain('CallSid');
    expect(await page.title()).toBe('sig listen');
    expect(await detail.textContent()).toContain(hostile);
    await picture(page, 'genuine');
    expect(problems).toEqual([]);
  });

  it('a refused one: why, where it differs, and the line to copy for the framework', async () => {
    const page = await visit();
    await page.getByRole('heading', { name: 'Waiting' }).waitFor();
    await send('/voice', voice, { 'X-Forwarded-Proto': 'https' });
    await page.locator('.requests .failed button').click();
    await page.locator('.exp mark').first().waitFor();
    const fix = page.locator('.exp .fix pre');
    expect(await fix.textContent()).toBe(
      `webhook({ authToken, publicUrl: 'http://127.0.0.1:${port}' })`,
    );
    await page.getByLabel('The app uses').selectOption('Fastify');
    expect(await fix.textContent()).toContain('app.register(webhook');
    await picture(page, 'refused');
    expect(await page.locator('[aria-live=polite]').textContent()).toContain('Failed: POST /voice');
    expect(problems).toEqual([]);
  });

  it('sent again, edited: signed anew, and genuine', async () => {
    const page = await visit();
    await send(
      '/sms',
      { MessageSid: 'SM1', Body: 'Hi', NumMedia: '0' },
      { 'X-Forwarded-Proto': 'https' },
    );
    await page.locator('.requests button').click();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.locator('.requests .row').nth(1).waitFor();
    await page.locator('.verdict.bad').waitFor();
    await page.getByRole('button', { name: 'Edit and sign' }).click();
    await page.getByLabel('Path and query').fill('/other');
    await page.locator('.pv').nth(1).fill('Changed');
    await picture(page, 'edit');
    await page.getByRole('button', { name: 'Sign and send' }).click();
    await page.getByRole('heading', { name: 'POST /other' }).waitFor();
    await page.locator('.verdict.ok').waitFor();
    expect(app.got.at(-1)?.body.toString()).toContain('Body=Changed');
    expect(problems).toEqual([]);
  });

  it('a WebSocket that is open', async () => {
    const page = await visit();
    const call = createSender({ authToken: 'token' }).call();
    const { socket } = await call.upgrade(`ws://127.0.0.1:${port}/media`);
    await page.locator('.requests button').click();
    await page.locator('.verdict.ok').waitFor();
    expect(await page.locator('.requests').textContent()).toMatch(/101.*upgrade/s);
    socket?.destroy();
    call.close();
    expect(problems).toEqual([]);
  });

  it('a whole call, of one click', async () => {
    app.answer = { ...app.answer, text: '<Response><Gather action="/menu"/></Response>' };
    const page = await visit();
    await page.getByText('Send an event').click();
    await page.getByLabel('Event', { exact: true }).selectOption('call');
    expect(await page.getByLabel('Path', { exact: true }).inputValue()).toBe('/voice');
    await page.getByLabel('Path of the status callback').fill('/ended');
    await picture(page, 'call');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Sent: incoming call, gather, call status.').waitFor();
    await page.getByRole('heading', { name: 'POST /voice' }).waitFor();
    const rows = await page.locator('.requests .row').allInnerTexts();
    expect(rows.map((text) => /\/\w+/.exec(text)?.[0])).toEqual(['/ended', '/menu', '/voice']);
    expect(problems).toEqual([]);
  });

  it('by keyboard from end to end', async () => {
    await send('/a', { CallSid: 'CA1', CallStatus: 'ringing' });
    await send('/b', { CallSid: 'CA2', CallStatus: 'ringing' });
    const page = await visit();
    await page.locator('.requests .row').nth(1).waitFor();
    await page.locator('.requests button').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'POST /a' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('opened');
    await page.keyboard.press('Escape');
    await page.getByText('Choose a request').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('/a');
    expect(problems).toEqual([]);
  });

  it('a flood: the last 500 are there, and the page still answers', async () => {
    const page = await visit();
    await page.getByRole('heading', { name: 'Waiting' }).waitFor();
    for (let i = 1; i <= 2_000; i++) listener.list.add(record({ target: `/${i}`, text: `n=${i}` }));
    await page.locator('[data-id="2000"]').waitFor();
    await page.locator('[data-id="1501"]').waitFor({ state: 'attached' });
    expect(await page.locator('.requests .row').count()).toBe(500);
    await page.locator('[data-id="2000"]').click();
    await page.getByRole('heading', { name: 'POST /2000' }).waitFor();
    await picture(page, 'flood');
    expect(problems).toEqual([]);
  });

  it('retries are below their first attempt', async () => {
    for (const answer of [{ status: 502 }, { status: 200 }]) {
      app.answer = { ...app.answer, ...answer };
      await send('/voice', voice, { 'I-Twilio-Idempotency-Token': 'one' });
    }
    await send('/other', voice);
    const page = await visit();
    await page.locator('.requests .retry').waitFor();
    const targets = await page.locator('.requests .row').allInnerTexts();
    expect(targets.map((text) => /\/\w+/.exec(text)?.[0])).toEqual(['/other', '/voice', '/voice']);
    expect(targets[2]).toContain('attempt 2');
    await page.getByRole('button', { name: 'Failures only' }).click();
    expect(await page.locator('.requests .row:visible').count()).toBe(1);
  });

  it.each([360, 1280])('in the dark, %d px wide: nothing is cut off', async (width) => {
    const page = await visit({ width, dark: true });
    await picture(page, `empty-dark-${width}`);
    expect(await isWide(page)).toBe(false);
    await send('/voice', voice, { 'X-Forwarded-Proto': 'https' });
    await page.locator('.requests .row').waitFor();
    await picture(page, `list-dark-${width}`);
    await page.locator('.requests button').click();
    await page.locator('.exp mark').first().waitFor();
    expect(await isWide(page)).toBe(false);
    await picture(page, `refused-dark-${width}`);
  });

  it.each([
    { width: 360, dark: true },
    { width: 1280, dark: false },
  ])('axe finds nothing in any state: %o', async ({ width, dark }) => {
    const page = await visit({ width, dark });
    const found: Record<string, string[]> = {};
    const check = async (state: string) => {
      found[state] = await accessibilityViolations(page);
    };
    await page.getByRole('heading', { name: 'Waiting' }).waitFor();
    await check('empty');
    await page.getByText('Send an event').click();
    await page.getByText('Export').click();
    await check('menus');
    app.answer = { ...app.answer, text: '<Response><Say>Hello.</Say></Response>' };
    await send('/voice', voice);
    await send('/voice', voice, { 'X-Forwarded-Proto': 'https' });
    await page.locator('.requests .row').nth(1).waitFor();
    await page.locator('.requests .failed button').click();
    await page.locator('.exp mark').first().waitFor();
    await page.getByRole('button', { name: 'Edit and sign' }).click();
    await check('refused, edited');
    await page.keyboard.press('Escape');
    await check('list');
    await page.locator('.requests .row:not(.failed) button').first().click();
    await page.locator('.verdict.ok').waitFor();
    await check('genuine');
    await page.goto(new URL('/?', served.address).href);
    await page.getByRole('heading', { name: 'The address is not complete' }).waitFor();
    await check('no secret');
    const none = ['empty', 'menus', 'refused, edited', 'list', 'genuine', 'no secret'];
    expect(found).toEqual(Object.fromEntries(none.map((state) => [state, []])));
  });

  it('without its secret: says where the address is', async () => {
    const page = await visit({ address: new URL('/', served.address).href });
    await page.getByRole('heading', { name: 'The address is not complete' }).waitFor();
    await picture(page, 'no-secret');
  });

  it('when sig listen has ended: says so', async () => {
    const page = await visit();
    await page.getByRole('heading', { name: 'Waiting' }).waitFor();
    served.close();
    await page.getByText('does not answer').waitFor();
    await picture(page, 'ended');
  });
});
