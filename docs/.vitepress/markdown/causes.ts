// Every cause that an explanation can name, with its fix, from the tables that explanations are made of.
import { contentCauses } from '../../../packages/core/src/explain/causes/content.js';
import { keyCauses } from '../../../packages/core/src/explain/causes/key.js';
import type { Row } from '../../../packages/core/src/explain/causes/row.js';
import { urlCauses } from '../../../packages/core/src/explain/causes/url.js';
import { asMarkdown } from './plain.js';

const groups: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  url: urlCauses,
  content: contentCauses,
  key: keyCauses,
};

/** The sections of one group: `url`, `content` or `key`. */
export function causesOf(group: string): string {
  return Object.entries(groups[group] ?? {})
    .map(([name, { title, fix, outside }]) => {
      const rest =
        outside === undefined
          ? ''
          : `\n\nIf the app has the bytes as they came: ${asMarkdown(outside)}`;
      return `### ${name} {#${name}}\n\n${asMarkdown(title)}\n\n**Fix.** ${asMarkdown(fix)}${rest}\n`;
    })
    .join('\n');
}
