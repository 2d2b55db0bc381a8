// The page in Chromium: what it shows in every state, what it can be operated with, and that nothing leaves it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { findProgram } from '@sig/conformance';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleKey, exampleOf } from '../src/model/examples.js';
import { fromFragment, toFragment } from '../src/model/share.js';
import { compute } from '../src/model/signature.js';
import { blank, type State } from '../src/model/state.js';
import { type Site, startSite, type Visit } from './browser.js';
import { stateOfVector, type Vector } from './vector.js';

const chromium = findProgram('chromium');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../../packages/conformance/vectors.json', import.meta.url), 'utf8'),
);

const call = exampleOf('call');
const other = `${'A'.repeat(27)}=`;

/** What is shown of the signature that was received. */
async function verdictOf(page: Page) {
  const verdict = page.locator('.verdict');
  return {
    tone: (await verdict.getAttribute('class'))?.replace('verdict ', ''),
    title: await verdict.locator('strong').textContent(),
    shape: await verdict.locator('path').getAttribute('d'),
  };
}

const isTitled = (page: Page, title: string) =>
  page.waitForFunction(
    (wanted) => document.querySelector('.verdict strong')?.textContent === wanted,
    title,
  );

const explained = (page: Page) => page.waitForSelector('.exp:not([hidden]):not([inert]) .causes');
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.id || element?.getAttribute('aria-label') || element?.className;
  });

