import type { WebhookRequest } from '@sig/core';
import { candidateUrls, joinUrl, maxCandidates, splitUrl } from '@sig/core/adapter';
import { requestUrl } from '../../../packages/core/src/webhook/request-url.js';
import { edited } from '../generate/text.js';
import { url as randomUrl, urlCharacters } from '../generate/url.js';
import { isHost } from '../reference/host.js';
import { candidates, cut } from '../reference/url.js';
import type { Source } from '../source.js';
import { holds, same, target } from '../target.js';

/** Splitting and joining a URL changes nothing; its candidates are those of the reference, 16 at the most. */
export const urls = (subject = candidateUrls) =>
  target({
    name: 'url',
    weight: 2,
    make: (source) =>
      source.below(2) === 0 ? randomUrl(source) : edited(source, randomUrl(source), urlCharacters),
    check(url: string) {
      const parts = splitUrl(url);
      same(parts, cut(url), 'parts');
      if (parts !== undefined) same(joinUrl(parts), url, 'joined');
      const found = subject(url);
      holds(found.length <= maxCandidates && maxCandidates <= 16, `${found.length} candidates`);
      same(found[0], url, 'first candidate');
      same([...found].sort(), [...candidates(url)].sort(), 'candidates');
      return found.length > 1 ? 'accepted' : 'refused';
    },
  });

interface Seen {
  readonly protocol: string;
  readonly host: string;
  readonly target: string;
}

/** A request's URL is its scheme, its host and its target; what could move a border between them is refused. */
export const hosts = (subject = requestUrl) =>
  target({
    name: 'host',
    weight: 2,
    make: seen,
    check(seen: Seen) {
      const url = subject(requestOf(seen), { publicUrl: undefined, rewrite: [] });
      const { protocol, host } = seen;
      // It is no upgrade, which alone may be announced as ws or wss.
      const scheme = ['http', 'https'].includes(protocol.toLowerCase());
      const path = originForm(seen.target);
      const good = scheme && isHost(host) && path !== undefined;
      const secure = protocol.toLowerCase() === 'https';
      same(url, good ? `http${secure ? 's' : ''}://${host}${path}` : undefined, 'URL');
      if (url === undefined) return 'refused';
      const parts = splitUrl(url);
      same([parts?.userinfo, (parts?.host ?? '') + (parts?.port ?? '')], ['', host], 'borders');
      return 'accepted';
    },
  });

/** An origin-form target, or the rest of an absolute one whose authority is a host (RFC 9112, section 3.2). */
function originForm(target: string): string | undefined {
  if (target.startsWith('/')) return target;
  const parts = cut(target);
  if (parts === undefined || !['http://', 'https://'].includes(parts.scheme.toLowerCase()))
    return undefined;
  const authority = target.slice(parts.scheme.length).split(/[/?#]/)[0] ?? '';
  if (!isHost(authority) || !parts.path.startsWith('/')) return undefined;
  return target.slice(parts.scheme.length + authority.length);
}

const protocols = [
  'https',
  'http',
  'HTTPS',
  'wss',
  'ws',
  'ftp',
  '',
  'https://example.com/voice?next=https',
  'https,http',
];
const hostPieces = [
  'a',
  'example.com',
  '.',
  '-',
  '_',
  ':443',
  ':',
  '[::1]',
  '[',
  ']',
  '@',
  '/',
  '?',
  '#',
  ' ',
  'é',
  ',',
  '1',
  '\n',
  '%',
];
const targets = [
  '/',
  '/voice',
  '/voice?a=1',
  '*',
  '',
  'http://a/x',
  'http://:acme/voice',
  'https://a',
  'http://a?b',
  'HTTP://a:1/',
  'example.com:443',
];

function seen(source: Source): Seen {
  const host = source.below(2) === 0 ? 'example.com' : source.text(2, hostPieces);
  const target = source.pick(targets);
  return {
    protocol: source.below(2) === 0 ? 'https' : source.pick(protocols),
    host: source.oneIn(16) ? host.repeat(40) : host,
    target: source.oneIn(3) ? edited(source, target, urlCharacters) : target,
  };
}

function requestOf({ protocol, host, target }: Seen): WebhookRequest {
  const body = () => ({ bytes: new Uint8Array(0) });
  return { method: 'GET', target, protocol, host, upgrade: false, header: () => undefined, body };
}
