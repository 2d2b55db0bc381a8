import { SaxesParser } from 'saxes';
import { type ElementKind, elementKind } from './names.js';

/** An element, in the order of the document. */
export interface TwimlElement {
  readonly name: string;
  readonly kind: ElementKind;
  /** How many elements it is in. */
  readonly depth: number;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** What an element begins with, what stands between, and what ends it. */
export type TwimlPart =
  | { readonly type: 'open'; readonly element: TwimlElement; readonly isEmpty: boolean }
  | { readonly type: 'text' | 'comment' | 'declaration'; readonly text: string }
  | { readonly type: 'close'; readonly name: string; readonly kind: ElementKind };

/** A document that an app has responded with. */
export interface Twiml {
  readonly elements: readonly TwimlElement[];
  /** As far as the document is well-formed. */
  readonly parts: readonly TwimlPart[];
  /** Why it is not well-formed XML; `undefined` if it is. */
  readonly error:
    | { readonly message: string; readonly line: number; readonly column: number }
    | undefined;
}

/**
 * Takes an XML document apart. Nothing outside of the document is read, and no entities of its own are known. Documents of
 * any depth are taken: nothing here is recursive.
 *
 * @example
 * parseTwiml('<Response><Say>Hello</Say></Response>').elements[1].kind // 'verb'
 */
export function parseTwiml(text: string): Twiml {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const elements: TwimlElement[] = [];
  const parts: TwimlPart[] = [];
  const open: TwimlElement[] = [];
  let error: Twiml['error'];
  const push = (part: TwimlPart) => {
    if (error === undefined) parts.push(part);
  };
  parser.on('error', ({ message }) => {
    const { line, column } = parser;
    error ??= { message: message.replace(/^\d+:\d+: /, ''), line, column };
  });
  parser.on('xmldecl', () => push({ type: 'declaration', text: declarationIn(text) }));
  parser.on('doctype', (doctype) => push({ type: 'declaration', text: `<!DOCTYPE${doctype}>` }));
  parser.on('processinginstruction', ({ target, body }) =>
    push({ type: 'declaration', text: `<?${target} ${body}?>` }),
  );
  parser.on('comment', (comment) => push({ type: 'comment', text: comment }));
  parser.on('cdata', (cdata) => push({ type: 'text', text: cdata }));
  parser.on('text', (content) => {
    if (content.trim() !== '' && open.length > 0) push({ type: 'text', text: content });
  });
  parser.on('opentag', ({ name, attributes, isSelfClosing }) => {
    const element: TwimlElement = {
      name,
      kind: elementKind(name, open.length),
      depth: open.length,
      attributes: Object.entries(attributes),
    };
    if (error === undefined) elements.push(element);
    push({ type: 'open', element, isEmpty: isSelfClosing });
    open.push(element);
  });
  parser.on('closetag', ({ name, isSelfClosing }) => {
    const element = open.pop();
    if (!isSelfClosing) push({ type: 'close', name, kind: element?.kind ?? 'other' });
  });
  parser.write(text).close();
  return { elements, parts, error };
}

function declarationIn(text: string): string {
  return /^\s*<\?xml[^>]*\?>/.exec(text)?.[0] ?? '';
}
