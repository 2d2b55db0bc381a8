// The site as it was built: what has to be found is there, every link leads somewhere, and nothing comes from elsewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { causes } from '@sig/core/explain';
import { describe, expect, it } from 'vitest';
import { readPublicApi, slugOf } from '../../docs/.vitepress/markdown/public-api.js';
import { guide, reference } from '../../docs/.vitepress/navigation.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const site = `${root}docs/.vitepress/dist/`;
if (!existsSync(`${site}index.html`))
  throw new Error('Build it first: turbo run build --filter=@sig/docs');

const files = readdirSync(site, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.html') && !/^(?:404\.html|playground\/)/.test(file));

interface Built {
  readonly html: string;
  readonly ids: ReadonlySet<string>;
  readonly links: readonly string[];
}

/** The pages by their addresses. */
const pages = new Map<string, Built>(
  files.map((file) => {
    const html = readFileSync(site + file, 'utf8');
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id));
    const links = [...html.matchAll(/<a\b[^>]* href="([^"]+)"/g)].map(([, link = '']) => link);
    return [`/${file.replace(/(?:index)?\.html$/, '')}`, { html, ids, links }];
  }),
);

/** What a page says, without its frame. */
const textOf = (address: string): string =>
  (pages.get(address)?.html.split('<main')[1] ?? '')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const idsOf = (address: string) => pages.get(address)?.ids ?? new Set<string>();

describe('links', () => {
  it.each([...pages.keys()])('%s leads only to what there is', (address) => {
    const broken = (pages.get(address)?.links ?? [])
      .filter((link) => link.startsWith('/') || link.startsWith('#'))
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const to = path === '' ? address : path;
        if (/\.\w+$/.test(to)) return !existsSync(site + to.slice(1));
        const page = pages.get(to);
        // The playground is a page of its own, built elsewhere.
        if (page === undefined) return !existsSync(`${site}${to.slice(1)}index.html`);
        return anchor !== undefined && anchor !== '' && !page.ids.has(decodeURIComponent(anchor));
      });
    expect(broken).toEqual([]);
  });

  it('every page is in the sidebar, and the sidebar has no other', () => {
    const listed = [...guide, ...reference].flatMap(({ items }) =>
      items.map(({ link }) => link.replace(/#.*/, '')),
    );
    expect([...new Set(['/', ...listed])].sort()).toEqual([...pages.keys()].sort());
  });
});

describe('an anchor for each', () => {
  const codes = [
    ...readFileSync(`${root}packages/core/src/errors.ts`, 'utf8').matchAll(
      /^ {2}'?([a-z-]+)'?: \[$|^ {2}'?([a-z-]+)'?: \[\d/gm,
    ),
  ].map(([, split, whole]) => split ?? whole ?? '');

  it('error code', () => {
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !idsOf('/troubleshooting').has(code))).toEqual([]);
  });

  it('cause of an explanation', () => {
    expect(Object.keys(causes).filter((cause) => !idsOf('/causes').has(cause))).toEqual([]);
  });

  const { modules } = readPublicApi();
  it.each(modules.map(({ name }) => name))('export of %s', (name) => {
    const { exports } = modules.find((one) => one.name === name) ?? { exports: [] };
    const missing = exports.filter((one) => !idsOf(`/reference/${slugOf(one.home)}`).has(one.name));
    expect(exports.length).toBeGreaterThan(0);
    expect(missing.map((one) => one.name)).toEqual([]);
  });
});

// What people suffer from most often: from the home page to the answer in three clicks, through the table of symptoms.
describe('from "A request is refused" to the answer', () => {
  it('the home page leads to the table', () => {
    expect(pages.get('/')?.links).toContain('/troubleshooting');
  });

  it.each([
    ['TLS ends at a proxy', '/proxy', "publicUrl: 'https://example.com'"],
    ['a failure says only 403', '/explain', 'first difference at character'],
    ['JSON bodies', '/json', 'There is no other function for it'],
    ['the order of middleware', '/body-parsers', 'captureRawBody'],
    ['the token is overwritten by the environment', '/migrate', 'the option takes precedence'],
    ['no adapter', '/start/recipes', 'SvelteKit'],
    ['Next.js reads the body once', '/start/next#with-body-parsers', 'bodyParser: false'],
    ['WebSocket upgrades', '/websockets', 'rejectUpgrade'],
    ['imports take seconds', '/performance#import', 'import of @sig/core'],
    ['subaccounts', '/subaccounts', 'unverifiedParams'],
    ['rotation', '/shared-keys#rotate-the-auth-token', 'OLD_AUTH_TOKEN'],
  ])('%s: %s', (_, link, answer) => {
    expect(pages.get('/troubleshooting')?.links).toContain(link);
    expect(textOf(link.replace(/#.*/, ''))).toContain(answer);
  });
});

it('nothing is loaded from elsewhere', () => {
  for (const { html } of pages.values()) {
    const sources = [
      ...html.matchAll(/<(?:script|img|iframe)\b[^>]* src="([^"]+)"/g),
      ...html.matchAll(/<link\b[^>]* href="([^"]+)"/g),
    ].map(([, source = '']) => source);
    expect(
      sources.filter((source) => !source.startsWith('/') && !source.startsWith('data:')),
    ).toEqual([]);
  }
});

it('the search knows codes, causes, options and exports', () => {
  const assets = `${site}assets/chunks/`;
  const index = readdirSync(assets).find((file) => file.startsWith('@localSearchIndex'));
  const text = readFileSync(assets + index, 'utf8');
  for (const word of [
    'signature-mismatch',
    'scheme-swapped',
    'publicUrl',
    'createStreamTickets',
    '57012',
  ]) {
    expect(text).toContain(word);
  }
});

describe('for coding agents', () => {
  const list = readFileSync(`${site}llms.txt`, 'utf8');

  it('llms.txt names every page, which there is as Markdown', () => {
    const named = [...list.matchAll(/\]\(\/([^)]+)\): (.+)$/gm)];
    expect(named).toHaveLength(pages.size - 1);
    for (const [, file = ''] of named) expect(existsSync(site + file), file).toBe(true);
  });

  it('llms-full.txt has the guide, with what the pages take from elsewhere', () => {
    const text = readFileSync(`${site}llms-full.txt`, 'utf8');
    for (const { items } of guide) {
      for (const { link } of items) {
        const [, title = ''] = /<h1[^>]*>(.*?) <a/.exec(pages.get(link)?.html ?? '') ?? [];
        expect(text).toContain(`# ${title.replace(/<code>|<\/code>/g, '`')}`);
      }
    }
    expect(text).not.toMatch(/^<!-- (?:include|generated)/m);
  });
});
