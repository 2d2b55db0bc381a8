import { textOfBytes } from '../record.js';
import { type Copied, statedFields } from './as-curl.js';

/** Lines that editors obey: another request, a file that is included, a script, a variable. */
const instruction = /^(?:###|[<>](?:[\s@{>]|$)|@)/;
/** What editors put a value of their own in place of, such as one of the environment. */
const template = /\{\{/;

/**
 * A request for a `.http` file, which editors send; `undefined` if its body is not text, or has lines that editors obey.
 *
 * @example
 * asHttpFile({ method: 'POST', url: 'http://127.0.0.1:3000/voice', headers, body })
 */
export function asHttpFile(copied: Copied): string | undefined {
  const { method, url, body } = copied;
  const text = textOfBytes(body);
  if (text === undefined || linesOf(text).some((line) => instruction.test(line))) return undefined;
  if (/\s/.test(method + url)) return undefined;
  const fields = statedFields(copied);
  if ([text, url, ...fields.flat()].some((one) => template.test(one))) return undefined;
  const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').split('?', 1)[0];
  return [
    `### ${method} ${path}`,
    `${method} ${url} HTTP/1.1`,
    ...fields.map(([name, value]) => `${name}: ${value}`),
    '',
    ...(text === '' ? [] : [text, '']),
  ].join('\n');
}

function linesOf(text: string): string[] {
  return text.split(/[\n\r\u2028\u2029]/).map((line) => line.trimStart());
}
