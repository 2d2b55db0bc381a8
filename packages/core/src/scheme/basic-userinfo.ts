/**
 * The userinfo that a sender with these Basic credentials (RFC 7617) has in its configured URL.
 *
 * The credentials come from the request, so whoever sends it chooses them: everything that is not
 * allowed in a userinfo (RFC 3986, section 3.2.1) is escaped, and no text can move the URL's parts.
 *
 * @param authorization the `Authorization` header
 * @returns `''` where the header holds no Basic credentials
 */
export function basicUserinfo(authorization: string | null | undefined): string {
  if (typeof authorization !== 'string') return '';
  const match = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization);
  if (match?.[1] === undefined) return '';
  const credentials = decodeBase64(match[1]);
  const colon = credentials?.indexOf(':') ?? -1;
  if (credentials === undefined || colon < 0) return '';
  const user = percentEncode(credentials.slice(0, colon));
  const password = percentEncode(credentials.slice(colon + 1));
  return password === '' ? user : `${user}:${password}`;
}

function decodeBase64(text: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function percentEncode(text: string): string {
  // encodeURIComponent also escapes sub-delims that a userinfo may hold as they are.
  return encodeURIComponent(text).replace(/%(?:24|26|2B|2C|3B|3D)/g, decodeURIComponent);
}
