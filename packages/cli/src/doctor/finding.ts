import type { Answer } from './probe.js';

/** What a check found. */
export interface Finding {
  /** The stable name of the check. */
  readonly check: string;
  readonly title: string;
  /**
   * `pass`: as it must be; `fail`: a forgery gets in, or a genuine request does not; `error`: the server
   * broke (5xx, no answer); `warn`: to fix; `advice`: good to know, not a fault of the server; `skip`: not
   * checked, for the reason given.
   */
  readonly level: 'pass' | 'fail' | 'error' | 'warn' | 'advice' | 'skip';
  readonly sent: string;
  readonly got: string;
  /** Why there was no response (a code of `send`), or `rate-limit`. */
  readonly code?: string;
  /** What to change, if anything. */
  readonly fix?: string;
  readonly milliseconds?: number;
}

export type Grade = 'A' | 'B' | 'C' | 'D' | 'F';

/** A report card. */
export interface Report {
  readonly url: string;
  readonly grade: Grade;
  /** The report in a sentence. */
  readonly verdict: string;
  /** Whether the server responded at all. */
  readonly answered: boolean;
  /** How many requests were sent. */
  readonly requests: number;
  readonly findings: readonly Finding[];
}

/** What a finding tells of an answer. */
export function seen(answer: Answer): Pick<Finding, 'got' | 'milliseconds' | 'code'> {
  const { milliseconds, failure } = answer;
  return { got: inWords(answer), milliseconds, ...(failure && { code: failure }) };
}

/** An answer in a few words. */
export function inWords({ status, failure, location }: Answer): string {
  if (status === 0) return failure === 'closed' ? 'connection closed' : `no response (${failure})`;
  return location === undefined ? String(status) : `${status}, to ${printable(location, 60)}`;
}

/** How much of a page is looked at: what a page says of itself is at its start. */
const longestPage = 4096;

/** The first line of a body that says something: the title of a page, or its first text. */
export function firstLine({ text: whole, contentType }: Answer): string {
  const text = whole.slice(0, longestPage);
  const isPage = /html|xml/.test(contentType) || /^\s*<(?:!doctype|html)/i.test(text);
  const title = isPage ? /<title[^>]*>([^<]+)/i.exec(text)?.[1] : undefined;
  const plain = isPage
    ? text.replace(/<(style|script)\b.*?<\/\1>/gis, ' ').replace(/<[^<>]*>/g, '\n')
    : text;
  const lines = (title ?? plain).split(/[\r\n]+/).map((line) => line.trim());
  return printable(lines.find((line) => line !== '') ?? '', 100);
}

/** Text of the server, made fit for a terminal: cut, and without anything that controls it. */
export function printable(text: string, length: number): string {
  const plain = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
  return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
}
