import { sha256 } from '#hash';

/** The query parameter that covers a body which is not a form. */
export const bodyHashParam = 'bodySHA256';

/**
 * Lower-case hex SHA-256 of the raw body (a string stands for its UTF-8 bytes).
 *
 * @example
 * bodyHash('{}') // '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
 */
export function bodyHash(body: Uint8Array | string): string {
  return sha256(body);
}

/**
 * The `bodySHA256` of a URL. Real traffic repeats it with one and the same value; two different
 * values say nothing, so they match no body.
 *
 * @returns `undefined` if there is none, `''` if there are different ones
 */
export function signedBodyHash(url: string): string | undefined {
  if (!url.includes(bodyHashParam)) return undefined;
  const values = queryValues(url, bodyHashParam);
  return values.every((value) => value === values[0]) ? values[0] : '';
}

/** The values of a query parameter whose name and value need no escapes. */
export function queryValues(url: string, name: string): string[] {
  const start = url.indexOf('?');
  if (start < 0) return [];
  const [query = ''] = url.slice(start + 1).split('#', 1);
  const values: string[] = [];
  for (const part of query.split('&')) {
    if (part === name) values.push('');
    else if (part.startsWith(`${name}=`)) values.push(part.slice(name.length + 1));
  }
  return values;
}

/**
 * The URL with a `bodySHA256` for this body added to its query, before a fragment. It replaces one that
 * the URL has already, which is of another body; every other byte stays.
 */
export function withBodyHash(url: string, body: Uint8Array | string): string {
  const hashed = `${bodyHashParam}=${bodyHash(body)}`;
  const fragment = url.indexOf('#');
  const end = fragment < 0 ? url.length : fragment;
  const base = withoutBodyHash(url.slice(0, end));
  const separator = base.includes('?') ? (/[?&]$/.test(base) ? '' : '&') : '?';
  return base + separator + hashed + url.slice(end);
}

function withoutBodyHash(url: string): string {
  const start = url.indexOf('?') + 1;
  if (start === 0) return url;
  const parts = url.slice(start).split('&');
  const others = parts.filter(
    (part) => part !== bodyHashParam && !part.startsWith(`${bodyHashParam}=`),
  );
  return url.slice(0, start) + others.join('&');
}
