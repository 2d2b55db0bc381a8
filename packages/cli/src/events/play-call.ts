import type { CallRequest } from '@sig/sender';
import { isXml } from '../capture/warnings.js';
import { parseTwiml } from '../twiml/parse-twiml.js';
import { type Freshness, freshEvent, without, withQuery } from './events.js';

/** What a step is answered with, as far as it says how the call goes on. */
export interface CallAnswer {
  /** What was asked last: redirects are followed. */
  readonly url: string;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly text: string;
}

/** How a call is played. */
export interface CallScript<Answer extends CallAnswer> {
  readonly send: (request: CallRequest) => Promise<Answer>;
  readonly url: string;
  readonly overrides: Readonly<Record<string, string>>;
  /** Where the end of the call is reported; nowhere if there is none. */
  readonly statusCallback?: { readonly url: string; readonly method?: 'GET' | 'POST' | undefined };
  readonly freshness: Freshness;
}

/** A step of a call, and what came of it. */
export interface CallStep<Answer> {
  readonly title: string;
  readonly result: Answer;
}

/** Parameters of one step alone; all others belong to every step. */
const gatherNames = ['Digits', 'FinishedOnKey', 'SpeechResult', 'Confidence', 'Language', 'msg'];
const statusNames = ['CallStatus', 'CallDuration', 'Duration', 'SequenceNumber', 'Timestamp'];
/** Sent with the first request only. */
const firstNames = ['CallToken', 'StirVerstat'];

/**
 * Plays a call: the incoming call, then what was pressed if the answer gathers, then its end. All have the same `CallSid`;
 * cookies and login are kept by the sender. A step that fails ends the call.
 */
export async function* playCall<Answer extends CallAnswer>(
  script: CallScript<Answer>,
): AsyncGenerator<CallStep<Answer>> {
  const { send, url, overrides, statusCallback, freshness } = script;
  const given = Object.entries(overrides);
  const isOwn = (name: string) => gatherNames.includes(name) || statusNames.includes(name);
  const shared = Object.fromEntries(given.filter(([name]) => !isOwn(name)));
  const only = (names: readonly string[]) =>
    Object.fromEntries(given.filter(([name]) => names.includes(name)));

  const { params = {} } = freshEvent('voice', freshness, shared);
  const kept = without(params, [...firstNames, 'CallStatus']);
  const first = await send({ url, params });
  yield { title: 'incoming call', result: first };

  const gather = first.status < 400 ? gatherIn(first) : undefined;
  if (gather !== undefined) {
    const event = freshEvent('gather', freshness, { ...kept, ...only(gatherNames) });
    const result = await send(requestTo(gather.url, gather.method, event.params ?? {}));
    yield { title: 'gather', result };
  }
  if (statusCallback !== undefined) {
    const example = freshEvent('call-status', freshness, kept).params ?? {};
    const ended = { ...without(example, ['SipResponseCode']), ...only(statusNames) };
    const method = statusCallback.method ?? 'POST';
    const result = await send(requestTo(statusCallback.url, method, ended));
    yield { title: 'call status', result };
  }
}

function requestTo(
  url: string,
  method: string,
  params: Readonly<Record<string, string>>,
): CallRequest {
  return method === 'GET' ? { url: withQuery(url, params), method } : { url, params };
}

/** Where the first `<Gather>` of an answer asks; `undefined` if it has none. */
function gatherIn({
  url,
  contentType,
  text,
}: CallAnswer): { readonly url: string; readonly method: string } | undefined {
  if (!isXml(contentType)) return undefined;
  const { elements, error } = parseTwiml(text);
  const gather = elements.find(({ name }) => name === 'Gather');
  if (error !== undefined || gather === undefined) return undefined;
  const attributes = new Map(gather.attributes);
  const target = resolved(attributes.get('action') ?? '', url);
  if (target === undefined) return undefined;
  return { url: target, method: attributes.get('method')?.toUpperCase() ?? 'POST' };
}

/** A URL of a document, as far as it is one of http. */
function resolved(action: string, base: string): string | undefined {
  if (action === '') return base;
  if (!URL.canParse(action, base)) return undefined;
  const { href, protocol } = new URL(action, base);
  return /^https?:$/.test(protocol) ? href : undefined;
}
