import { SenderError } from './errors.js';
import type { RequestToSign } from './sign-request.js';
import { parseUrl } from './url.js';

const redirects = [301, 302, 303, 307, 308];

/** Where a response leads; `undefined` if it is not a redirect. */
export function locationOf(status: number, location: string | undefined): string | undefined {
  return redirects.includes(status) ? location : undefined;
}

/** A request on its way, with the bearer token that its origin may have. */
export interface Outgoing extends RequestToSign {
  readonly bearer?: string | undefined;
}

/**
 * The request that follows a redirect (RFC 9110, section 15.4): what is neither 307 nor 308 becomes a GET
 * without a body. The userinfo of a `Location` is ignored: the server chose it. The caller's headers
 * and bearer token are for the origin that the caller named, and may be secrets: no other origin gets any of them.
 *
 * @param from the URL that was requested, without userinfo
 * @throws SenderError `redirect-refused` for a URL that is not valid, and from https to http
 */
export function followed(
  request: Outgoing,
  status: number,
  location: string,
  from: string,
): Outgoing {
  const to = parseUrl(location, from);
  if (to === undefined) {
    throw new SenderError(
      'redirect-refused',
      'The redirect leads to a URL that is not valid. Send an absolute or relative URL in Location.',
    );
  }
  to.username = '';
  to.password = '';
  if (/^(?:https|wss):/i.test(from) && !/^(?:https|wss):$/.test(to.protocol)) {
    throw new SenderError(
      'redirect-refused',
      `The redirect leads from https to ${to.protocol} Redirect to https, or configure the final URL.`,
    );
  }
  const { params, form, body, headers, bearer, ...rest } = request;
  const own = originOf(to.href) === originOf(from) && { headers, bearer };
  const next = { ...rest, url: to.href, ...own };
  const keeps = status === 307 || status === 308 || request.method === 'HEAD';
  return keeps ? { ...next, params, form, body } : { ...next, method: 'GET' };
}

function originOf(url: string): string | undefined {
  return parseUrl(url.replace(/^ws/i, 'http'))?.origin;
}