describe.skipIf(chromium === undefined)('the page in Chromium', () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite(chromium ?? '');
  });
  afterAll(() => site.close());

  /** Enters a request through a link, and the key by hand. */
  async function enter(state: State, visit: Visit = {}) {
    const visited = await site.visit({ ...visit, fragment: toFragment(state) });
    await visited.page.fill('#sig-secret', state.secret);
    return visited;
  }

  describe('the states', () => {
    const tick = 'M3.5 9.5 7 13l7.5-8';
    const unequal = 'M3 6.5h12M3 11.5h12M12 3 6 15';
    const dots = 'M5 9h.1M9 9h.1M13 9h.1';
    const warning = 'M9 2 16.5 15.5h-15zM9 7v4M9 13.2v.1';
    const json = exampleOf('json');
    const bare = { ...json, url: 'https://example.com/events' };
    it.each<[string, State, string, string, string]>([
      ['nothing entered', blank, 'idle', 'Nothing entered', dots],
      ['no signature', { ...call, received: '' }, 'idle', 'Nothing to compare yet', dots],
      ['no key', { ...call, secret: '' }, 'idle', 'No key', dots],
      ['match', call, 'ok', 'Match', tick],
      [
        'match by a candidate',
        { ...call, url: 'https://example.com:443/voice?lang=en' },
        'ok',
        'Match, without the port',
        tick,
      ],
      [
        'not covered',
        { ...bare, received: compute(bare)?.base64 ?? '' },
        'bad',
        'The body is not signed',
        unequal,
      ],
      ['hash of another body', { ...json, raw: '{}' }, 'bad', 'The body was changed', unequal],
      [
        'malformed',
        { ...call, received: 'a'.repeat(40) },
        'bad',
        'This is hex, not base64',
        warning,
      ],
      ['cause found', exampleOf('plus'), 'bad', 'No match', unequal],
      ['cause not found', { ...call, received: other }, 'bad', 'No match, cause unknown', unequal],
      [
        'not the URL',
        { ...call, received: other, configured: call.url },
        'bad',
        'No match: the key or the body is different',
        unequal,
      ],
    ])('%s', async (_, state, tone, title, shape) => {
      const { page, problems } = await enter(state);
      await isTitled(page, title);
      if (title.startsWith('No match')) await explained(page);
      expect(await verdictOf(page)).toEqual({ tone, title, shape });
      expect(problems).toEqual([]);
      await page.context().close();
    });

    it('switches the kind of key, and says that next to fields', async () => {
      const { page } = await enter({ ...call, received: `${'A'.repeat(43)}=` });
      await page.click('text=Switch to shared key');
      expect(await focused(page)).toBe('sig-secret');
      await isTitled(page, 'No key');
      await page.fill('#sig-key-id', 'a b');
      expect(await page.textContent('#sig-key-id-notes')).toContain('key ID');
      await page.fill('#sig-url', '/voice#a');
      expect(await page.textContent('#sig-url-notes')).toMatch(/Not a full URL.*is left out/s);
      await page.fill('#sig-url', 'https://example.com/media');
      await page.click('text=WebSocket >> nth=-1');
      await page.click('text=Use wss');
      expect(await page.inputValue('#sig-url')).toBe('wss://example.com/media');
      expect(await focused(page)).toBe('sig-url');
      await page.click('#sig-tab-paste');
      await page.fill('#sig-paste', '{"log": ');
      expect(await page.textContent('#sig-paste-note')).toContain('Nothing was changed.');
      await page.context().close();
    });
  });

  it.each(['proxy', 'plus'])('applies the explanation of %s, and gets a match', async (name) => {
    const { page } = await site.visit({ fragment: `ex=${name}` });
    await explained(page);
    await page.click('text=Apply here and check');
    await isTitled(page, 'Match');
    expect(await focused(page)).toBe('verdict ok');
    expect(await page.isHidden('.exp')).toBe(true);
    await page.context().close();
  });

  it('reads a capture, explains it, and never fills the key', async () => {
    const { page } = await site.visit({ fragment: 'ex=blank' });
    await page.click('#sig-tab-paste');
    await page.fill('#sig-paste', 'curl https://example.com/voice -d a=1');
    expect(await page.textContent('#sig-paste-note')).toContain('Read as curl: POST, 1 parameter');
    expect(await page.inputValue('#sig-secret')).toBe('');
    await page.click('text=Raw HTTP');
    await explained(page);
    await page.click('text=Apply here and check');
    await isTitled(page, 'Match');
    await page.context().close();
  });

  it('follows the chosen framework', async () => {
    const { page } = await site.visit({ fragment: 'ex=proxy' });
    await explained(page);
    await page.click('#sig-tab-code');
    await page.click('#sig-framework-fastify');
    await page.waitForFunction(() => document.querySelector('.code .hl') !== null);
    expect(await page.textContent('.code code')).toContain("publicUrl: 'https://example.com/api'");
    await page.click('#sig-tab-compare');
    expect(await page.textContent('.fix code')).toMatch(/^await app\.register\(webhook, /);
    await page.context().close();
  });

  it('shares a link that has no key', async () => {
    const { page } = await site.visit({ fragment: 'ex=shared' });
    await page.click('text=Copy link');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link.startsWith(`${site.origin}/#r=`)).toBe(true);
    const shown = fromFragment(new URL(link).hash);
    const { secret, ...rest } = exampleOf('shared');
    expect(shown).toMatchObject({ ...rest, secret: '' });
    expect(JSON.stringify(shown)).not.toContain(secret);
    const again = await site.visit({ fragment: new URL(link).hash.slice(1) });
    await isTitled(again.page, 'No key');
    const text = await page.textContent('.str');
    expect(await again.page.textContent('.str')).toBe(text);
    await again.page.context().close();
    await page.context().close();
  });

  it('asks for nothing but its own files, and works without a network', async () => {
    const { page, requests, problems } = await site.visit({ fragment: 'ex=proxy' });
    await explained(page);
    await page.context().setOffline(true);
    await page.fill('#sig-secret', `${exampleKey}-of-mine`);
    await explained(page);
    await page.fill('#sig-secret', exampleKey);
    await page.waitForSelector('text=Apply here and check');
    await page.click('text=Apply here and check');
    await isTitled(page, 'Match');
    await page.click('#sig-tab-paste');
    for (const name of ['Raw HTTP', 'curl', 'HAR', 'Lambda'])
      await page.click(`.chip:text-is("${name}")`);
    await page.click('text=Copy link');
    const blocked = await page.evaluate(async () => {
      const fetched = ['/', 'https://example.com/'].map((url) => fetch(url, { mode: 'no-cors' }));
      return (await Promise.allSettled(fetched)).map(({ status }) => status);
    });
    expect(blocked).toEqual(['rejected', 'rejected']);
    const kept = await page.evaluate(async () => [
      localStorage.length + sessionStorage.length + (await indexedDB.databases()).length,
      document.cookie,
      location.href,
    ]);
    expect(kept).toEqual([0, '', `${site.origin}/#ex=proxy`]);
    const files = requests.filter((url) => !url.startsWith('data:'));
    expect(files.every((url) => url.startsWith(`${site.origin}/`))).toBe(true);
    const kinds = files.map((url) => new URL(url).pathname.replace(/-[\w-]{8}\./, '.'));
    expect([...new Set(kinds)].sort()).toEqual([
      '/',
      '/assets/explain-worker.js',
      '/assets/index.css',
      '/assets/index.js',
    ]);
    // What the policy has blocked just now, and nothing before.
    expect(problems.filter((text) => !/Content Security Policy|violates/.test(text))).toEqual([]);
    await page.context().close();
  });

  describe('by keyboard', () => {
    it('the string is one stop, arrows move, Enter edits', async () => {
      const { page } = await site.visit();
      await page.focus('.str [tabindex="0"]');
      expect(await page.locator('.str [tabindex="0"]').count()).toBe(1);
      await page.keyboard.press('End');
      expect(await focused(page)).toBe('Value of To: +18005550199. 12 bytes, 120 to 131');
      expect(await page.textContent('.read')).toContain('12 bytes, 120 to 131');
      await page.keyboard.press('ArrowUp');
      expect(await focused(page)).toBe('Name, number 6 in order: To. 2 bytes, 118 to 119');
      await page.keyboard.press('Enter');
      expect(await focused(page)).toBe('Name 3');
      await page.keyboard.type('X');
      await page.focus('.str [tabindex="0"]');
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      expect(await focused(page)).toBe('sig-url');
      await page.context().close();
    });

    it('tabs and rows', async () => {
      const { page } = await site.visit();
      await page.focus('#sig-tab-request');
      await page.keyboard.press('ArrowRight');
      expect(await focused(page)).toBe('sig-tab-paste');
      expect(await page.isVisible('#sig-paste')).toBe(true);
      await page.keyboard.press('Home');
      expect(await page.isVisible('#sig-url')).toBe(true);
      await page.focus('[aria-label="Value 6"]');
      await page.keyboard.press('Enter');
      expect(await focused(page)).toBe('Name 7');
      await page.keyboard.type('To');
      await page.keyboard.press('Tab');
      await page.keyboard.type('+1');
      expect(await page.textContent('.str')).toContain('To+1To+18005550199');
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('Remove To');
      await page.keyboard.press('Enter');
      expect(await focused(page)).toBe('Name 6');
      await page.context().close();
    });

    it('reaches each control once, forwards and back', async () => {
      const { page } = await site.visit({ fragment: 'ex=proxy' });
      await explained(page);
      const path: (string | undefined)[] = [];
      for (let i = 0; i < 80; i++) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(() => {
          const element = document.activeElement;
          if (element === null || element === document.body) return undefined;
          const all = [...document.querySelectorAll('*')];
          return `${all.indexOf(element)} ${element.textContent?.slice(0, 24)} ${element.id}`;
        });
        if (at === undefined) break;
        path.push(at);
      }
      expect(new Set(path).size).toBe(path.length);
      const text = path.join('\n');
      for (const part of ['Skip to', 'Copy fix', 'Apply here', 'Copy link', 'sig-secret']) {
        expect(text).toContain(part);
      }
      await page.context().close();
    });

    it('says the verdict and the cause once typing is over', async () => {
      const { page } = await site.visit({ fragment: 'ex=proxy' });
      const said = (text: string) =>
        page.waitForFunction(
          (wanted) => document.querySelector('.sigp > [role=status]')?.textContent === wanted,
          text,
        );
      await said('No match. TLS ends at a proxy, which also changes the host and path.');
      await page.click('text=Apply here and check');
      await said('Match.');
      await page.context().close();
    });
  });

  describe('for everybody', () => {
    const sights: readonly [string, string, (page: Page) => Promise<void>][] = [
      ['a match', 'ex=call', async () => {}],
      ['an explanation', 'ex=proxy', async (page) => void (await explained(page))],
      ['a body', 'ex=json', async (page) => page.fill('#sig-raw', '{}')],
      [
        'paste and code',
        'ex=shared',
        async (page) => {
          await page.click('#sig-tab-paste');
          await page.click('#sig-tab-code');
        },
      ],
      ['nothing', 'ex=blank', async () => {}],
    ];
    // So high that the bar at the bottom covers no part of the page, as it does until one scrolls.
    const height = 6000;
    describe.each([360, 1280])('axe, %i pixels wide', (width) => {
      describe.each(['light', 'dark'] as const)('in %s', (theme) => {
        it.each(sights)('%s', async (_, fragment, prepare) => {
          const { page } = await site.visit({ width, height, theme, fragment });
          await prepare(page);
          expect(await violations(page)).toEqual([]);
          await page.context().close();
        });
      });
    });

    it('nothing is wider than a phone', async () => {
      const long = { ...exampleOf('proxy'), url: `http://10.0.0.7/${'a'.repeat(200)}` };
      for (const fragment of [...sights.map(([, one]) => one), toFragment(long)]) {
        const { page } = await site.visit({ width: 360, fragment });
        for (const tab of ['#sig-tab-code', '#sig-tab-paste', '#sig-tab-compare']) {
          await page.click(tab);
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          expect({ fragment, tab, width }).toEqual({ fragment, tab, width: 360 });
        }
        await page.context().close();
      }
    });
  });

  it('agrees with the vectors of the scheme', async () => {
    const sample = vectors.filter((_, i) => i % 7 === 0);
    expect(sample.length).toBeGreaterThan(5);
    for (const vector of sample) {
      const { page } = await enter({ ...stateOfVector(vector), pasted: undefined });
      await page.waitForFunction(() => {
        const kind = document.querySelector('.verdict')?.className ?? '';
        return !kind.endsWith('idle');
      });
      const { tone } = await verdictOf(page);
      expect({ id: vector.id, isMatch: tone === 'ok' }).toEqual({
        id: vector.id,
        isMatch: vector.valid,
      });
      await page.context().close();
    }
  });
});

/** What axe finds: WCAG 2.2 AA and best practices. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: run } = window as unknown as {
      axe: {
        run: (
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations: found } = await run.run({ runOnly: { type: 'tag', values: tags } });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
    );
  });
}
