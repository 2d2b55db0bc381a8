import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { dark, light } from './code-themes.js';
import { writeForAgents } from './for-agents.js';
import { expand } from './markdown/expand.js';
import { repositoryUrl } from './markdown/repository.js';
import { type Group, guide, reference } from './navigation.js';

/** The sidebar takes lists that can be changed. */
const sidebar = (groups: readonly Group[]) =>
  groups.map(({ text, items }) => ({ text, items: [...items] }));

export default defineConfig({
  title: 'sig',
  titleTemplate: ':title · sig',
  description: 'Verify Twilio webhook signatures in any Node framework, and know why one failed.',
  lang: 'en',
  base: process.env.DOCS_BASE ?? '/',
  cleanUrls: true,
  srcExclude: ['**/node_modules/**'],
  head: [
    [
      'link',
      { rel: 'icon', href: `${process.env.DOCS_BASE ?? '/'}mark.svg`, type: 'image/svg+xml' },
    ],
    ['meta', { name: 'theme-color', content: '#f5f6f8', media: '(prefers-color-scheme: light)' }],
    ['meta', { name: 'theme-color', content: '#0d0f13', media: '(prefers-color-scheme: dark)' }],
  ],
  markdown: {
    theme: { light, dark },
    config(md) {
      // Before anything else, so that the search and the table of contents see it too.
      md.core.ruler.before('normalize', 'expand', (state) => {
        state.src = expand(state.src);
      });
      // Wide tables scroll by themselves, with the keyboard too.
      md.renderer.rules.table_open = () =>
        '<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n';
      md.renderer.rules.table_close = () => '</table></div>\n';
    },
  },
  themeConfig: {
    siteTitle: 'sig',
    nav: [
      { text: 'Guide', link: '/start/', activeMatch: '^/(?!reference|troubleshooting|causes|$)' },
      {
        text: 'Troubleshooting',
        link: '/troubleshooting',
        activeMatch: '^/(troubleshooting|causes)',
      },
      { text: 'Reference', link: '/reference/', activeMatch: '^/reference/' },
      { text: 'Playground', link: '/playground/', target: '_self' },
    ],
    sidebar: { '/reference/': sidebar(reference), '/': sidebar(guide) },
    outline: { level: [2, 3] },
    search: {
      provider: 'local',
      options: {
        miniSearch: { searchOptions: { boost: { title: 4, titles: 2 } } },
        // The index takes the text alone, so it needs no colours.
        _render(markdown, env, md) {
          const { highlight } = md.options;
          md.options.highlight = null;
          const html = md.render(markdown, env);
          md.options.highlight = highlight;
          return env.frontmatter?.search === false ? '' : html;
        },
      },
    },
    socialLinks: [{ icon: 'github', link: repositoryUrl }],
    externalLinkIcon: false,
    docFooter: { prev: 'Before', next: 'Next' },
    footer: {
      message:
        'sig is an independent project, not affiliated with or endorsed by Twilio or any other company whose signature scheme it speaks. MIT licensed.',
    },
  },
  buildEnd(site) {
    writeForAgents(site);
    // A page of its own, so that its policy holds: it may not connect to anything.
    const page = new URL('../../apps/playground/dist', import.meta.url);
    cpSync(page, join(site.outDir, 'playground'), { recursive: true });
  },
});
