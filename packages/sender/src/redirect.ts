import { SenderError } from './errors.js';
import type { RequestToSign } from './prepare.js';

const redirects = [301, 302, 303, 307, 308];

/** Where a response leads; `undefined` where it is no redirect. */
export function locationOf(status: number, location: string | undefined): string | undefined {
  return redirects.includes(status) ? location : undefined;
}

/**
 * The request that follows a redirect (RFC 9110, section 15.4): what is neither 307 nor 308 becomes a GET
 * without a body. The userinfo of a `Location` counts for nothing: the server chose it.
 *
 * @param from the URL that was requested, without userinfo
 * @throws SenderError `redirect-refused` for a URL that is none, and from https to http
 */
export function followed(
  request: RequestToSign,
  status: number,
  location: string,
  from: string,
): RequestToSign {
  if (!URL.canParse(location, from)) {
    throw new SenderError('redirect-refused', 'The redirect leads to something that is no URL.');
  }
  const to = new URL(location, from);
  to.username = '';
  to.password = '';
  if (/^(?:https|wss):/i.test(from) && !/^(?:https|wss):$/.test(to.protocol)) {
    throw new SenderError(
      'redirect-refused',
      `The redirect leads from https to ${to.protocol} Redirect to https, or configure the final URL.`,
    );
  }
  const { params, body, ...rest } = request;
  const keeps = status === 307 || status === 308 || request.method === 'HEAD';
  return keeps ? { ...request, url: to.href } : { ...rest, url: to.href, method: 'GET' };
}
