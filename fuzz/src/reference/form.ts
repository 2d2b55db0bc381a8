/**
 * The pairs of `application/x-www-form-urlencoded` bytes, as the URLSearchParams of the runtime reads them.
 * It takes text, so bytes that are not ASCII are escaped, which says the same (WHATWG URL, section 5.1).
 */
export function formPairs(bytes: Uint8Array): [string, string][] {
  let text = '';
  for (const byte of bytes) {
    text += byte < 0x80 ? String.fromCharCode(byte) : `%${byte.toString(16)}`;
  }
  // It drops a "?" at the start, which a body may have.
  return [...new URLSearchParams(text.startsWith('?') ? `%3F${text.slice(1)}` : text)];
}
