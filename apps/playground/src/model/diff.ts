// What was signed, and what was seen, with the difference marked.
import type { UrlParts } from '@sig/core/adapter';
import { partsOf, urlParts } from './request.js';
import type { Param } from './state.js';

/** A stretch of a line. */
export interface Piece {
  readonly text: string;
  /** It differs; the number of the difference. */
  readonly mark?: number;
  /** The label of the mark. */
  readonly label?: string;
  /** The name of a parameter. */
  readonly isName?: boolean;
}

/** Two lines to compare. */
export interface DiffLine {
  readonly signed: readonly Piece[];
  readonly seen: readonly Piece[];
}

/** A difference, in a sentence. */
export interface Difference {
  readonly part: keyof UrlParts;
  readonly title: string;
  readonly sentence: string;
}

export interface UrlDiff {
  readonly line: DiffLine;
  readonly differences: readonly Difference[];
  /** Where the first is, from 1. */
  readonly first: { readonly at: number; readonly part: string } | undefined;
}

/** Compares two URLs part by part. Host and port are one difference. */
export function diffUrls(signedUrl: string, seenUrl: string): UrlDiff {
  let [signed, seen] = [partsOf(signedUrl), partsOf(seenUrl)];
  if (signed.host !== seen.host) [signed, seen] = [withPortInHost(signed), withPortInHost(seen)];
  const line: { signed: Piece[]; seen: Piece[] } = { signed: [], seen: [] };
  const differences: Difference[] = [];
  let first: UrlDiff['first'];
  let position = 0;
  for (const part of urlParts) {
    const [a, b] = [signed[part], seen[part]];
    if (a === b) {
      if (a !== '') for (const side of [line.signed, line.seen]) side.push({ text: a });
    } else {
      first ??= { at: position + common(a, b) + 1, part };
      differences.push({ part, ...sayings[part](a, b) });
      const { before, after, ...middles } = cut(part, a, b);
      const mark = { mark: differences.length, label: `${differences.length} ${part}` };
      for (const side of ['signed', 'seen'] as const) {
        line[side].push({ text: before }, { text: middles[side], ...mark }, { text: after });
      }
    }
    position += a.length;
  }
  const shown = (pieces: readonly Piece[]) =>
    pieces.filter(({ text, mark }) => text !== '' || mark !== undefined);
  return { line: { signed: shown(line.signed), seen: shown(line.seen) }, differences, first };
}

function withPortInHost(parts: UrlParts): UrlParts {
  return { ...parts, host: parts.host + parts.port, port: '' };
}

interface Cut {
  readonly before: string;
  readonly signed: string;
  readonly seen: string;
  readonly after: string;
}

/** What two parts of URLs have in common, and what differs between it. */
function cut(part: keyof UrlParts, a: string, b: string): Cut {
  if (part === 'scheme') {
    const after = a.endsWith('://') && b.endsWith('://') ? '://' : '';
    const end = -after.length || undefined;
    return { before: '', signed: a.slice(0, end), seen: b.slice(0, end), after };
  }
  if (part === 'path' || part === 'query') return part === 'path' ? cutPaths(a, b) : cutTexts(a, b);
  return { before: '', signed: a, seen: b, after: '' };
}

/** A prefix that is missing on one side, or else what {@link cutTexts} finds. */
function cutPaths(a: string, b: string): Cut {
  if (b !== '' && a.endsWith(b)) {
    return { before: '', signed: a.slice(0, -b.length), seen: '', after: b };
  }
  if (a !== '' && b.endsWith(a)) {
    return { before: '', signed: '', seen: b.slice(0, -a.length), after: a };
  }
  return cutTexts(a, b);
}

/** Cuts off the same beginning and the same end. */
export function cutTexts(a: string, b: string): Cut {
  const start = whole(a, common(a, b));
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a.at(-1 - end) === b.at(-1 - end)) end++;
  if (/[\udc00-\udfff]/.test(a.charAt(a.length - end))) end--;
  return {
    before: a.slice(0, start),
    signed: a.slice(start, a.length - end),
    seen: b.slice(start, b.length - end),
    after: a.slice(a.length - end),
  };
}

function common(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}

