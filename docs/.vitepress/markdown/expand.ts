// What a page says is taken from elsewhere:
//   <!-- include: FILE: SECTION, SECTION -->   sections of a Markdown file, with their headings
//   <!-- include text: FILE: SECTION -->       what is under the heading
//   <!-- include prose: FILE: SECTION -->      the section without its tables
//   <!-- generated: NAME ARGUMENT -->          made of the data in the code

import { causesOf } from './causes.js';
import { allErrors } from './errors.js';
import { optionsTable } from './options.js';
import { referenceOf } from './reference.js';
import { sectionsOf } from './sections.js';

const generators: Readonly<Record<string, (argument: string) => string>> = {
  errors: allErrors,
  causes: causesOf,
  options: optionsTable,
  reference: referenceOf,
};

const directive = /^<!-- (include|include text|include prose|generated): (.+?) -->$/gm;

/** The Markdown of a page with all that it takes from elsewhere. */
export function expand(markdown: string): string {
  return markdown.replace(directive, (_, kind: string, rest: string) => {
    if (kind === 'generated') {
      const [name = '', argument = ''] = rest.split(' ');
      const generate = generators[name];
      if (generate === undefined) throw new Error(`Nothing generates "${name}".`);
      return generate(argument);
    }
    const [file = '', names] = rest.split(': ');
    const sections = sectionsOf(file, names?.split(', ') ?? [], kind !== 'include text');
    return kind === 'include prose' ? sections.replace(/(?:^\|.*\n?)+/gm, '') : sections;
  });
}
