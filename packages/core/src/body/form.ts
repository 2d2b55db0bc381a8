/** A name and its value. */
export type Pair = readonly [name: string, value: string];

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Parses `application/x-www-form-urlencoded` bytes as the WHATWG URL Standard does (section 5.1):
 * `+` is a space, a bad escape stays as it is, `;` separates nothing, blank names and values stay,
 * invalid UTF-8 becomes U+FFFD.
 */
export function parseForm(bytes: Uint8Array): Pair[] {
  const text = decoder.decode(bytes);
  // Escapes join with the raw bytes around them into characters, so only ASCII can be cut as text.
  const source = isAscii(text) ? text : latin1(bytes);
  const pairs: Pair[] = [];
  for (let start = 0; start <= source.length; ) {
    const ampersand = source.indexOf('&', start);
    const end = ampersand < 0 ? source.length : ampersand;
    if (end > start) {
      const equals = source.indexOf('=', start);
      const nameEnd = equals < 0 || equals > end ? end : equals;
      pairs.push([decode(source.slice(start, nameEnd)), decode(source.slice(nameEnd + 1, end))]);
    }
    start = end + 1;
  }
  return pairs;
}

/** One name or value, given as a string whose characters are bytes. */
function decode(part: string): string {
  const spaced = part.includes('+') ? part.replaceAll('+', ' ') : part;
  if (isAscii(spaced)) {
    if (!spaced.includes('%')) return spaced;
    try {
      return decodeURIComponent(spaced);
    } catch {
      // A bad escape or invalid UTF-8: below, byte by byte.
    }
  }
  return decoder.decode(percentDecode(spaced));
}

function percentDecode(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const digits = text[i] === '%' ? text.slice(i + 1, i + 3) : '';
    if (/^[0-9a-f]{2}$/i.test(digits)) {
      bytes[length++] = Number.parseInt(digits, 16);
      i += 2;
    } else {
      bytes[length++] = text.charCodeAt(i);
    }
  }
  return bytes.subarray(0, length);
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has control characters.
  return !/[^\x00-\x7f]/.test(text);
}

/** One character a byte. `TextDecoder('latin1')` is windows-1252 and would not do. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return text;
}
