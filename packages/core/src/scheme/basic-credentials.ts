/** A user name and a password. */
export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Reads `Authorization: Basic` (RFC 7617, section 2). The user name ends at the first colon; both are
 * UTF-8.
 *
 * @returns `undefined` if the header holds no such credentials
 * @example
 * parseBasic('Basic dXNlcjpzZWNyZXQ=') // { username: 'user', password: 'secret' }
 */
export function parseBasic(authorization: string | null | undefined): BasicCredentials | undefined {
  const match = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization ?? '');
  if (match?.[1] === undefined) return undefined;
  const text = decodeUtf8(match[1]);
  const colon = text?.indexOf(':') ?? -1;
  // No control characters, says the section.
  if (text === undefined || colon < 0 || hasControls(text)) return undefined;
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/**
 * `Authorization: Basic` for these credentials (RFC 7617, section 2), in UTF-8.
 *
 * @example
 * formatBasic({ username: 'user', password: 'secret' }) // 'Basic dXNlcjpzZWNyZXQ='
 */
export function formatBasic({ username, password }: BasicCredentials): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}

/**
 * Whether a text has control characters: RFC 7617, section 2; RFC 8265, section 3.3 (user names).
 *
 * @example
 * hasControls('secret\n') // true
 */
export function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
  return /[\0-\x1f\x7f]/.test(text);
}

function decodeUtf8(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
