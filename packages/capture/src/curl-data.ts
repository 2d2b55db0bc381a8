import type { CurlOption } from './curl-options.js';
import { CaptureError } from './errors.js';

/** The data of several options, joined as curl joins it. */
export function joined(options: readonly CurlOption[]): string {
  return options
    .map(([name, value], i) => (i === 0 || name === 'json' ? '' : '&') + dataOf(name, value))
    .join('');
}

function dataOf(name: string, value: string): string {
  if (name === 'data-raw') return value;
  if (name === 'data-urlencode') return urlencoded(value);
  return value.startsWith('@') ? noFile(value) : value;
}

/** A part of the query (`--url-query`), as it is after a "+". */
export function queryOf(value: string): string {
  return value.startsWith('+') ? value.slice(1) : urlencoded(value);
}

/** `content`, `=content`, `name=content`, `@file` or `name@file`, of which the content is escaped. */
function urlencoded(text: string): string {
  const [, name, content] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (content !== undefined) return `${name ? `${name}=` : ''}${escaped(content)}`;
  return text.includes('@') ? noFile(text) : escaped(text);
}

/** As curl escapes: all but letters, digits and `-._~`. */
function escaped(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function noFile(value: string): never {
  throw new CaptureError(
    `The curl command sends a file (${JSON.stringify(value)}), which is not in it: give its text with --data-raw instead.`,
  );
}
