import { rowsOf } from './tables.js';

/** The options that all adapters have, an anchor each. */
export function optionsTable(): string {
  return rowsOf('packages/core/README.md', 'Options')
    .map(([name = '', initial = '', meaning = '']) => {
      const id = name.replaceAll('`', '');
      return `### ${name} {#${id}}\n\n${sentence(meaning)}\n\nDefault: ${initial}.\n`;
    })
    .join('\n');
}

/** A cell of a table as a sentence. */
export function sentence(text: string): string {
  const first = text.startsWith('`') ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
