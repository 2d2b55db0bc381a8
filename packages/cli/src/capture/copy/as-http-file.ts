import { textOfBytes } from '../record.js';
import { type Copied, statedFields } from './as-curl.js';

/**
 * A request for a `.http` file, which editors send; `undefined` if its body is not text.
 *
 * @example
 * asHttpFile({ method: 'POST', url: 'http://127.0.0.1:3000/voice', headers, body })
 */
export function asHttpFile(copied: Copied): string | undefined {
  const { method, url, body } = copied;
  const text = textOfBytes(body);
  if (text === undefined) return undefined;
  const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').split('?', 1)[0];
  return [
    `### ${method} ${path}`,
    `${method} ${url} HTTP/1.1`,
    ...statedFields(copied).map(([name, value]) => `${name}: ${value}`),
    '',
    ...(text === '' ? [] : [text, '']),
  ].join('\n');
}
