import { WebhookError, type WebhookErrorCode } from '@sig/core';
import { type Cause, causes, type Explanation } from '@sig/core/explain';
import { ProxyError } from '@sig/proxy';
import type { Recognized } from '../../events/recognize.js';
import type { RecordVerdict } from '../record.js';
import type { Warning, WarningCode } from '../warnings.js';

/** Sentences of this program that have nothing of a request in them. */
const sentences = [
  ...(
    ['client-closed', 'upstream-unreachable', 'upstream-failed', 'upstream-timeout'] as const
  ).map((code) => new ProxyError(code).message),
  'There is no key.',
  'There is no response.',
  'The client has gone.',
  'The file does not say.',
];
/** What the system says of a connection. */
const ofSystem = /^(?:connect |read |write )?E[A-Z]{4,15}(?: (?:[\d.]{7,15}|::1)(?::\d{1,5})?)?$/;
/** Warnings whose text is made of statuses and times alone. */
const fixed: readonly WarningCode[] = ['too-slow', 'slow', 'failed', 'redirect', 'too-large'];

/** The rules for texts and URLs. */
export interface NoteRules {
  readonly redactWhole: (text: string) => string;
  readonly redactUrl: (url: string, kind: Recognized['kind']) => string;
}

/** Takes out of what was found what is made of the request, or of the answer. */
export function createNotes({ redactWhole, redactUrl }: NoteRules) {
  const text = (given: string) =>
    sentences.includes(given) || ofSystem.test(given) ? given : redactWhole(given);

  /** The cause in the words that it has for everybody, and the URLs. */
  function explanationOf(given: Explanation, kind: Recognized['kind']): Explanation {
    const { cause: found, signedUrl, seenUrl, matched, configuredMatched, hmacs, work } = given;
    const isCause = (one: unknown): one is Cause => Object.hasOwn(causes, String(one));
    const cause = isCause(found) ? found : undefined;
    return {
      cause,
      causes: given.causes.filter(isCause),
      title: cause === undefined ? 'No known mistake explains it.' : causes[cause].title,
      fix: cause === undefined ? '' : causes[cause].fix,
      options: undefined,
      matched: matched === true,
      configuredMatched,
      signedUrl: signedUrl === undefined ? undefined : redactUrl(signedUrl, kind),
      seenUrl: redactUrl(String(seenUrl), kind),
      position: undefined,
      differences: [],
      params: [],
      stringToSign: '',
      checks: [],
      next: undefined,
      hmacs,
      work,
    };
  }

  function verdict(given: RecordVerdict, kind: Recognized['kind']): RecordVerdict {
    if (given.state === 'genuine') return { ...given, url: redactUrl(given.url, kind) };
    if (given.state === 'not-verified') return { ...given, reason: text(given.reason) };
    const { code, explanation, message } = given;
    return {
      ...given,
      message: isMessageOf(code, message) ? message : redactWhole(message),
      explanation: explanation && explanationOf(explanation, kind),
    };
  }

  const warning = (given: Warning): Warning => ({
    ...given,
    message: fixed.includes(given.code) ? given.message : redactWhole(given.message),
  });

  return { text, verdict, warning };
}

/** Whether it is what core says to everybody. */
function isMessageOf(code: string, message: string): boolean {
  try {
    return new WebhookError(code as WebhookErrorCode).message === message;
  } catch {
    return false;
  }
}
