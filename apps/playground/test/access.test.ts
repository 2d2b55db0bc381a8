// The page in Chromium with a keyboard, with assistive technology, on a phone.
import { findProgram } from '@sig/conformance';
import { accessibilityViolations } from '@sig/conformance/axe';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../src/model/examples.js';
import { toFragment } from '../src/model/share.js';
import { explained, focused, type Site, startSite } from './browser.js';

const chromium = findProgram('chromium');

describe.skipIf(chromium === undefined)('the page in Chromium', () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite(chromium ?? '');
  });
  afterAll(() => site.close());

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
    // What depends on the theme is colours, and on the width the layout: `SIG_ALL=1` takes every pair of them.
    const looks = [
      { width: 360, theme: 'dark' },
      { width: 1280, theme: 'light' },
      { width: 360, theme: 'light' },
      { width: 1280, theme: 'dark' },
    ] as const;
    describe.each(looks.slice(0, process.env.SIG_ALL === '1' ? 4 : 2))('axe: %o', (look) => {
      it.each(sights)('%s', async (_, fragment, prepare) => {
        const { page } = await site.visit({ ...look, height, fragment });
        await prepare(page);
        expect(await accessibilityViolations(page)).toEqual([]);
        await page.context().close();
      });
    });

    const long = { ...exampleOf('proxy'), url: `http://10.0.0.7/${'a'.repeat(200)}` };
    it.each([
      ...sights.map(([name, fragment]) => [name, fragment]),
      ['a long URL', toFragment(long)],
    ])('nothing is wider than a phone: %s', async (_, fragment) => {
      const { page } = await site.visit({ width: 360, fragment });
      for (const tab of ['#sig-tab-code', '#sig-tab-paste', '#sig-tab-compare']) {
        await page.click(tab);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect({ tab, width }).toEqual({ tab, width: 360 });
      }
      await page.context().close();
    });
  });
});
