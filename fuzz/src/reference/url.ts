// The candidates of the scheme, written a second time and more simply than in core: as sets of text.

/** The parts of a URL, cut at the first delimiters that there are. */
export interface Cut {
  readonly scheme: string;
  readonly userinfo: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

/** @returns `undefined` for what has no `scheme://` */
export function cut(url: string): Cut | undefined {
  const colon = url.indexOf('://');
  if (colon < 1 || !/^[a-z][a-z0-9+.-]*$/i.test(url.slice(0, colon))) return undefined;
  const start = colon + 3;
  const authorityEnd = firstOf(url, start, '/?#');
  const authority = url.slice(start, authorityEnd);
  const at = authority.lastIndexOf('@') + 1;
  const hostport = authority.slice(at);
  const bracket = hostport.startsWith('[') ? hostport.indexOf(']') : -1;
  const hostEnd = bracket >= 0 ? bracket + 1 : firstOf(hostport, 0, ':');
  const host = hostport.slice(0, hostEnd);
  const rest = hostport.slice(hostEnd);
  // What follows the bracket and is not a port belongs to no part; it is kept in the path.
  const [port, odd] = rest.startsWith(':') ? [rest, ''] : ['', rest];
  const queryStart = firstOf(url, authorityEnd, '?#');
  return {
    scheme: url.slice(0, start),
    userinfo: authority.slice(0, at),
    host,
    port,
    path: odd + url.slice(authorityEnd, queryStart),
    query: url.slice(queryStart),
  };
}

function firstOf(text: string, from: number, characters: string): number {
  for (let i = from; i < text.length; i++) if (characters.includes(text[i] ?? '')) return i;
  return text.length;
}

/** All URLs that may have been signed for a request seen at `url`. */
export function candidates(url: string, authorization?: unknown): Set<string> {
  const parts = cut(url);
  if (parts === undefined) return new Set([url]);
  const secure = ['https://', 'wss://'].includes(parts.scheme.toLowerCase());
  const webSocket = ['ws://', 'wss://'].includes(parts.scheme.toLowerCase());
  const basic = userinfoOf(authorization);
  const ports = [parts.port, parts.port === '' ? (secure ? ':443' : ':80') : ''];
  const userinfos = [parts.userinfo, parts.userinfo === '' ? basic : ''];
  const paths = [parts.path];
  if (parts.path.endsWith('/')) paths.push(parts.path.replace(/\/$/, ''));
  else if (webSocket) paths.push(`${parts.path}/`);
  const queries = [parts.query];
  if (parts.query.includes("'")) queries.push(parts.query.split("'").join('%27'));
  else queries.push(parts.query.split('%27').join("'"));
  const all = new Set<string>();
  for (const path of paths)
    for (const query of queries)
      for (const userinfo of userinfos)
        for (const port of ports)
          all.add(parts.scheme + userinfo + parts.host + port + path + query);
  return all;
}

/** What may stand in a userinfo as it is (RFC 3986, section 3.2.1), without the colon. */
const plain = /^[A-Za-z0-9\-._~!$&'()*+,;=]$/;

/** `user:password@` of Basic credentials; `''` if there are none. */
function userinfoOf(authorization: unknown): string {
  const credentials = basicText(authorization);
  const colon = credentials?.indexOf(':') ?? -1;
  if (credentials === undefined || colon < 0) return '';
  const user = percentEncoded(credentials.slice(0, colon));
  const password = percentEncoded(credentials.slice(colon + 1));
  if (user === '' && password === '') return '';
  return password === '' ? `${user}@` : `${user}:${password}@`;
}

function percentEncoded(text: string): string {
  let escaped = '';
  for (const character of text) {
    if (plain.test(character)) escaped += character;
    else
      for (const byte of Buffer.from(character))
        escaped += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

/** The text of `Authorization: Basic`; `undefined` if it holds none. */
export function basicText(authorization: unknown): string | undefined {
  if (typeof authorization !== 'string') return undefined;
  const scheme = authorization.slice(0, 6).toLowerCase();
  if (scheme !== 'basic ') return undefined;
  const encoded = authorization.slice(6).replace(/^ */, '').replace(/ *$/, '');
  const [data = '', padding = ''] = /^([^=]*)(=*)$/.exec(encoded)?.slice(1) ?? [];
  if (data === '' || data.length % 4 === 1 || !/^[A-Za-z0-9+/]*$/.test(data)) return undefined;
  if (padding !== '' && (data.length + padding.length) % 4 !== 0) return undefined;
  if (padding.length > 2) return undefined;
  return utf8(Buffer.from(data, 'base64'));
}

/** The text of these bytes; `undefined` if they are not UTF-8. */
export function utf8(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}
