import type { EventKind } from '../events/events.js';
import { verbLike } from '../twiml/names.js';
import type { Twiml } from '../twiml/parse-twiml.js';

/** What a sender would report of an answer. */
export interface Warning {
  /** Stable, for tests and other programs. */
  readonly code: WarningCode;
  /** `error` if the sender would give up; `warn` if that may come. */
  readonly level: 'error' | 'warn';
  readonly message: string;
}

/** Stable names of warnings. */
export type WarningCode =
  | 'too-slow'
  | 'slow'
  | 'failed'
  | 'refused-by-app'
  | 'redirect'
  | 'content-type'
  | 'not-well-formed'
  | 'no-response-element'
  | 'unknown-verb'
  | 'too-large';

/** An answer of an app, as far as a sender judges it. */
export interface Answer {
  readonly kind: EventKind | 'unknown';
  readonly method: string;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly location: string | undefined;
  readonly milliseconds: number;
  /** All of it, not only what was kept. */
  readonly bodyLength: number;
  /** `undefined` if the body is none, or was not kept in full. */
  readonly twiml: Twiml | undefined;
}

/** The largest document that is read. */
export const maxTwiml = 64 * 1024;

type Rule = (answer: Answer) => Omit<Warning, 'code'> | undefined;

const error = (message: string) => ({ level: 'error', message }) as const;
const warn = (message: string) => ({ level: 'warn', message }) as const;

/** Events whose answer is an instruction. */
const instructed: readonly (EventKind | 'unknown')[] = ['voice', 'gather', 'message'];

const rules: readonly (readonly [WarningCode, Rule])[] = [
  [
    'too-slow',
    (answer) => {
      const limit = limitOf(answer);
      if (answer.milliseconds <= limit) return undefined;
      return error(
        `The answer took ${seconds(answer.milliseconds)}. The sender gives up after ${limit / 1000} seconds.`,
      );
    },
  ],
  [
    'slow',
    (answer) => {
      const limit = limitOf(answer);
      const isSlow = answer.milliseconds > limit / 3 && answer.milliseconds <= limit;
      if (!isSlow) return undefined;
      return warn(
        `The answer took ${seconds(answer.milliseconds)} of the ${limit / 1000} seconds that the sender waits, redirects and logins included.`,
      );
    },
  ],
  [
    'failed',
    ({ status }) => {
      // 401 is a challenge, which the sender answers.
      if (status < 400 || status === 401) return undefined;
      return error(
        `Status ${status}: the sender reports error 11200, and asks the fallback URL if there is one.`,
      );
    },
  ],
  [
    'redirect',
    ({ status, location, method }) => {
      if (![301, 302, 303, 307, 308].includes(status)) return undefined;
      if (location === undefined)
        return error(`Status ${status} without a Location: there is nowhere to go.`);
      const isKept = status > 303 || method === 'GET';
      const how = isKept ? 'again' : 'as a GET, without the parameters of the body';
      return warn(
        `The sender follows the redirect ${how}, and signs the new URL. Configure the URL that responds.`,
      );
    },
  ],
  [
    'too-large',
    ({ bodyLength, kind }) =>
      instructed.includes(kind) && bodyLength > maxTwiml
        ? error(`The answer has ${kilobytes(bodyLength)}. TwiML may have 64 KB (error 11750).`)
        : undefined,
  ],
  [
    'content-type',
    (answer) => {
      if (!expectsTwiml(answer)) return undefined;
      const { contentType, kind } = answer;
      if (contentType === undefined) {
        return error('There is no Content-Type. Answer with text/xml (error 12300).');
      }
      if (isXml(contentType) || /^text\/html\b/i.test(contentType)) return undefined;
      if (kind !== 'message' && /^audio\//i.test(contentType)) return undefined;
      if (/^text\/plain\b/i.test(contentType)) {
        const what = kind === 'message' ? 'sent as the reply' : 'read out';
        return warn(
          `The Content-Type is text/plain: the text is ${what}, and no TwiML in it is followed.`,
        );
      }
      return error(
        `The Content-Type is ${JSON.stringify(contentType.slice(0, 80))}. Answer with text/xml (error 12300).`,
      );
    },
  ],
  [
    'not-well-formed',
    (answer) => {
      const problem = answer.twiml?.error;
      if (problem === undefined || !isDocument(answer)) return undefined;
      return error(
        `The answer is not well-formed XML (error 12100): line ${problem.line}, column ${problem.column}: ${problem.message}`,
      );
    },
  ],
  [
    'no-response-element',
    (answer) => {
      const [root] = answer.twiml?.elements ?? [];
      if (root === undefined || root.kind === 'response' || !isDocument(answer)) return undefined;
      return error(`The document must be in <Response>; it is in <${root.name.slice(0, 40)}>.`);
    },
  ],
  [
    'unknown-verb',
    (answer) => {
      if (!isDocument(answer)) return undefined;
      const elements = answer.twiml?.elements ?? [];
      const unknown = elements.find(({ depth, kind }) => depth === 1 && kind !== 'verb');
      if (unknown === undefined || elements[0]?.kind !== 'response') return undefined;
      const meant = verbLike(unknown.name);
      const advice =
        meant === undefined
          ? 'sig does not know it.'
          : `Names are case-sensitive: write <${meant}>.`;
      return warn(`<${unknown.name.slice(0, 40)}> is not a known verb. ${advice}`);
    },
  ],
];

/**
 * What a sender would have to say of an answer.
 *
 * @example
 * warningsOf({ ...answer, milliseconds: 16_000 })[0].code // 'too-slow'
 */
export function warningsOf(answer: Answer): Warning[] {
  return rules.flatMap(([code, rule]) => {
    const warning = rule(answer);
    return warning === undefined ? [] : [{ code, ...warning }];
  });
}

/** Whether the body of an answer may be TwiML. */
export function isXml(contentType: string | undefined): boolean {
  return /^(?:text|application)\/xml\b/i.test(contentType ?? '');
}

/** Event Streams gives up earlier. */
function limitOf({ kind }: Answer): number {
  return kind === 'event-streams' ? 5_000 : 15_000;
}

function expectsTwiml({ kind, status, bodyLength }: Answer): boolean {
  return instructed.includes(kind) && status >= 200 && status < 300 && bodyLength > 0;
}

function isDocument(answer: Answer): boolean {
  return expectsTwiml(answer) && isXml(answer.contentType);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} seconds`;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}
