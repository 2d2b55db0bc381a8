// Parts of other Markdown files, so that nothing is written twice.
import { relink } from './links.js';
import { read } from './repository.js';

/**
 * Sections of a file, with what is under them, one after the other. Without names: all that is under its title.
 *
 * @throws Error if there is no such section
 */
export function sectionsOf(file: string, names: readonly string[], withHeadings: boolean): string {
  const document = read(file).replaceAll('\r\n', '\n');
  const parts =
    names.length === 0
      ? [document.replace(/^# .*\n/, '')]
      : names.map((name) => sectionOf(document, name, file, withHeadings));
  return relink(parts.join('\n\n'), file).replace(/^<!-- (?:snippet|sample): .*-->\n/gm, '');
}

function sectionOf(document: string, name: string, file: string, withHeading: boolean): string {
  const lines = document.split('\n');
  const start = lines.findIndex(
    (line) => /^#{2,4} /.test(line) && line.replace(/^#+ /, '') === name,
  );
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 0;
  if (start < 0) throw new Error(`${file} has no section "${name}".`);
  let isCode = false;
  const end = lines.findIndex((line, i) => {
    if (line.startsWith('```')) isCode = !isCode;
    const [marks] = /^#+(?= )/.exec(line) ?? [];
    return i > start && !isCode && marks !== undefined && marks.length <= level;
  });
  return lines
    .slice(withHeading ? start : start + 1, end < 0 ? undefined : end)
    .join('\n')
    .trim();
}
