import { unfilled } from '#hash';
import { WebhookError } from '../errors.js';
import type { Pair } from './params.js';

/** Names, and for each its value. */
export interface FormValues {
  readonly names: string[];
  readonly values: string[];
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Parses `application/x-www-form-urlencoded` bytes as the WHATWG URL Standard does (section 5.1):
 * `+` is a space, a bad escape stays as it is, `;` separates nothing, blank names and values stay,
 * invalid UTF-8 becomes U+FFFD.
 *
 * @throws WebhookError `body-too-large` if there are more parameters than {@link maxParams}
 */
export function parseForm(bytes: Uint8Array): Pair[] {
  const { names, values } = parseFormValues(bytes);
  return names.map((name, i): Pair => [name, values[i] ?? '']);
}

/** {@link parseForm}, in two lists. */
export function parseFormValues(bytes: Uint8Array): FormValues {
  // Decoded in one go and then cut, which is much faster than name by name, and the same: no separator is
  // part of a longer character in UTF-8.
  const { decoded, escaped } = percentDecode(bytes);
  const text = decoder.decode(decoded);
  if (escaped === undefined) return cut(text, text);
  // Separators that came escaped separate nothing.
  for (const at of escaped) decoded[at] = 0x5f;
  return cut(text, decoder.decode(decoded));
}

/** Cuts a form into names and values, at the separators of `mask`, which is as long. */
function cut(text: string, mask: string): FormValues {
  const names: string[] = [];
  const values: string[] = [];
  let equals = mask.indexOf('=');
  for (let start = 0; start <= mask.length; ) {
    const ampersand = mask.indexOf('&', start);
    const end = ampersand < 0 ? mask.length : ampersand;
    if (end > start) {
      checkParamCount(names.length + 1);
      // Looked for once and not from every name on: a form may have a million names and no "=".
      if (equals >= 0 && equals < start) equals = mask.indexOf('=', start);
      const nameEnd = equals < start || equals > end ? end : equals;
      names.push(text.slice(start, nameEnd));
      values.push(text.slice(nameEnd + 1, end));
    }
    start = end + 1;
  }
  return { names, values };
}

/** Spaces for `+`, bytes for escapes; and where an escape stood for a separator. */
function percentDecode(bytes: Uint8Array): { decoded: Uint8Array; escaped: number[] | undefined } {
  // Local, where the compiler of the runtime knows that they never change.
  const plus = 0x2b;
  const space = 0x20;
  const percent = 0x25;
  const ampersand = 0x26;
  const equals = 0x3d;
  const hex = hexValues;
  const decoded = unfilled(bytes.length);
  let length = 0;
  let escaped: number[] | undefined;
  for (let i = 0; i < bytes.length; i++) {
    let byte = bytes[i] ?? 0;
    if (byte === plus) byte = space;
    else if (byte === percent) {
      // Below zero if one of the two is no hex digit.
      const value = ((hex[bytes[i + 1] ?? 0] ?? 0) << 4) | (hex[bytes[i + 2] ?? 0] ?? 0);
      if (value >= 0) {
        byte = value;
        i += 2;
        if (byte === ampersand || byte === equals) {
          escaped ??= [];
          escaped.push(length);
        }
      }
    }
    decoded[length++] = byte;
  }
  return { decoded: decoded.subarray(0, length), escaped };
}

/** By byte the value of a hex digit, -1 for anything else. */
const hexValues = Int8Array.from({ length: 256 }, (_, byte) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase());
  return byte < 0x80 ? digit : -1;
});

/**
 * The most parameters that a form may have. They are sorted before anything is known of their sender, and a
 * million one-letter names would cost many times what a genuine body of that size does.
 */
export const maxParams = 16_384;

/** @throws WebhookError `body-too-large` */
export function checkParamCount(count: number): void {
  if (count <= maxParams) return;
  const message = `The form has more than ${maxParams} parameters.`;
  throw new WebhookError('body-too-large', { message });
}
