import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Writes a page of the documentation; in CI it must be up to date. */
export function writePage(name: string, text: string): void {
  const file = fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
  if (process.env.CI === undefined) {
    writeFileSync(file, text);
    return;
  }
  if (readFileSync(file, 'utf8') === text) return;
  throw new Error(
    `${file} is out of date: run the tests without CI set, and commit what they wrote.`,
  );
}
