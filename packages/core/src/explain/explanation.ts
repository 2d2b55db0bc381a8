import type { Work } from './budget.js';
import { type Cause, causes } from './causes.js';
import type { UrlDifference } from './difference.js';
import type { FixOptions } from './fix-options.js';

/**
 * Why a signature failed. It holds neither tokens, nor expected signatures, nor values of parameters. What it
 * holds of the request may be printed: control characters are escaped, and no text is longer than 500
 * characters, no name than 64.
 */
export interface Explanation {
  /** The likeliest cause; `undefined` if none is known. */
  readonly cause: Cause | undefined;
  /** All causes that it took together. */
  readonly causes: readonly Cause[];
  /** What was wrong, in a sentence or two. */
  readonly title: string;
  /** What to change. */
  readonly fix: string;
  /** The options of `webhook()` to set, if these are all it takes. */
  readonly options: FixOptions | undefined;
  /** Whether the signature matches once the causes are undone: then it is certain. */
  readonly matched: boolean;
  /** Whether a configured URL is the one that was signed; `undefined` if none was given. */
  readonly configuredMatched: boolean | undefined;
  /** The URL that was signed, values masked; `undefined` if it is not known. */
  readonly signedUrl: string | undefined;
  /** The URL that was verified, values masked. */
  readonly seenUrl: string;
  /** The first character that differs, in the URL that was signed, from 0; `undefined` if none does. */
  readonly position: number | undefined;
  /** Where the two URLs differ: the first place of each component. */
  readonly differences: readonly UrlDifference[];
  /** The parameters that differ, by name: those of the body, or of the query. */
  readonly params: readonly string[];
  /** The string to sign as this server made it, values masked. */
  readonly stringToSign: string;
  /** What to look at, in this order, if no cause is known. */
  readonly checks: readonly string[];
  /** What decides it, if no cause is known. */
  readonly next: string | undefined;
  /** How many HMACs were computed. */
  readonly hmacs: number;
  /** How much work it was, counted; never more than `searchLimits`. */
  readonly work: Work;
}

/** How many lines an explanation has at the most. */
const usualLines = 5;

/**
 * An explanation as text.
 *
 * @param lines how many lines it may have. Default: 5; of the checks that are left out nothing is said
 * @example
 * log.warn(formatExplanation(explain({ authToken, signature, url, contentType, body })))
 */
export function formatExplanation(explanation: Explanation, lines: number = usualLines): string {
  const { cause, causes: all, title, fix, signedUrl, seenUrl, params, next } = explanation;
  if (cause === undefined) {
    const ends = next === undefined ? [] : [`  next: ${next}`];
    const checks = explanation.checks.map((check, i) => `  check ${i + 1}: ${check}`);
    const shown = checks.slice(0, Math.max(0, lines - 2 - ends.length));
    return [title, `  verified: ${explanation.stringToSign}`, ...shown, ...ends].join('\n');
  }
  const others = all.filter((one) => one !== cause);
  const also =
    others.length === 0 ? '' : ` Also: ${others.map((one) => causes[one].title).join(' ')}`;
  const differs = signedUrl !== undefined && explanation.position !== undefined;
  const named = params.length === 1 ? 'parameter' : 'parameters';
  return [
    title + also,
    ...(differs ? [`  signed: ${signedUrl}`, `  seen:   ${seenUrl}${placeOf(explanation)}`] : []),
    ...(params.length === 0 ? [] : [`  ${named}: ${params.join(', ')}`]),
    `  fix: ${fix}`,
  ].join('\n');
}

/** Where the URLs differ first, and what stands there if it is short. */
function placeOf({ position, differences: [first] }: Explanation): string {
  if (position === undefined) return '';
  const place = `first difference at character ${position + 1}`;
  const isShown = first?.component === 'path' || first?.component === 'query';
  return isShown ? ` (${place}: ${first.signed} signed, ${first.seen} seen)` : ` (${place})`;
}
