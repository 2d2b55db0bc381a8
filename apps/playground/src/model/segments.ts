import { byteLength, partsOf, type SignedParam, urlParts } from './request.js';

/** A part of the string to sign, as it is shown. Joined, their texts are the string. */
export interface Segment {
  readonly kind: 'url' | 'name' | 'value';
  /** What it is, such as `host`; of a value the name of its parameter. */
  readonly part: string;
  readonly text: string;
  /** The label above it, if it is long enough for one. */
  readonly label: string;
  /** The first of its bytes, and how many there are. */
  readonly at: number;
  readonly length: number;
  /** The parameter, in the list as it was received. */
  readonly row?: number;
  /** The number of the parameter in the order of the string, from 1. */
  readonly order?: number;
}

/** Cuts the string to sign of a URL and of form parameters in their order. */
export function segmentsOf(url: string, params: readonly SignedParam[]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  const add = (segment: Omit<Segment, 'at' | 'length'>) => {
    const length = byteLength(segment.text);
    segments.push({ ...segment, at, length });
    at += length;
  };
  for (const [part, text] of urlPieces(url)) {
    const label = text.length * 1.15 >= part.length * 0.62 + 1 ? part : '';
    add({ kind: 'url', part, text, label });
  }
  for (const [i, { name, value, row }] of params.entries()) {
    const order = i + 1;
    const label = name.length > 5 ? `${order} name` : `${order}`;
    add({ kind: 'name', part: 'name', text: name, label, row, order });
    const ofValue = value.length > 3 ? 'value' : '';
    add({ kind: 'value', part: name, text: value, label: ofValue, row, order });
  }
  return segments;
}

/** The parts of the URL that are there, with the hash of the body cut out of the query. */
function urlPieces(url: string): (readonly [part: string, text: string])[] {
  const parts = partsOf(url);
  return urlParts
    .flatMap((part): (readonly [string, string])[] => {
      const hash = part === 'query' ? /^(.*?)(bodySHA256=[^&]*)(.*)$/s.exec(parts.query) : null;
      if (hash === null) return [[part, parts[part]]];
      const [, before = '', text = '', after = ''] = hash;
      return [
        ['query', before],
        ['body hash', text],
        ['query', after],
      ];
    })
    .filter(([, text]) => text !== '');
}

/** What a segment is, in words. */
export function describe({ kind, part, order }: Segment): string {
  if (kind === 'value') return `Value of ${part}`;
  if (kind === 'name') return `Name, number ${order} in order`;
  return part.charAt(0).toUpperCase() + part.slice(1);
}

/** Which bytes of the string a segment is. */
export function rangeOf({ at, length }: Segment): string {
  if (length === 0) return 'blank, adds no bytes';
  if (length === 1) return `1 byte, ${at}`;
  return `${length} bytes, ${at} to ${at + length - 1}`;
}
