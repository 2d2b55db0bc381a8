// The scheme a second time, from its description and with nothing of sig: what the generated tests
// hold the packages against. It is written to be read, not to be fast, and is stricter than lenient.

import { createHash, createHmac } from 'node:crypto';

export type Pair = readonly [name: string, value: string];

/** `base64(HMAC-SHA1(key, text))`. */
export function signatureOf(key: string, text: string): string {
  return createHmac('sha1', key).update(text, 'utf8').digest('base64');
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The parameters of a form, as bytes that came, in the order of arrival. */
export function formPairs(bytes: Uint8Array): Pair[] {
  const pieces = Buffer.from(bytes).toString('latin1').split('&');
  return pieces
    .filter((piece) => piece !== '')
    .map((piece): Pair => {
      const [name = '', ...rest] = piece.split('=');
      return [decode(name), decode(rest.join('='))];
    });
}

/** `+` is a space, escapes are bytes, a bad escape stays; the bytes are UTF-8. */
function decode(latin1: string): string {
  const bytes = latin1
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // As the Encoding Standard decodes, but for the mark at the start, which is a character of a value.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(bytes, 'latin1'));
}

/** By name, and the distinct values of each name, both sorted by UTF-16 code unit. */
export function sortedParams(pairs: readonly Pair[]): [name: string, values: string[]][] {
  const names = [...new Set(pairs.map(([name]) => name))].sort(byCodeUnit);
  return names.map((name) => {
    const values = pairs.filter(([key]) => key === name).map(([, value]) => value);
    return [name, [...new Set(values)].sort(byCodeUnit)];
  });
}

/** What of a form follows the URL in the string to sign. */
export function formText(pairs: readonly Pair[]): string {
  return sortedParams(pairs)
    .flatMap(([name, values]) => values.map((value) => name + value))
    .join('');
}

function byCodeUnit(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const token = "[!#$%&'*+.^_`|~0-9a-z-]+";
const quoted = '"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\t\\x20-\\x7e])*"';
const form = new RegExp(
  `^[ \\t]*application/x-www-form-urlencoded[ \\t]*(?:;[ \\t]*(?:${token}=(?:${token}|${quoted}))?[ \\t]*)*$`,
  'i',
);

/**
 * Whether every parser takes a body of this type for a form (RFC 9110, section 8.3.1). Any comma could
 * be the border of a list, and makes it none.
 */
export function isStrictForm(contentTypes: readonly string[]): boolean {
  const [only] = contentTypes;
  return contentTypes.length === 1 && only !== undefined && form.test(only) && !only.includes(',');
}

/** The `bodySHA256` of a URL; `undefined` if it has none, or several that differ. */
export function bodyHashOf(url: string): string | undefined {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  const values = query.split('&').filter((piece) => /^bodySHA256=/.test(piece));
  return new Set(values).size === 1 ? values[0]?.slice('bodySHA256='.length) : undefined;
}

/** Scheme, authority, path and query of a URL, as text. */
interface Parts {
  readonly scheme: string;
  readonly userinfo: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

// Only ASCII hosts: an internationalized name is sent in its ASCII form.
const url =
  /^(https?|wss?):\/\/([^/?#@]*@)?([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:[0-9]+)?(\/[^?#]*|)(\?.*|)$/is;

function partsOf(text: string): Parts | undefined {
  const match = url.exec(text);
  if (match === null) return undefined;
  const [, scheme = '', userinfo = '', host = '', port = '', path = '', query = ''] = match;
  return { scheme: scheme.toLowerCase(), userinfo, host, port, path, query };
}

/** An origin as it may precede a request target, with a path that a proxy strips or without. */
export function isOrigin(text: string): boolean {
  const parts = partsOf(text);
  return parts !== undefined && parts.userinfo === '' && parts.query === '';
}

/** What a request may have, apart from the URL, that changes what was signed. */
export interface Circumstances {
  /** `user:password` of Basic credentials that came with the request. */
  readonly userinfo?: string | undefined;
  /** Whether it is a WebSocket upgrade. */
  readonly upgrade: boolean;
}

/**
 * Every URL that a sender may have signed for a request that is seen at `seen`: the port, userinfo,
 * apostrophes in the query, and a trailing slash are known to differ; a missing path is `/`.
 */
export function signedUrls(seen: string, { userinfo, upgrade }: Circumstances): Set<string> {
  const parts = partsOf(upgrade ? seen.replace(/^http/i, 'ws') : seen);
  if (parts === undefined) return new Set();
  const { scheme, port, path, query } = parts;
  const secure = scheme === 'https' || scheme === 'wss';
  const ports = port === '' ? ['', secure ? ':443' : ':80'] : [port, ''];
  const users = ['', parts.userinfo, ...(userinfo === undefined ? [] : [`${userinfo}@`])];
  const paths = [path, ...(path.endsWith('/') ? [path.slice(0, -1)] : [])];
  if (upgrade && !path.endsWith('/')) paths.push(`${path}/`);
  if (path === '') paths.push('/');
  const queries = [query, query.replaceAll("'", '%27'), query.replaceAll('%27', "'")];
  const all = new Set<string>();
  for (const user of users) {
    for (const thePort of ports) {
      for (const thePath of paths) {
        for (const theQuery of queries) {
          all.add(`${scheme}://${user}${parts.host}${thePort}${thePath}${theQuery}`);
        }
      }
    }
  }
  return all;
}

/**
 * The path and query of a request target (RFC 9112, section 3.2): an origin-form as it is, an
 * absolute-form whose authority is a host and whose path is not empty without its authority.
 *
 * @returns `undefined` for any other
 */
export function originForm(target: string): string | undefined {
  if (target.startsWith('/')) return target;
  const parts = partsOf(target);
  if (parts === undefined || !/^http/.test(parts.scheme)) return undefined;
  return parts.path === '' || parts.userinfo !== '' ? undefined : parts.path + parts.query;
}
