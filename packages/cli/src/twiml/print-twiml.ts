import type { ElementKind } from './names.js';
import type { Twiml, TwimlElement, TwimlPart } from './parse-twiml.js';

/** A piece of a line, and what it is. */
export interface Token {
  readonly kind: ElementKind | 'mark' | 'attribute' | 'value' | 'text' | 'comment';
  readonly text: string;
}

/** A line of a document that is printed for people. */
export interface Line {
  readonly indent: number;
  readonly tokens: readonly Token[];
}

/** How far lines are indented at the most. */
const maxIndent = 20;

/**
 * A document in lines, an element a line, with what each piece is. An element that has text alone stays in one line.
 *
 * @example
 * printTwiml(parseTwiml('<Response><Say>Hi</Say></Response>')).length // 3
 */
export function printTwiml({ parts }: Twiml): Line[] {
  const lines: Line[] = [];
  let depth = 0;
  const push = (...tokens: Token[]) =>
    lines.push({ indent: Math.min(depth, maxIndent), tokens: tokens.filter(({ text }) => text) });
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as TwimlPart;
    if (part.type === 'close') {
      depth -= 1;
      push(...closing(part));
    } else if (part.type !== 'open') {
      push(plain(part));
    } else {
      const [next, last] = [parts[i + 1], parts[i + 2]];
      if (part.isEmpty) {
        push(...opening(part.element, true));
      } else if (next?.type === 'close') {
        push(...opening(part.element, false), ...closing(next));
        i += 1;
      } else if (next?.type === 'text' && last?.type === 'close') {
        push(...opening(part.element, false), plain(next), ...closing(last));
        i += 2;
      } else {
        push(...opening(part.element, false));
        depth += 1;
      }
    }
  }
  return lines;
}

/** The lines as text. */
export function textOf(lines: readonly Line[]): string {
  return lines
    .map(({ indent, tokens }) => '  '.repeat(indent) + tokens.map(({ text }) => text).join(''))
    .join('\n');
}

const mark = (text: string): Token => ({ kind: 'mark', text });

function opening({ name, kind, attributes }: TwimlElement, isEmpty: boolean): Token[] {
  return [
    mark('<'),
    { kind, text: name },
    ...attributes.flatMap(([attribute, value]): Token[] => [
      { kind: 'attribute', text: ` ${attribute}` },
      mark('='),
      { kind: 'value', text: `"${escaped(value).replace(/"/g, '&quot;')}"` },
    ]),
    mark(isEmpty ? '/>' : '>'),
  ];
}

function closing({ name, kind }: Extract<TwimlPart, { type: 'close' }>): Token[] {
  return [mark('</'), { kind, text: name }, mark('>')];
}

function plain({ type, text }: Exclude<TwimlPart, { type: 'open' | 'close' }>): Token {
  if (type === 'comment') return { kind: 'comment', text: `<!--${text}-->` };
  if (type === 'declaration') return { kind: 'comment', text };
  return { kind: 'text', text: escaped(text.trim().replace(/\s+/g, ' ')) };
}

/** Text as it stands in XML, so that what is printed is a document again. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
