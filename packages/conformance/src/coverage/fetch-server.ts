// What frameworks on the Fetch API have in common: a `Request` has a URL that was parsed and re-serialized.
import type { WebhookRequest } from '@sig/core';
import type { Seen } from './check.js';
import type { Generated } from './generate.js';
import type { CoverageSetting } from './settings.js';

/** The options of a setting; behind a proxy, with the function that an app writes that trusts its proxy. */
export function fetchOptions({ options, trustProxy }: CoverageSetting): CoverageSetting['options'] {
  return trustProxy ? { ...options, publicUrl: forwardedOrigin } : options;
}

/** What a proxy says, as an app that trusts it writes it. */
export function forwardedOrigin({
  protocol,
  host,
  header,
}: Pick<WebhookRequest, 'protocol' | 'host' | 'header'>): string {
  const first = (name: string) => header(name)?.split(',')[0]?.trim();
  return `${first('x-forwarded-proto') ?? protocol}://${first('x-forwarded-host') ?? host ?? ''}`;
}

/** Path and query of a `Request`, and whatever else its URL shows after the host. */
export function shownTarget(url: string): string {
  return url.replace(/^\w+:\/\/[^/?#]*/, '');
}

/** Scheme and host that a handler reads: of the URL, in the letters of `Host`, or what the proxy says if it is trusted. */
export function shownOrigin(
  { url, headers }: Request,
  { trustProxy }: CoverageSetting,
): Pick<Seen, 'protocol' | 'host'> {
  const [, protocol = '', shown = ''] = /^(\w+):\/\/([^/?#]*)/.exec(url) ?? [];
  const header = headers.get('host');
  const host = header?.toLowerCase() === shown ? header : shown;
  if (!trustProxy) return { protocol, host };
  const origin = forwardedOrigin({
    protocol,
    host,
    header: (name) => headers.get(name) ?? undefined,
    // A `publicUrl` may have connection overrides.
  }).replace(/#.*$/s, '');
  const at = origin.indexOf('://');
  // A `publicUrl` may have userinfo as well, which senders sign or leave out.
  return { protocol: origin.slice(0, at), host: origin.slice(at + 3).replace(/^[^/?#@]*@/, '') };
}

/** The bytes and the form that a handler reads from a request that nobody has read since it was verified. */
export async function shownBody(request: Request): Promise<Pick<Seen, 'readable' | 'formData'>> {
  const copy = request.clone();
  const readable = Buffer.from(await request.arrayBuffer()).toString('base64');
  if (readable === '' || !/form/i.test(copy.headers.get('content-type') ?? '')) return { readable };
  const formData = [...(await copy.formData())].map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return { readable, formData };
}

/** Why the parser of URLs keeps a genuine target from a handler (WHATWG URL, section 4.4); `undefined` if not. */
export function refusedByUrl({ signedTarget }: Generated): string | undefined {
  const [path = '', query = ''] = signedTarget.split(/\?(.*)/s);
  if (new URL(`http://localhost${path}`).pathname !== path) {
    return 'It resolves dot segments, and hands on the path that results.';
  }
  if (query.includes("'") && query.includes('%27')) {
    return 'It escapes apostrophes, so a mixture of both spellings is lost.';
  }
  return undefined;
}
