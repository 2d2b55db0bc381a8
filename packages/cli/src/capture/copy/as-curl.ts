import { type Fields, fieldOf, textOfBytes } from '../record.js';

/** A request to copy, and where to send it. */
export interface Copied {
  readonly method: string;
  /** The URL to send it to. */
  readonly url: string;
  readonly headers: Fields;
  readonly body: Uint8Array;
}

/** Those that a client makes by itself, and those that belong to one connection. */
const own = ['content-length', 'connection', 'transfer-encoding', 'keep-alive', 'te', 'expect'];

/** What a header field is on the wire; a file may hold anything. */
const isField = ([name, value]: readonly [string, string]) =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[\0\r\n]/.test(value);

/** The header fields that a copy states; `Host` only if it is not that of the URL. */
export function statedFields({ headers, url }: Copied): Fields {
  const host = /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1]?.toLowerCase();
  return headers.filter(isField).filter(([name, value]) => {
    const lower = name.toLowerCase();
    return !own.includes(lower) && (lower !== 'host' || value.toLowerCase() !== host);
  });
}

/**
 * A request as a command line of curl, for any POSIX shell. Bodies that are not text are piped in as Base64.
 *
 * @example
 * asCurl({ method: 'POST', url: 'http://127.0.0.1:3000/voice', headers, body })
 */
export function asCurl(copied: Copied): string {
  const { method, url, body, headers } = copied;
  const text = textOfBytes(body);
  const isText = text !== undefined && !text.includes('\0');
  const fields = statedFields(copied).filter(([name]) => !/^accept-encoding$/i.test(name));
  const words = ['curl'];
  // curl takes brackets for patterns, and dots for steps.
  if (/[[\]{}]/.test(url)) words.push('--globoff');
  if (/\/\.{1,2}(?:[/?]|$)/.test(url)) words.push('--path-as-is');
  if (method === 'HEAD') words.push('--head');
  else if (method !== (body.length === 0 ? 'GET' : 'POST')) words.push(`-X ${quoted(method)}`);
  const lines = [
    `${words.join(' ')} ${quoted(url)}`,
    ...fields.map(
      ([name, value]) => `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`,
    ),
    // What curl would add.
    ...['User-Agent', 'Accept', ...(body.length === 0 ? [] : ['Content-Type'])]
      .filter((name) => fieldOf(headers, name.toLowerCase()) === undefined)
      .map((name) => `-H ${quoted(`${name}:`)}`),
  ];
  if (body.length > 0) lines.push(isText ? `--data-raw ${quoted(text)}` : '--data-binary @-');
  const command = lines.join(' \\\n  ');
  if (isText || body.length === 0) return command;
  return `printf '%s' ${quoted(Buffer.from(body).toString('base64'))} | base64 -d | ${command}`;
}

/** A word for a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}
