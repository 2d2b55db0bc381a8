import type { Budget } from '../budget.js';
import { maxVariedBody } from '../input.js';

/** JSON that is deeper is not re-serialized: each level of an indented print makes every line longer. */
const maxDepth = 32;

/**
 * Ways in which senders print JSON: what a re-printed body may have been. Made one by one; nothing if that
 * would be too much work.
 */
export function* jsonPrints(text: string, budget: Budget): Generator<string> {
  if (text.length > maxVariedBody) return;
  const indented = indentation(text);
  // As an escape a character takes six.
  const longest = 6 * text.length;
  if (indented === undefined || !budget.take(text.length)) return;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  const prints = [
    { characters: longest, print: () => JSON.stringify(value) },
    { characters: longest, print: () => pythonPrint(value) },
    { characters: longest + 2 * indented, print: () => JSON.stringify(value, null, 2) },
    { characters: longest + 4 * indented, print: () => JSON.stringify(value, null, 4) },
  ];
  for (const { characters, print } of prints) {
    // Made once, and hashed twice.
    if (!budget.step() || !budget.take(3 * characters)) return;
    const printed = print();
    yield printed;
    yield `${printed}\n`;
  }
}

/**
 * How many levels all the lines of an indented print are indented together, and line breaks; `undefined` if
 * the JSON is too deep.
 */
function indentation(text: string): number | undefined {
  let depth = 0;
  let levels = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '[' || char === '{') {
      depth += 1;
      if (depth > maxDepth) return undefined;
      levels += depth + 1;
    } else if (char === ']' || char === '}') {
      depth -= 1;
      levels += depth + 1;
    } else if (char === ',') levels += depth + 1;
  }
  return levels;
}

/** With a space behind commas and colons. */
function pythonPrint(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonPrint).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}: ${pythonPrint(member)}`,
  );
  return `{${members.join(', ')}}`;
}
