import type { Answer } from './probe.js';

/**
 * How alike two answers are, from 0 (of different classes, or to different places) to 1. What differs from one
 * answer to the next in any server (numbers, times, identifiers) does not count.
 */
export function likeness(a: Answer, b: Answer): number {
  if (a.status === 0 || b.status === 0) return a.failure === b.failure ? 1 : 0;
  if (classOf(a) !== classOf(b)) return 0;
  if (placeOf(a) !== placeOf(b)) return 0;
  if (placeOf(a) !== undefined) return 1;
  return (
    0.3 +
    0.1 * Number(a.status === b.status) +
    0.2 * Number(a.contentType === b.contentType) +
    0.4 * wordsInCommon(a.text, b.text)
  );
}

/** Whether two answers are as good as the same. */
export const alike = (a: Answer, b: Answer): boolean => likeness(a, b) > 0.85;

/** Whether an answer means yes, if nothing is known to compare it with. */
export const isYes = ({ status }: Answer): boolean => classOf({ status }) === 2;

/** 101 is what a WebSocket is accepted with. */
function classOf({ status }: Pick<Answer, 'status'>): number {
  return status === 101 ? 2 : Math.floor(status / 100);
}

/** Where a redirect leads, without its query, which often repeats what was asked for. */
function placeOf({ status, location }: Answer): string | undefined {
  return status >= 300 && status < 400 ? location?.replace(/[?#].*/s, '') : undefined;
}

/** Dice's coefficient over the words of two texts. */
function wordsInCommon(a: string, b: string): number {
  const [first, second] = [wordsOf(a), wordsOf(b)];
  if (first.size + second.size === 0) return 1;
  let common = 0;
  for (const word of first) if (second.has(word)) common += 1;
  return (2 * common) / (first.size + second.size);
}

function wordsOf(text: string): Set<string> {
  const steady = text.replace(/[\da-f]{8}[\da-f-]*|\d+/gi, '0');
  return new Set(steady.toLowerCase().match(/[^\s"'<>/=:;,.(){}[\]]+/g) ?? []);
}
