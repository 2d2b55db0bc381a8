// The page in Chromium: what it shows in every state, what it is used for, and that nothing leaves it.
import { readFileSync } from 'node:fs';
import { findProgram } from '@sig/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleKey, exampleOf } from '../src/model/examples.js';
import { fromFragment, toFragment } from '../src/model/share.js';
import { compute } from '../src/model/signature.js';
import { blank, type State } from '../src/model/state.js';
import {
  explained,
  focused,
  isTitled,
  type Site,
  startSite,
  type Visit,
  verdictOf,
} from './browser.js';
import { stateOfVector, type Vector } from './vector.js';

const chromium = findProgram('chromium');
const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../../packages/conformance/vectors.json', import.meta.url), 'utf8'),
);

const call = exampleOf('call');
const other = `${'A'.repeat(27)}=`;

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
    await page.waitForSelector('.code code:has-text("app.register") .hl');
    expect(await page.textContent('.code code')).toContain("publicUrl: 'https://example.com/api'");
    await page.click('#sig-tab-compare');
    // It is looked for anew after each change.
    await page.waitForSelector('.fix code:has-text("await app.register(webhook, ")');
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

  it('has a policy that lets nothing out, and neither inline scripts nor styles', async () => {
    const html = await (await fetch(`${site.origin}/`)).text();
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      'img-src data:',
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=|unsafe/);
  });

  it('goes on without a cause that was looked for before', async () => {
    const { page } = await site.visit({ fragment: 'ex=proxy' });
    await explained(page);
    // Each is looked for, and dropped as the next one is typed.
    for (const secret of ['a', 'ab', 'abc']) {
      await page.fill('#sig-secret', secret);
      await page.waitForTimeout(350);
    }
    await page.fill('#sig-secret', exampleKey);
    await page.click('text=Voice call');
    await isTitled(page, 'Match');
    await page.waitForTimeout(1000);
    expect(await verdictOf(page)).toMatchObject({ tone: 'ok', title: 'Match' });
    expect(await page.isHidden('.exp')).toBe(true);
    await page.context().close();
  });

  it.each(vectors.filter((_, i) => i % 7 === 0))(
    'agrees with the vectors of the scheme: $id',
    async (vector) => {
      const { page } = await enter({ ...stateOfVector(vector), pasted: undefined });
      await page.waitForSelector('.verdict:not(.idle)');
      expect((await verdictOf(page)).tone === 'ok').toBe(vector.valid);
      await page.context().close();
    },
  );
});
