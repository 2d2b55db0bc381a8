// Header fields by the grammar of RFC 9110, written as regular expressions that are tried in turn.
import { utf8 } from './url.js';

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const quoted = '"(?:\\\\[^]|[^"\\\\])*"';
const grammar = {
  separators: /[ \t,]*/y,
  blanks: /[ \t]*/y,
  // A value is missing at the end of an element: not of the grammar, and sent all the same.
  param: new RegExp(`(${token})[ \\t]*=[ \\t]*(${quoted}|${token}|(?=,|$))`, 'y'),
  scheme: new RegExp(`(${token})(?:[ \\t]+|(?=,|$))`, 'y'),
  token68: /[A-Za-z0-9._~+/-]+=*[ \t]*(?=,|$)/y,
  elementEnd: /(?=,|$)/y,
};

/** A text that is read from the front. */
class Reading {
  at = 0;
  constructor(readonly text: string) {}

  take(rule: keyof typeof grammar): RegExpExecArray | null {
    const pattern = grammar[rule];
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  get ended(): boolean {
    return this.at === this.text.length;
  }
}

const maxLength = 16 * 1024;

/** The parameters of credentials; `undefined` if they are malformed, repeated, or too many. */
export function authParams(text: string): Record<string, string> | undefined {
  const reading = new Reading(text);
  const params = new Map<string, string>();
  if (text.length > maxLength) return undefined;
  reading.take('separators');
  while (!reading.ended) {
    const match = reading.take('param');
    if (match === null) return undefined;
    const name = (match[1] ?? '').toLowerCase();
    if (params.has(name) || params.size === 64) return undefined;
    params.set(name, unquoted(match[2] ?? ''));
    reading.take('blanks');
    if (reading.take('elementEnd') === null) return undefined;
    reading.take('separators');
  }
  return toRecord(params);
}

interface Challenge {
  readonly scheme: string;
  readonly params: Record<string, string>;
}

/** The challenges of one field, up to what is none. */
export function challenges(field: string): Challenge[] {
  const found: { scheme: string; params: Map<string, string> }[] = [];
  const reading = new Reading(field.length > maxLength ? '' : field);
  for (;;) {
    reading.take('separators');
    const current = found.at(-1);
    const param = current === undefined ? null : reading.take('param');
    if (param !== null) {
      const name = (param[1] ?? '').toLowerCase();
      if (!current?.params.has(name)) current?.params.set(name, unquoted(param[2] ?? ''));
      continue;
    }
    const scheme = reading.ended ? null : reading.take('scheme');
    if (scheme === null) break;
    found.push({ scheme: (scheme[1] ?? '').toLowerCase(), params: new Map() });
    const { at } = reading;
    if (reading.take('param') === null) reading.take('token68');
    else reading.at = at;
  }
  return found.map(({ scheme, params }) => ({ scheme, params: toRecord(params) }));
}

function toRecord(params: ReadonlyMap<string, string>): Record<string, string> {
  const record: Record<string, string> = Object.create(null);
  for (const [name, value] of params) record[name] = value;
  return record;
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value;
}

/** The text of `UTF-8'language'value` (RFC 8187, section 3.2). */
export function extValue(text: string): string | undefined {
  const [charset, language, value, more] = text.split("'");
  if (charset?.toLowerCase() !== 'utf-8' || value === undefined || more !== undefined)
    return undefined;
  if (!/^[A-Za-z0-9-]*$/.test(language ?? '')) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < value.length; at++) {
    const character = value[at] ?? '';
    if (character === '%') {
      const hex = value.slice(at + 1, at + 3);
      if (!/^[0-9A-Fa-f]{2}$/.test(hex)) return undefined;
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else if (/[!#$&+.^_`|~0-9A-Za-z-]/.test(character)) bytes.push(character.charCodeAt(0));
    else return undefined;
  }
  return utf8(Buffer.from(bytes));
}
