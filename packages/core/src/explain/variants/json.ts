import type { Budget } from '../budget.js';
import { maxVariedBody } from '../input.js';
import { type Json, parseJson } from './json-tree.js';

/** JSON that is deeper is not re-serialized: each level of an indented print makes every line longer. */
const maxDepth = 32;

/** How a library writes JSON. */
interface Style {
  /** Whose it is. */
  readonly writer: string;
  /** What follows a comma and precedes and follows a colon. */
  readonly comma: string;
  readonly colon: string;
  /** What a level is indented by; nothing: all in one line. */
  readonly indent?: string;
  /** Whether arrays stay in one line. */
  readonly inline?: boolean;
  /** Escapes what `JSON.stringify` leaves as it is. */
  readonly escape?: (printed: string) => string;
}

const ascii = (printed: string) =>
  printed.replace(
    /[^\0-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
const slashes = (printed: string) => printed.replaceAll('/', '\\/');
const html = (printed: string) => printed.replace(/[<>&\u2028\u2029]/g, ascii4);
const gson = (printed: string) => printed.replace(/[<>&='\u2028\u2029]/g, ascii4);
const ascii4 = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
const both = (printed: string) => ascii(slashes(printed));

const compact = { comma: '', colon: ':' };
const spaced = { comma: ' ', colon: ': ' };
const lines = { comma: '', colon: ': ' };

/** The likelier first. */
const styles: readonly Style[] = [
  { writer: 'JSON.stringify, Jackson, Ruby', ...compact },
  { writer: 'json.dumps of Python', ...spaced, escape: ascii },
  { writer: 'json.dumps of Python (ensure_ascii=False)', ...spaced },
  { writer: 'json_encode of PHP', ...compact, escape: both },
  { writer: 'json_encode of PHP (JSON_UNESCAPED_UNICODE)', ...compact, escape: slashes },
  { writer: 'json_encode of PHP (JSON_UNESCAPED_SLASHES)', ...compact, escape: ascii },
  { writer: 'encoding/json of Go, to_json of Rails', ...compact, escape: html },
  { writer: 'Gson of Java', ...compact, escape: gson },
  { writer: 'JSON.stringify, indented by 2', ...lines, indent: '  ' },
  { writer: 'JSON.stringify, indented by 4', ...lines, indent: '    ' },
  { writer: 'json.dumps of Python, indented by 2', ...lines, indent: '  ', escape: ascii },
  { writer: 'json.dumps of Python, indented by 4', ...lines, indent: '    ', escape: ascii },
  { writer: 'json_encode of PHP (JSON_PRETTY_PRINT)', ...lines, indent: '    ', escape: both },
  { writer: 'JSON.stringify, indented by tabs', ...lines, indent: '\t' },
  { writer: 'Jackson, indented', comma: ' ', colon: ' : ', indent: '  ', inline: true },
  { writer: 'a writer of ", " and ":"', comma: ' ', colon: ':' },
  { writer: 'a writer of "," and ": "', comma: '', colon: ': ' },
];

/** How names and numbers may have been, by what is changed. */
const forms: readonly (readonly [note: string, change: (json: Json) => Json])[] = [
  ['', (json) => json],
  [', names sorted', (json) => mapped(json, undefined, true)],
  [', numbers as JavaScript writes them', (json) => mapped(json, (one) => String(Number(one)))],
  [', numbers with ".0"', (json) => mapped(json, (one) => one.replace(/^-?\d+$/, '$&.0'))],
];

/** JSON that may have been signed, and who writes it so. */
export interface JsonPrint {
  readonly text: string;
  readonly writer: string;
}

/**
 * Ways in which senders write JSON: what a re-serialized body may have been. Made one by one; nothing if that
 * would be too much work.
 */
export function* jsonPrints(text: string, budget: Budget): Generator<JsonPrint> {
  if (text.length > maxVariedBody) return;
  const indented = indentation(text);
  if (indented === undefined || !budget.take(3 * text.length)) return;
  let given: Json;
  try {
    given = parseJson(text);
  } catch {
    return;
  }
  for (const [note, change] of forms) {
    if (!budget.step() || !budget.take(2 * text.length)) return;
    const json = change(given);
    for (const style of styles) {
      // As an escape a character takes six. Made once, and hashed twice.
      const characters = 6 * text.length + (style.indent?.length ?? 0) * indented;
      if (!budget.step() || !budget.take(3 * characters)) return;
      const printed = written(json, style, '');
      yield { text: printed, writer: style.writer + note };
      yield { text: `${printed}\n`, writer: `${style.writer}${note}, with a line end` };
    }
  }
}

function written(json: Json, style: Style, margin: string): string {
  const escaped = style.escape ?? ((printed: string) => printed);
  if (json.kind === 'string') return escaped(JSON.stringify(json.text));
  if (json.kind === 'number' || json.kind === 'literal') return json.written;
  const inner = margin + (style.indent ?? '');
  if (json.kind === 'array') {
    // Of an array in one line the items are indented as it is.
    const items = json.items.map((item) =>
      written(item, style, style.inline === true ? margin : inner),
    );
    return enclosed('[', items, ']', style.inline === true ? { ...style, indent: '' } : style, {
      margin,
      space: style.inline === true ? ' ' : '',
    });
  }
  const members = json.members.map(
    ([name, value]) => escaped(JSON.stringify(name)) + style.colon + written(value, style, inner),
  );
  return enclosed('{', members, '}', style, { margin, space: '' });
}

function enclosed(
  open: string,
  items: readonly string[],
  close: string,
  { indent = '', comma }: Style,
  { margin, space }: { readonly margin: string; readonly space: string },
): string {
  if (items.length === 0) return open + space + close;
  if (indent === '') return open + space + items.join(`,${comma}`) + space + close;
  const line = `\n${margin}${indent}`;
  return `${open}${line}${items.join(`,${line}`)}\n${margin}${close}`;
}

function mapped(json: Json, number?: (written: string) => string, sort = false): Json {
  if (json.kind === 'number' && number !== undefined) {
    return { kind: 'number', written: number(json.written) };
  }
  if (json.kind === 'array') {
    return { kind: 'array', items: json.items.map((item) => mapped(item, number, sort)) };
  }
  if (json.kind !== 'object') return json;
  const members = json.members.map(([name, value]) => [name, mapped(value, number, sort)] as const);
  if (sort) members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { kind: 'object', members };
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
