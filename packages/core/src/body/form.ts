/** A name and its value. */
export type Pair = readonly [name: string, value: string];

/** Names, and beside each its value. */
export interface FormValues {
  readonly names: string[];
  readonly values: string[];
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Parses `application/x-www-form-urlencoded` bytes as the WHATWG URL Standard does (section 5.1):
 * `+` is a space, a bad escape stays as it is, `;` separates nothing, blank names and values stay,
 * invalid UTF-8 becomes U+FFFD.
 */
export function parseForm(bytes: Uint8Array): Pair[] {
  const { names, values } = parseFormValues(bytes);
  return names.map((name, i): Pair => [name, values[i] ?? '']);
}

/** {@link parseForm}, in two lists. */
export function parseFormValues(bytes: Uint8Array): FormValues {
  // Decoded in one go and then cut, which is much faster than name by name, and the same: no separator is
  // part of a longer character in UTF-8. Only separators that came escaped must not be cut at.
  const { decoded, separators } = percentDecode(bytes);
  if (!separators) return cut(decoder.decode(decoded), (part) => part);
  return cut(latin1(bytes), decodePart);
}

/** One name or value, given as a string whose characters are bytes. */
function decodePart(part: string): string {
  const bytes = new Uint8Array(part.length);
  for (let i = 0; i < part.length; i++) bytes[i] = part.charCodeAt(i);
  return decoder.decode(percentDecode(bytes).decoded);
}

/** Cuts a form into names and values. */
function cut(source: string, decode: (part: string) => string): FormValues {
  const names: string[] = [];
  const values: string[] = [];
  let equals = source.indexOf('=');
  for (let start = 0; start <= source.length; ) {
    const ampersand = source.indexOf('&', start);
    const end = ampersand < 0 ? source.length : ampersand;
    if (end > start) {
      // Looked for once and not from every name on: a form may have a million names and no "=".
      if (equals >= 0 && equals < start) equals = source.indexOf('=', start);
      const nameEnd = equals < start || equals > end ? end : equals;
      names.push(decode(source.slice(start, nameEnd)));
      values.push(decode(source.slice(nameEnd + 1, end)));
    }
    start = end + 1;
  }
  return { names, values };
}

const scratch = new Uint8Array(16 * 1024);
const [plus, space, percent, ampersand, equalsSign] = [0x2b, 0x20, 0x25, 0x26, 0x3d];

/** Spaces for `+`, bytes for escapes; and whether an escape stood for a separator. */
function percentDecode(bytes: Uint8Array): { decoded: Uint8Array; separators: boolean } {
  // Read before the next form is decoded, so usual ones need no room of their own.
  const decoded = bytes.length <= scratch.length ? scratch : new Uint8Array(bytes.length);
  let length = 0;
  let separators = false;
  for (let i = 0; i < bytes.length; i++) {
    let byte = bytes[i] ?? 0;
    if (byte === plus) byte = space;
    else if (byte === percent) {
      const value = hexValue(bytes[i + 1]) * 16 + hexValue(bytes[i + 2]);
      if (value >= 0) {
        byte = value;
        i += 2;
        separators ||= value === ampersand || value === equalsSign;
      }
    }
    decoded[length++] = byte;
  }
  return { decoded: decoded.subarray(0, length), separators };
}

/** The value of a hex digit; far below zero for anything else. */
function hexValue(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1000;
}

/** One character a byte. `TextDecoder('latin1')` is windows-1252 and would not do. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return text;
}
