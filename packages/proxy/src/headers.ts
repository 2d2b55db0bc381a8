import { ProxyError } from './errors.js';

/**
 * The header that says to the application: this proxy has verified the request.
 *
 * @example
 * verifiedHeader // 'X-Sig-Verified'
 */
export const verifiedHeader = 'X-Sig-Verified';

/** RFC 9110, section 7.6.1: headers for one connection, and what the client of the next one says itself. */
const perConnection = new Set([
  'connection',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Those by which applications take another URL, scheme, host or method than the verified one, by their folded names. A
 * proxy in front passes most of them on as its client sent them, and of a list of schemes or hosts applications take
 * another entry than the one that was verified: so they are never kept, whoever sent them. Some are said anew.
 */
const overriding = new RegExp(
  `^(?:${[
    '(?:x-)?forwarded(?:-.*)?',
    'x-(?:original|rewrite)(?:-.*)?',
    'x-(?:envoy|ms)-original-.*',
    // gunicorn takes those of CGI, with underscores, for its own variables.
    '(?:x-)?(?:script-name|path-info|query-string|server-(?:name|port))',
    '(?:x-)?request-(?:uri|url|path|method|scheme)',
    'x-(?:http-)?(?:host|method|scheme|proto|protocol|port|prefix|path|uri|url)(?:-.*)?',
    'x-(?:url|proxy|real)-(?:host|scheme|proto|port|prefix|path|uri|url)',
    '(?:x-)?https|front-end-https|x-proxied-https|x-arr-ssl|wl-proxy-ssl',
    'cloudfront-forwarded-proto|cf-visitor',
  ].join('|')})$`,
);

/** Names as CGI, PHP and WSGI have them: `X_Sig_Verified` is `X-Sig-Verified` there. */
const foldedName = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '-');

type Pair = readonly [name: string, value: string];

/** Names and values in turn, in pairs. */
export function pairsOf(raw: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i] ?? '', raw[i + 1] ?? '']);
  return pairs;
}

/** What is known of the client that a request came from. */
export interface Forwarding {
  /** The address of the client. */
  readonly peer: string;
  /** Whether the client is a proxy that is trusted: what it says of the request stands. */
  readonly trusted: boolean;
  /** The URL that was verified. */
  readonly url: string;
}

/**
 * The headers for the application: in the order and spelling in which they came, without those of the connection,
 * without `Content-Length` (the body that was read decides), and without anything that passes for ours.
 *
 * @param forwarding `undefined` to leave `X-Forwarded-*` as they came
 * @throws ProxyError `ambiguous-request` if applications could disagree on the host, or if the client has a header of
 * the message taken away on the way
 */
export function requestHeaders(
  raw: readonly string[],
  forwarding: Forwarding | undefined,
): string[] {
  const pairs = pairsOf(raw);
  checkConnection(pairs);
  const kept = pairs.filter(([name]) => {
    const lower = name.toLowerCase();
    if (perConnection.has(lower) || lower === 'content-length') return false;
    const folded = foldedName(name);
    if (folded === 'x-sig-verified') return false;
    if (forwarding === undefined) return true;
    if (overriding.test(folded)) return false;
    // With underscores it is nobody's but a forger's.
    return folded !== 'x-real-ip' || (forwarding.trusted && folded === lower);
  });
  const added = forwarding === undefined ? [] : forwardedHeaders(pairs, forwarding);
  return [...kept, ...added].flat();
}

function checkConnection(pairs: readonly Pair[]): void {
  if (valuesOf(pairs, 'host').length > 1) throw new ProxyError('ambiguous-request');
  const nominated = valuesOf(pairs, 'connection').join(',').toLowerCase().split(',');
  for (const option of nominated.map((text) => text.trim())) {
    if (perConnection.has(option) || valuesOf(pairs, option).length === 0) continue;
    throw new ProxyError('ambiguous-request');
  }
}

function forwardedHeaders(pairs: readonly Pair[], { peer, trusted, url }: Forwarding): Pair[] {
  const before = trusted ? valuesOf(pairs, 'x-forwarded-for') : [];
  const [, tls, host] = /^(?:http|ws)(s?):\/\/(?:[^/?#]*@)?([^/?#]+)/i.exec(url) ?? [];
  const added: Pair[] = [['X-Forwarded-For', [...before, peer].join(', ')]];
  if (host === undefined) return added;
  added.push(['X-Forwarded-Proto', tls === '' ? 'http' : 'https']);
  added.push(['X-Forwarded-Host', host.replace(tls === '' ? /:80$/ : /:443$/, '')]);
  return added;
}

function valuesOf(pairs: readonly Pair[], name: string): string[] {
  return pairs.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}

/** The headers of a response for the client, in their order and spelling. */
export function responseHeaders(raw: readonly string[]): string[] {
  const pairs = pairsOf(raw);
  const nominated = valuesOf(pairs, 'connection')
    .join(',')
    .toLowerCase()
    .split(/[\s,]+/);
  return pairs
    .filter(([name]) => {
      const lower = name.toLowerCase();
      return !perConnection.has(lower) && !nominated.includes(lower);
    })
    .flat();
}
