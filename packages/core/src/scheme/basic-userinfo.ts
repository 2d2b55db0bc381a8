import { parseBasic } from './basic-credentials.js';

/**
 * The userinfo that a sender with these Basic credentials has in its configured URL.
 *
 * The credentials come from the request, so an attacker may have chosen them: everything that is not
 * allowed in a userinfo (RFC 3986, section 3.2.1) is escaped, and no text can move the URL's parts.
 *
 * @param authorization the `Authorization` header
 * @returns `''` if the header holds no Basic credentials
 */
export function basicUserinfo(authorization: string | null | undefined): string {
  if (typeof authorization !== 'string') return '';
  const credentials = parseBasic(authorization);
  if (credentials === undefined) return '';
  const user = percentEncode(credentials.username);
  const password = percentEncode(credentials.password);
  return password === '' ? user : `${user}:${password}`;
}

function percentEncode(text: string): string {
  // encodeURIComponent also escapes sub-delims that a userinfo may hold as they are.
  return encodeURIComponent(text).replace(/%(?:24|26|2B|2C|3B|3D)/g, decodeURIComponent);
}
