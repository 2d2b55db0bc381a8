// The verdict in a few words, for the pill, the bar at the bottom, and the screen reader.
import type { Check } from './check.js';
import type { Explained, Unexplained } from './explain.js';

/** The verdict with what an explanation adds to it. */
export function withExplanation(
  check: Check,
  explained: Explained | Unexplained | undefined,
): Check {
  if (check.kind !== 'mismatch' || explained === undefined) return check;
  if (!explained.isFound) return { ...check, title: explained.title, text: explained.text };
  const text = explained.isKeyRight
    ? 'The same key gives this signature for a slightly different request.'
    : 'A slightly different key gives this signature.';
  return { ...check, text };
}

export interface Summary {
  readonly pill: string;
  readonly bar: string;
  readonly link: string;
  /** What is announced; nothing if there is no verdict. */
  readonly spoken: string;
}

export function summaryOf(check: Check, explained: Explained | Unexplained | undefined): Summary {
  const { kind, title } = check;
  const found = explained?.isFound === true ? explained : undefined;
  const cause = found?.title;
  if (kind === 'mismatch') {
    return {
      pill: 'No match',
      bar: found === undefined ? title : `No match: ${lower(found.short)}`,
      link: 'See why',
      spoken: cause === undefined ? `${title}.` : `No match. ${cause}.`,
    };
  }
  const spoken = kind === 'idle' ? '' : cause === undefined ? `${title}.` : `${title}. ${cause}.`;
  return { pill: kind === 'match' ? 'Match' : title, bar: title, link: 'Details', spoken };
}

/** As it goes on in a sentence; abbreviations stay. */
const lower = (text: string) =>
  /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