/** Not between the halves of a character. */
function whole(text: string, at: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) ? at - 1 : at;
}

const isInternal = (host: string) =>
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|127\.|localhost\b|\[::1\])/.test(host);

const none = (text: string) => text || 'none';

type Saying = (signed: string, seen: string) => Omit<Difference, 'part'>;

const sayings: Readonly<Record<keyof UrlParts, Saying>> = {
  scheme: (signed, seen) => ({
    title:
      /^(?:https|wss):/i.test(signed) && /^(?:http|ws):/i.test(seen)
        ? 'TLS ends at a proxy'
        : 'The scheme differs',
    sentence: `The sender signed ${none(signed.slice(0, -3))}; this server saw ${none(seen.slice(0, -3))}.`,
  }),
  userinfo: (signed, seen) => ({
    title: 'The credentials in the URL differ',
    sentence:
      signed === ''
        ? 'The sender did not sign the user and password that are in this URL.'
        : seen === ''
          ? 'The sender signed the URL with user and password.'
          : 'The sender signed another user or password.',
  }),
  host: (signed, seen) => ({
    title: 'The host name differs',
    sentence: `The sender signed ${none(signed)}; this server saw ${none(seen)}${isInternal(seen) ? ', an internal address' : ''}.`,
  }),
  port: (signed, seen) => ({
    title: 'The port differs',
    sentence:
      signed === ''
        ? `This server saw port ${seen.slice(1)}, which the sender did not sign.`
        : `The sender signed port ${signed.slice(1)}; this server saw ${seen === '' ? 'none' : seen.slice(1)}.`,
  }),
  path: (signed, seen) => {
    if (seen !== '' && signed.endsWith(seen)) {
      const prefix = signed.slice(0, -seen.length);
      return {
        title: 'A proxy strips a path prefix',
        sentence: `The sender signed ${prefix} at the start of the path; a proxy removed it.`,
      };
    }
    if (signed !== '' && seen.endsWith(signed)) {
      const prefix = seen.slice(0, -signed.length);
      return {
        title: 'A proxy adds a path prefix',
        sentence: `This server saw ${prefix} at the start of the path, which the sender did not sign.`,
      };
    }
    return { title: 'The path differs', sentence: 'A proxy or a router changed the path.' };
  },
  query: (signed, seen) => {
    if (signed === '') {
      return {
        title: 'A query string was added',
        sentence: 'The sender signed the URL without it.',
      };
    }
    return seen === ''
      ? { title: 'The query string was dropped', sentence: 'The sender signed the URL with it.' }
      : { title: 'The query string differs', sentence: 'It was changed on the way.' };
  },
};

/** The lines of the parameters that differ, all marked with the same number. */
export function diffParams(
  signed: readonly Param[],
  seen: readonly Param[],
  mark: number,
): DiffLine[] {
  const [a, b] = [without(signed, seen), without(seen, signed)];
  const lines: DiffLine[] = [];
  const gap: Piece = { text: '', mark };
  const pieces = ({ name, value }: Param): Piece[] => [
    { text: name, isName: true, mark },
    { text: value },
  ];
  for (const one of a) {
    const at = b.findIndex(({ name }) => name === one.name);
    const [other] = at < 0 ? [] : b.splice(at, 1);
    lines.push(
      other === undefined ? { signed: pieces(one), seen: [gap] } : values(one, other, mark),
    );
  }
  for (const one of b) lines.push({ signed: [gap], seen: pieces(one) });
  return lines;
}

/** The parameters of a list that the other does not have. */
function without(list: readonly Param[], other: readonly Param[]): Param[] {
  const left = [...other];
  return list.filter(({ name, value }) => {
    const at = left.findIndex((one) => one.name === name && one.value === value);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function values(signed: Param, seen: Param, mark: number): DiffLine {
  const { before, after, ...middle } = cutTexts(signed.value, seen.value);
  const line = (text: string): Piece[] => [
    { text: signed.name, isName: true },
    ...(before === '' ? [] : [{ text: before }]),
    { text, mark },
    ...(after === '' ? [] : [{ text: after }]),
  ];
  return { signed: line(middle.signed), seen: line(middle.seen) };
}
