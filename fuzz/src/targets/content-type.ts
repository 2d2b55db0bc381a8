import { isForm } from '@sig/core/adapter';
import { edited } from '../generate/text.js';
import { isStrictForm } from '../reference/content-type.js';
import type { Source } from '../source.js';
import { holds, same, target } from '../target.js';

const pieces = [
  ';',
  'a',
  '=',
  ' ',
  ',',
  '"',
  '\\',
  ' charset=UTF-8',
  '; boundary=B',
  'multipart/form-data',
  'text/plain',
  '\t',
  '/',
  'b=c',
  'application/x-www-form-urlencoded',
  '\v',
  '\u00a0',
  'é',
  '="x;y"',
  '="z"',
  '\0',
];
const bases = [
  'application/x-www-form-urlencoded',
  'Application/X-WWW-FORM-urlencoded',
  ' application/x-www-form-urlencoded',
  '',
];

/** What core takes for a form, a strict reader and the `formData()` of the runtime take for one too. */
export const contentType = (subject = isForm) =>
  target({
    name: 'content-type',
    weight: 2,
    make: type,
    check(text: string) {
      const form = subject(text);
      same(form, isStrictForm(text), 'form');
      if (!form) return 'refused';
      const headers = headersOf(text);
      if (headers === undefined) return 'refused';
      return readsAsForm(new Response('a=1&b=%2B', { headers }));
    },
  });

function type(source: Source): string {
  const text = source.pick(bases) + source.text(3, pieces);
  return source.oneIn(3) ? edited(source, text, [',', ';', '"', '=', ' ', 'x']) : text;
}

/** `undefined` for a value that no header can have. */
function headersOf(value: string): Headers | undefined {
  try {
    return new Headers({ 'content-type': value });
  } catch {
    return undefined;
  }
}

async function readsAsForm(response: Response): Promise<'accepted'> {
  const read = await response.formData().catch(() => undefined);
  holds(read !== undefined, 'formData() takes it for something else');
  same(
    [...(read ?? [])],
    [
      ['a', '1'],
      ['b', '+'],
    ],
    'formData()',
  );
  return 'accepted';
}
