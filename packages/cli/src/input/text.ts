import { readFileSync } from 'node:fs';
import { UsageError } from '../errors.js';

/**
 * The bytes of a file, or of standard input for `-`.
 *
 * @throws UsageError if it cannot be read
 */
export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new UsageError(
      `${file === '-' ? 'Standard input' : file} cannot be read: ${reasonOf(error)}.`,
    );
  }
}

/** {@link readBytes}, as text. */
export function readInput(file: string): string {
  return readBytes(file).toString('utf8');
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
};

/** Why something cannot be read or written, in words. */
export function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}

/** The bytes of a text as given; `@file` and `@-` stand for what is in there. */
export function bytesOf(text: string): Buffer {
  return text.startsWith('@') ? readBytes(text.slice(1)) : Buffer.from(text);
}

/** {@link bytesOf} of a form, without the line end that editors add to files: none is in a form. */
export function formBytesOf(text: string): Buffer {
  const bytes = bytesOf(text);
  if (!text.startsWith('@')) return bytes;
  let end = bytes.length;
  while (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d) end--;
  return bytes.subarray(0, end);
}

/** The parameters of a form, as every parser of the WHATWG URL Standard reads its bytes. */
export function formPairs(form: Uint8Array): [name: string, value: string][] {
  // Escaped, because decoding comes after unescaping; and a "?" at the beginning is dropped once.
  const ascii = Array.from(form, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : `%${byte.toString(16)}`,
  );
  return [...new URLSearchParams(`?${ascii.join('')}`)];
}

/**
 * `name=value` pairs.
 *
 * @param rule what is said if one is none
 * @throws UsageError if there is no `=`
 */
export function parsePairs(
  texts: readonly string[],
  rule = 'A parameter must be name=value',
): [name: string, value: string][] {
  return texts.map((text) => {
    const equals = text.indexOf('=');
    if (equals < 0) throw new UsageError(`${rule}; got ${JSON.stringify(text)}.`);
    return [text.slice(0, equals), text.slice(equals + 1)];
  });
}
