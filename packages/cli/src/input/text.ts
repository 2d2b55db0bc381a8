import { readFileSync } from 'node:fs';
import { UsageError } from '../errors.js';

/**
 * The text of a file, or of standard input for `-`.
 *
 * @throws UsageError if it cannot be read
 */
export function readInput(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${file === '-' ? 'Standard input' : file} cannot be read: ${(error as Error).message}`,
    );
  }
}

/** Text as given; `@file` and `@-` stand for what is in there. */
export function textOrFile(text: string): string {
  return text.startsWith('@') ? readInput(text.slice(1)) : text;
}

/**
 * `name=value` pairs.
 *
 * @throws UsageError if there is no `=`
 */
export function parsePairs(texts: readonly string[]): [name: string, value: string][] {
  return texts.map((text) => {
    const equals = text.indexOf('=');
    if (equals < 0)
      throw new UsageError(`A parameter must be name=value; got ${JSON.stringify(text)}.`);
    return [text.slice(0, equals), text.slice(equals + 1)];
  });
}
