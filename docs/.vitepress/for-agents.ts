// What coding agents read: llms.txt (a list of the pages), llms-full.txt (all of the guide), and each page as Markdown.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SiteConfig } from 'vitepress';
import { expand } from './markdown/expand.js';
import { guide, reference } from './navigation.js';

interface Source {
  readonly title: string;
  readonly description: string;
  readonly markdown: string;
}

const fileOf = (link: string) =>
  `${link.replace(/#.*/, '').slice(1)}${link.endsWith('/') ? 'index' : ''}.md`;

export function writeForAgents({ srcDir, outDir, site }: SiteConfig): void {
  const groups = [...guide, ...reference].map(({ text, items }) => ({
    text,
    items: items
      .filter(({ link }) => !link.includes('#'))
      .map(({ link }) => ({ file: fileOf(link), ...sourceOf(join(srcDir, fileOf(link))) })),
  }));
  for (const { file, markdown } of groups.flatMap(({ items }) => items)) {
    mkdirSync(dirname(join(outDir, file)), { recursive: true });
    writeFileSync(join(outDir, file), markdown);
  }
  const head = `# ${site.title}\n\n> ${site.description}\n`;
  const lists = groups.map(({ text, items }) => {
    const rows = items.map(
      ({ title, file, description }) => `- [${title}](${site.base}${file}): ${description}`,
    );
    return `## ${text}\n\n${rows.join('\n')}\n`;
  });
  writeFileSync(join(outDir, 'llms.txt'), [head, ...lists].join('\n'));
  const pages = groups
    .slice(0, guide.length)
    .flatMap(({ items }) => items)
    .map(({ markdown }) => markdown);
  writeFileSync(join(outDir, 'llms-full.txt'), [head, ...pages].join('\n\n'));
}

/** A page without what only the site can show. */
function sourceOf(path: string): Source {
  const [, front = '', body = ''] =
    /^(?:---\n([\s\S]*?)\n---\n)?([\s\S]*)$/.exec(readFileSync(path, 'utf8')) ?? [];
  const markdown = expand(body)
    .replace(/^<!-- .*? -->\n/gm, '')
    .replace(/^<script[\s\S]*?<\/script>\n/gm, '')
    .replace(/^<[A-Z]\w* .*?\/>\n/gm, '')
    .replace(/ \{#[\w-]+\}$/gm, '')
    .trim();
  return {
    title: /^# (.*)$/m.exec(markdown)?.[1] ?? path,
    description: descriptionOf(front) ?? /^[A-Z].*$/m.exec(body)?.[0] ?? '',
    markdown: `${markdown}\n`,
  };
}

/** The description in the front matter of a page, which is a quoted string. */
function descriptionOf(front: string): string | undefined {
  const [, text] = /^description: (".*")$/m.exec(front) ?? [];
  return text === undefined ? undefined : JSON.parse(text);
}
