import type { Cause } from '../causes.js';
import { costs } from '../dimension.js';
import { safely } from './safely.js';

/** A change of values, and what they were before it. */
export interface ValueRow {
  readonly cause: Cause;
  readonly cost: number;
  /** Values that it could have changed; others are left alone. */
  readonly applies: RegExp;
  readonly undo: (value: string, name: string) => string;
  /** How much longer a value may get. Default: 1. */
  readonly growth?: number;
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&#039;': "'",
  '&#x27;': "'",
  '&apos;': "'",
  '&#x2F;': '/',
  '&#47;': '/',
  '&#x5C;': '\\',
  '&#96;': '`',
};
const entity = /&(?:amp|lt|gt|quot|apos|#x?[0-9a-f]{2,3});/gi;
const unescapeHtml = (value: string) => value.replace(entity, (one) => entities[one] ?? one);

const escapeHtml = (apostrophe: string, others: string) => (value: string) =>
  value.replace(/[&<>"']/g, (char) => {
    if (char === "'") return apostrophe;
    if (char === '"') return others;
    return char === '&' ? '&amp;' : char === '<' ? '&lt;' : '&gt;';
  });

/** Names whose values are phone numbers. */
const phones = /^(?:From|To|Caller|Called|ForwardedFrom)$/;

/** How middleware changes values, all of them at once. */
export const valueRows: readonly ValueRow[] = [
  {
    cause: 'plus-as-space',
    cost: costs.likely,
    applies: / /,
    undo: (value) => value.replaceAll(' ', '+'),
  },
  {
    cause: 'plus-as-space',
    cost: costs.likely,
    applies: /^ /,
    undo: (value) => value.replace(/^ /, '+'),
  },
  {
    cause: 'plus-as-space',
    cost: costs.usual,
    applies: /\+/,
    undo: (value) => value.replaceAll('+', ' '),
  },
  { cause: 'charset-broken', cost: costs.likely, applies: /[\x80-\xff]/, undo: latin1ToUtf8 },
  {
    cause: 'charset-broken',
    cost: costs.usual,
    applies: /[^\0-\x7f]/,
    undo: utf8ToLatin1,
    growth: 3,
  },
  {
    cause: 'line-ends-changed',
    cost: costs.likely,
    applies: /(?<!\r)\n/,
    undo: (value) => value.replace(/\r?\n/g, '\r\n'),
    growth: 2,
  },
  {
    cause: 'line-ends-changed',
    cost: costs.usual,
    applies: /\r/,
    undo: (value) => value.replace(/\r\n?/g, '\n'),
  },
  {
    cause: 'line-ends-changed',
    cost: costs.common,
    applies: /\n/,
    undo: (value) => value.replace(/\r?\n/g, '\r'),
  },
  { cause: 'values-escaped', cost: costs.likely, applies: entity, undo: unescapeHtml },
  // As the usual libraries write an apostrophe and quotation marks.
  ...(
    [
      ['&#39;', '&quot;', costs.usual],
      ['&#x27;', '&quot;', costs.usual],
      ['&#039;', '&quot;', costs.common],
      ["'", '&quot;', costs.common],
      ["'", '"', costs.common],
    ] as const
  ).map(([apostrophe, quotation, cost]): ValueRow => {
    const undo = escapeHtml(apostrophe, quotation);
    return { cause: 'values-escaped', cost, applies: /[&<>"']/, undo, growth: 6 };
  }),
  {
    cause: 'values-escaped',
    cost: costs.likely,
    applies: /\\['"\\]/,
    undo: (value) => value.replace(/\\(['"\\])/g, '$1'),
  },
  {
    cause: 'values-escaped',
    cost: costs.common,
    applies: /['"\\]/,
    undo: (value) => value.replace(/['"\\]/g, '\\$&'),
    growth: 2,
  },
  {
    cause: 'escapes-in-values',
    cost: costs.likely,
    applies: /%[0-9a-f]{2}/i,
    undo: (value) => safely(value, decodeURIComponent),
  },
  {
    cause: 'escapes-in-values',
    cost: costs.usual,
    applies: /%[0-9a-f]{2}|\+/i,
    undo: (value) => safely(value.replaceAll('+', ' '), decodeURIComponent),
  },
  {
    cause: 'escapes-in-values',
    cost: costs.common,
    applies: /[^A-Za-z0-9_.~-]/,
    undo: (value) => safely(value, encodeURIComponent),
    growth: 9,
  },
  {
    cause: 'escapes-in-values',
    cost: costs.common,
    applies: /[^A-Za-z0-9_.~-]/,
    undo: (value) => safely(value, encodeURIComponent).replaceAll('%20', '+'),
    growth: 9,
  },
  {
    cause: 'escapes-in-values',
    cost: costs.common,
    applies: /[^A-Za-z0-9_.~-]/,
    undo: (value) => safely(value, encodeURI),
    growth: 9,
  },
  {
    cause: 'blank-params-changed',
    cost: costs.usual,
    applies: /^(?:null|undefined|None|nil|NULL)$/,
    undo: () => '',
  },
  {
    cause: 'numbers-changed',
    cost: costs.usual,
    applies: /^\d{7,15}$/,
    undo: (value, name) => (phones.test(name) ? `+${value}` : value),
  },
  {
    cause: 'unicode-normalized',
    cost: costs.common,
    applies: /[^\0-\x7f]/,
    undo: (value) => value.normalize('NFD'),
    growth: 4,
  },
  {
    cause: 'unicode-normalized',
    cost: costs.common,
    applies: /[^\0-\x7f]/,
    undo: (value) => value.normalize('NFC'),
  },
];

function latin1ToUtf8(value: string): string {
  if (/[^\0-\xff]/.test(value)) return value;
  try {
    const bytes = Uint8Array.from(value, (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return value;
  }
}

function utf8ToLatin1(value: string): string {
  const bytes = new TextEncoder().encode(value);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
