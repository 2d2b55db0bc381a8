import type { Work } from './budget.js';
import { type Cause, causes } from './causes.js';

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
  /** What was wrong, as a sentence. */
  readonly title: string;
  /** What to change. */
  readonly fix: string;
  /** What to set as "publicUrl", if that is all it takes. */
  readonly publicUrl: string | undefined;
  /** Whether the signature matches once the causes are undone: then it is certain. */
  readonly matched: boolean;
  /** The URL that was signed, values masked; `undefined` if it is not known. */
  readonly signedUrl: string | undefined;
  /** The URL that was verified, values masked. */
  readonly seenUrl: string;
  /** The first character where they part, from 0; `undefined` if they do not. */
  readonly position: number | undefined;
  /** The parameter that differs, if it is one. */
  readonly param: string | undefined;
  /** The string to sign as this server made it, values masked. */
  readonly stringToSign: string;
  /** What to look at, in this order, if no cause is known. */
  readonly checks: readonly string[];
  /** How many HMACs were computed. */
  readonly hmacs: number;
  /** How much work it was, counted; never more than `searchLimits`. */
  readonly work: Work;
}

/** What to look at where nothing matches. */
export const checks: readonly string[] = [
  'Is the auth token that of the account that sends (a subaccount has its own), and the current one?',
  'Is the URL at the sender the one below, to the byte: scheme, host, port, path, slash, query?',
  'Does a proxy, a tunnel or a rewrite change the path or the query? Set "publicUrl".',
  'Does a body parser or middleware change the body before it is verified? Put webhook() before it.',
  'Is the request from the sender at all?',
];

/**
 * An explanation as text, in five lines at the most.
 *
 * @example
 * log.warn(formatExplanation(explain({ authToken, signature, url, contentType, body })))
 */
export function formatExplanation(explanation: Explanation): string {
  const { cause, causes: all, title, fix, signedUrl, seenUrl, position, param } = explanation;
  const { publicUrl } = explanation;
  if (cause === undefined) {
    return [
      title,
      `  verified: ${explanation.stringToSign}`,
      ...explanation.checks.slice(0, 3).map((check, i) => `  check ${i + 1}: ${check}`),
    ].join('\n');
  }
  const others = all.filter((one) => one !== cause);
  const also =
    others.length === 0 ? '' : ` Also: ${others.map((one) => causes[one].title).join(' ')}`;
  const differs = signedUrl !== undefined && signedUrl !== seenUrl;
  const place = position === undefined ? '' : ` (they part at character ${position + 1})`;
  return [
    title + also,
    ...(differs ? [`  signed: ${signedUrl}`, `  seen:   ${seenUrl}${place}`] : []),
    ...(param === undefined ? [] : [`  parameter: ${param}`]),
    `  fix: ${publicUrl === undefined ? fix : `set "publicUrl" to ${JSON.stringify(publicUrl)}.`}`,
  ].join('\n');
}
