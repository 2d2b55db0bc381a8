/** A URL cut at its delimiters. Joined again the parts are the URL, to the byte. */
export interface UrlParts {
  /** Scheme and `://`. */
  readonly scheme: string;
  /** Userinfo with its `@`, or nothing. */
  readonly userinfo: string;
  /** Host, with brackets if IPv6. */
  readonly host: string;
  /** Port with its `:`, or nothing. */
  readonly port: string;
  readonly path: string;
  /** Query with its `?`, and a fragment if there is one; or nothing. */
  readonly query: string;
}

const pattern =
  /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*@)?(\[[^\]/?#]*\]|[^:/?#]*)(:[^/?#]*)?([^?#]*)(.*)$/is;

/**
 * Cuts a URL (RFC 3986, section 3) as text. Unlike `new URL()` it changes nothing: the sender signed
 * bytes, and a normalised URL has other bytes.
 *
 * @returns `undefined` if there is no `scheme://`
 * @example
 * splitUrl('https://example.com:8443/a?b')?.port // ':8443'
 */
export function splitUrl(url: string): UrlParts | undefined {
  const match = pattern.exec(url);
  if (match === null) return undefined;
  const [, scheme = '', userinfo = '', host = '', port = '', path = '', query = ''] = match;
  return { scheme, userinfo, host, port, path, query };
}

/**
 * A URL without its fragment, which is never sent and never signed: senders read connection overrides from it
 * (`https://example.com/voice#rc=2`).
 */
export function cutFragment(url: string): string {
  const hash = url.indexOf('#');
  return hash < 0 ? url : url.slice(0, hash);
}

/**
 * Joins what {@link splitUrl} cut.
 * @example
 * const parts = splitUrl('https://example.com:8443/a')
 * const withoutPort = parts && joinUrl({ ...parts, port: '' })
 */
export function joinUrl(parts: UrlParts): string {
  const { scheme, userinfo, host, port, path, query } = parts;
  return scheme + userinfo + host + port + path + query;
}
