// RFC 8187, section 3.2: `UTF-8''J%C3%A4s%C3%B8n`, what `username*` holds.

/** @returns `undefined` if it is malformed, or of another charset */
export function decodeExtValue(text: string): string | undefined {
  const match = /^UTF-8'[A-Za-z0-9-]*'((?:%[0-9A-Fa-f]{2}|[!#$&+.^_`|~0-9A-Za-z-])*)$/i.exec(text);
  if (match?.[1] === undefined) return undefined;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return undefined;
  }
}

export function encodeExtValue(text: string): string {
  return `UTF-8''${encodeURIComponent(text).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

/** UTF-8 as a header value in JavaScript: one character for each byte. */
export function toLatin1(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

/** Node reads header bytes as Latin-1. Those that are valid UTF-8 become that; any other value stays as it is. */
export function fromLatin1(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  try {
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}
