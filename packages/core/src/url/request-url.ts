import { OptionError } from '../errors.js';
import type { PublicUrl, WebhookRequest } from '../request.js';
import { splitUrl } from './split.js';

// A host of digits, letters, dots and dashes, or an IPv6 literal, and a port. Anything else in Host
// could move the borders between host, path and query of the string to sign.
const host =
  /^(?:[a-z0-9_](?:[a-z0-9_.-]{0,253}[a-z0-9_.])?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$/i;

/**
 * The URL of a request in the words of the sender: `publicUrl` where the receiver has one, else what
 * the framework says of scheme and host, then the request target as it stood on the wire.
 *
 * @returns `undefined` where the request does not tell
 */
export function requestUrl(request: WebhookRequest, publicUrl?: PublicUrl): string | undefined {
  const url =
    typeof publicUrl === 'function' ? publicUrl(request) : assembleUrl(request, publicUrl);
  // The sender signs the ws or wss URL; the server sees an ordinary GET on http or https.
  return request.upgrade ? url?.replace(/^http/i, 'ws') : url;
}

function assembleUrl(request: WebhookRequest, publicUrl: string | undefined): string | undefined {
  const target = pathAndQuery(request.target);
  if (target === undefined) return undefined;
  if (publicUrl?.endsWith('/')) return publicUrl.slice(0, -1) + target;
  if (publicUrl !== undefined) return publicUrl + target;
  if (request.host === undefined || !host.test(request.host)) return undefined;
  return `${request.protocol}://${request.host}${target}`;
}

/** RFC 9112, section 3.2: origin-form as it is, absolute-form without its authority, else nothing. */
function pathAndQuery(target: string): string | undefined {
  if (target.startsWith('/')) return target;
  const parts = splitUrl(target);
  if (parts === undefined || !/^https?:/i.test(parts.scheme)) return undefined;
  return (parts.path === '' ? '/' : parts.path) + parts.query;
}

/** @throws OptionError where a `publicUrl` is not an origin with or without a path prefix */
export function checkPublicUrl(publicUrl: PublicUrl | undefined): void {
  if (publicUrl === undefined || typeof publicUrl === 'function') return;
  if (typeof publicUrl === 'string' && /^https?:\/\/[^/?#\s]+(?:\/[^?#\s]*)?$/i.test(publicUrl)) {
    return;
  }
  throw new OptionError(
    'publicUrl',
    `"publicUrl" must be an origin such as "https://example.com", with a path only if a proxy strips one ("https://example.com/prefix"), or a function that returns the whole URL; got ${JSON.stringify(publicUrl)}.`,
  );
}
