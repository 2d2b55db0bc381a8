import { maxStoredValue } from '../store/store.js';

/** What a handler has answered, in the terms of no framework. */
export interface Answer {
  readonly status: number;
  /** Names and values; a name may come several times. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The whole body; `undefined` if it is larger than is kept. */
  readonly body: Uint8Array | undefined;
}

/** How much of a body is kept, in bytes. */
const maxBody = 64 * 1024;

/** Collects the body of an answer while it is written. */
export interface BodyCollector {
  add(chunk: Uint8Array): void;
  /** What was written so far; `undefined` if it is larger than is kept. */
  bytes(): Uint8Array<ArrayBuffer> | undefined;
}

/**
 * A collector for the body of an {@link Answer}, for those who write an adapter. It holds 64 KiB at the most.
 *
 * @example
 * const body = collectBody()
 * body.add(new TextEncoder().encode('<Response/>'))
 * body.bytes()?.length // 11
 */
export function collectBody(): BodyCollector {
  let chunks: Uint8Array[] = [];
  let length = 0;
  return {
    add(chunk) {
      length += chunk.length;
      // A copy, because whoever writes may use the same bytes again.
      if (length > maxBody) chunks = [];
      else chunks.push(new Uint8Array(chunk));
    },
    bytes() {
      if (length > maxBody) return undefined;
      const bytes = new Uint8Array(length);
      let at = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      return bytes;
    },
  };
}

/** Whether the sender should ask again: the event was not handled. */
export function hasFailed(status: number): boolean {
  return status >= 500 || [408, 425, 429].includes(status);
}

/** The header by which a replay is known. */
const replayed = ['Idempotent-Replayed', 'true'] as const;

/** Headers of one connection, of one moment, or of what a guard says to one request. */
const notKept =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|date|content-length|authentication-info|www-authenticate|idempotent-replayed)$/i;

/** An answer as text for a store. */
export function printAnswer(answer: Answer): string {
  const { status } = answer;
  const headers = answer.headers.filter(([name]) => !notKept.test(name));
  const whole = answer.body && printRecord({ s: status, h: headers, ...printBody(answer.body) });
  if (whole !== undefined) return whole;
  // What describes a body describes none that is empty.
  const others = headers.filter(([name]) => !/^(?:content-.*|etag|accept-ranges)$/i.test(name));
  return printRecord({ s: status, h: others }) ?? JSON.stringify({ s: status, h: [] });
}

interface AnswerRecord {
  readonly s: number;
  readonly h: Answer['headers'];
  /** The body, if it is text. */
  readonly t?: string;
  /** The body in base64. */
  readonly b?: string;
}

function printRecord(record: AnswerRecord): string | undefined {
  const text = JSON.stringify(record);
  return text.length <= maxStoredValue ? text : undefined;
}

function printBody(body: Uint8Array): Pick<AnswerRecord, 't' | 'b'> {
  try {
    const t = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    // Some text takes more room in JSON than bytes do in base64.
    if (JSON.stringify(t).length < 1.4 * body.length + 100) return { t };
  } catch {
    // No text.
  }
  let binary = '';
  for (let at = 0; at < body.length; at += 8192) {
    binary += String.fromCharCode(...body.subarray(at, at + 8192));
  }
  return { b: btoa(binary) };
}

/**
 * The answer that a store has kept, for a repeat.
 *
 * @throws TypeError if the text is not one of {@link printAnswer}
 */
export function parseAnswer(text: string): Answer {
  const { s, h, t, b }: Partial<AnswerRecord> = JSON.parse(text);
  if (!Number.isInteger(s) || !Array.isArray(h)) throw new TypeError('The store has no answer.');
  const body =
    b === undefined
      ? new TextEncoder().encode(t ?? '')
      : Uint8Array.from(atob(b), (char) => char.charCodeAt(0));
  return { status: s as number, headers: [...h, replayed], body };
}
