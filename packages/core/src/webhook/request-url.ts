import { OptionError } from '../errors.js';
import { cutFragment, splitUrl } from '../scheme/url-parts.js';
import { type PublicUrl, type Rewrite, type WebhookRequest, withBody } from './request.js';

// A host of digits, letters, dots and dashes, or an IPv6 literal, and a port. Anything else in Host
// could move the boundaries between host, path and query of the string to sign.
const hostPattern =
  /^(?:[a-z0-9_](?:[a-z0-9_.-]{0,253}[a-z0-9_.])?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$/i;

/**
 * Whether a text is a host, with or without a port, and nothing that could be read as part of a path or query.
 *
 * @example
 * isHost('example.com:8443') // true
 */
export function isHost(text: string): boolean {
  return hostPattern.test(text);
}

/** What `publicUrl` may be: an origin, with or without userinfo, with or without a path. */
function isPublicUrl(url: unknown): url is string {
  const match = /^https?:\/\/(?:[^/?#\s@]*@)?([^/?#\s@]+)(?:\/[^?#\s]*)?$/i.exec(String(url));
  // Names of hosts may be configured in their own script; a function may have taken one from a header.
  return (
    typeof url === 'string' && hostPattern.test((match?.[1] ?? '').replace(/[^\0-\x7f]/g, 'x'))
  );
}

/** How a receiver derives the URL of a request. */
export interface UrlOptions {
  readonly publicUrl: PublicUrl | undefined;
  readonly rewrite: readonly Rewrite[];
}

/**
 * The URL of a request as the sender knows it: `publicUrl` if the receiver has one, else what the
 * framework says of scheme and host, then the request target as it was on the wire.
 *
 * @param target the target of the request, or one of its alternates
 * @returns `undefined` if the request does not tell
 */
export function requestUrl(
  request: WebhookRequest,
  { publicUrl, rewrite }: UrlOptions,
  target = request.target,
): string | undefined {
  const path = pathAndQuery(target);
  if (path === undefined) return undefined;
  const base = publicUrl === undefined ? originOf(request) : baseOf(request, publicUrl);
  if (base === undefined) return undefined;
  const url = base + rewritten(path, rewrite);
  // The sender signs the ws or wss URL; the server sees an ordinary GET on http or https.
  return request.upgrade ? url.replace(/^http/i, 'ws') : url;
}

/** What the target is appended to: without a slash at its end. */
function baseOf(request: WebhookRequest, publicUrl: PublicUrl): string | undefined {
  const given: unknown =
    typeof publicUrl === 'function' ? publicUrl(withPlainOrigin(request)) : publicUrl;
  // A function may have it from where the configured URLs are.
  const base = typeof given === 'string' ? cutFragment(given) : given;
  return isPublicUrl(base) ? base.replace(/\/$/, '') : undefined;
}

/** A function may put scheme and host into a URL: what is more than these would move the start of the path. */
function withPlainOrigin(request: WebhookRequest): WebhookRequest {
  const host = request.host !== undefined && isHost(request.host) ? request.host : undefined;
  const protocol = /^(?:http|ws)s?$/i.test(request.protocol) ? request.protocol : '';
  if (host === request.host && protocol === request.protocol) return request;
  return { ...withBody(request, () => request.body()), host, protocol };
}

function originOf({ protocol, host, upgrade }: WebhookRequest): string | undefined {
  // Some proxies announce an upgrade as ws or wss. Nothing else has such a URL.
  const scheme = (upgrade ? /^(?:http|ws)(s?)$/i : /^http(s?)$/i).exec(protocol);
  if (scheme === null || host === undefined || !hostPattern.test(host)) return undefined;
  return `http${(scheme[1] ?? '').toLowerCase()}://${host}`;
}

/**
 * RFC 9112, section 3.2: origin-form as it is; absolute-form without its authority, which must be one, and
 * with a path, because routers disagree on what anything else means.
 *
 * @returns `undefined` for any other target
 */
export function pathAndQuery(target: string): string | undefined {
  if (target.startsWith('/')) return target;
  const match = /^https?:\/\/([^/?#]*)(\/.*)$/is.exec(target);
  if (match?.[1] === undefined || !hostPattern.test(match[1])) return undefined;
  return match[2];
}

/** A target by the first rule that applies, as the sender knows it. */
export function rewritten(target: string, rules: readonly Rewrite[]): string {
  for (const { from, to } of rules) {
    if (!target.startsWith(to)) continue;
    const rest = target.slice(to.length);
    if (rest === '' || /^[/?]/.test(rest)) return from + rest;
  }
  return target;
}

/** @throws OptionError if a `publicUrl` is not an origin with or without a path prefix, or a function */
export function checkPublicUrl(publicUrl: PublicUrl | undefined): void {
  if (publicUrl === undefined || typeof publicUrl === 'function') return;
  if (isPublicUrl(publicUrl)) return;
  throw new OptionError(
    'publicUrl',
    `"publicUrl" must be an origin such as "https://example.com", with a path only if a proxy strips one ("https://example.com/prefix"), or a function that returns that; got ${JSON.stringify(withoutUserinfo(publicUrl))}. The request's own path and query are appended.`,
  );
}

/** Without a password, which has no place in a log. */
function withoutUserinfo(url: unknown): unknown {
  return typeof url === 'string' ? url.replace(/\/\/.*@/s, '//') : url;
}

/**
 * The rules of the option `rewrite`, without slashes at their ends.
 *
 * @throws OptionError if a rule has no `from` and `to` that are paths
 */
export function checkRewrite(rewrite: Rewrite | readonly Rewrite[] | undefined): Rewrite[] {
  if (rewrite === undefined) return [];
  const rules: readonly unknown[] = Array.isArray(rewrite) ? rewrite : [rewrite];
  return rules.map((rule) => {
    const { from, to, ...others } = Object(rule) as Partial<Rewrite>;
    if (!isPath(from) || !isPath(to) || Object.keys(others).length > 0) {
      throw new OptionError(
        'rewrite',
        '"rewrite" must be { from, to }, or a list of them: the path configured at the sender, and the path that this server sees, each starting with "/" and without a query.',
      );
    }
    return { from: from.replace(/\/$/, ''), to: to.replace(/\/$/, '') };
  });
}

function isPath(path: unknown): path is string {
  return typeof path === 'string' && /^\/[^?#\s]*$/.test(path);
}

/**
 * The URLs of the option `configuredUrl`, without fragments, which are never signed.
 *
 * @throws OptionError if one is not a URL
 */
export function checkConfiguredUrl(configured: string | readonly string[] | undefined): string[] {
  if (configured === undefined) return [];
  const urls: readonly unknown[] = Array.isArray(configured) ? configured : [configured];
  return urls.map((url) => {
    const plain = typeof url === 'string' ? cutFragment(url) : '';
    if (/^(?:https?|wss?):\/\/[^/?#\s]+(?:[/?]\S*)?$/i.test(plain)) return plain;
    throw new OptionError(
      'configuredUrl',
      '"configuredUrl" must be the whole URL that is configured at the sender, or a list of them.',
    );
  });
}

/**
 * The configured URLs that say, decoded, what a handler reads from this target: other escapes, another
 * scheme, host or port, but the same segments of the path and the same query parameters in the same
 * order. The sender adds `bodySHA256` to a configured URL itself.
 *
 * @example
 * matchingConfigured(['https://example.com/a%20b'], '/a b', false) // ['https://example.com/a%20b']
 */
export function matchingConfigured(
  configured: readonly string[],
  target: string,
  upgrade: boolean,
): string[] {
  if (configured.length === 0) return [];
  const [seen, hashes] = withoutBodyHash(target);
  const wanted = targetReading(seen);
  return configured.flatMap((url) => {
    const mapped = upgrade ? url.replace(/^http/i, 'ws') : url;
    const parts = splitUrl(mapped);
    if (parts === undefined || /^ws/i.test(parts.scheme) !== upgrade) return [];
    if (targetReading(parts.path + parts.query) !== wanted) return [];
    if (hashes === '') return [mapped];
    return [mapped + (parts.query === '' ? '?' : /[?&]$/.test(mapped) ? '' : '&') + hashes];
  });
}

/** Cuts the `bodySHA256`s from the end of a target. */
function withoutBodyHash(target: string): [target: string, hashes: string] {
  const match = /[?&](bodySHA256=[0-9a-f]{64}(?:&bodySHA256=[0-9a-f]{64})*)$/.exec(target);
  if (match?.[1] === undefined) return [target, ''];
  return [target.slice(0, match.index), match[1]];
}

/** What a handler reads from a target, as text that is equal only if it reads the same. */
export function targetReading(target: string): string {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const segments = (path === '' ? '/' : path).split('/').map(decodeSegment);
  // URLSearchParams drops one "?" at the start: a second one is part of a name.
  return JSON.stringify([segments, [...new URLSearchParams(`?${query}`)]]);
}

function decodeSegment(segment: string): string | readonly [undecodable: string] {
  try {
    return decodeURIComponent(segment);
  } catch {
    // In a list, so that it equals nothing that decodes.
    return [segment];
  }
}
