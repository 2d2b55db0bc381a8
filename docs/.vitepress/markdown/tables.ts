import { relink } from './links.js';
import { read } from './repository.js';

/** The cells of the first table under a heading of a Markdown file, row by row, without its head. */
export function rowsOf(file: string, heading: string): string[][] {
  const [, section = ''] = read(file).split(`\n## ${heading}\n`);
  const table = section.split('\n## ')[0]?.match(/(?:^\|.*\n?)+/m)?.[0] ?? '';
  const rows = relink(table, file).trim().split('\n').slice(2);
  if (rows.length === 0) throw new Error(`${file} has no table under "${heading}".`);
  return rows.map((row) => row.slice(2, -2).split(' | '));
}
