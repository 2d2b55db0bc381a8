import { randomBytes } from 'node:crypto';
import type { CallRequest } from '@sig/sender';
import { UsageError } from '../errors.js';
import {
  type EventKind,
  eventKinds,
  type Freshness,
  freshEvent,
  withQuery,
} from '../events/events.js';
import { parsePairs } from '../input/text.js';
import { onlyOneOf, type RequestOptions, upgradeOf } from './request-options.js';

/** What `--as` takes: an event, or the script of a call. */
export type Played = EventKind | 'call';

/** The names of what can be played. */
export const playedNames: readonly Played[] = ['call', ...eventKinds];

/** @throws UsageError if there is no such event */
export function eventOf(text: string): Played {
  const event = playedNames.find((name) => name === text);
  if (event !== undefined) return event;
  throw new UsageError(`--as is one of ${playedNames.join(', ')}; got ${JSON.stringify(text)}.`);
}

interface EventOptions extends RequestOptions {
  readonly as?: Played;
  readonly get?: boolean;
  readonly websocket?: boolean;
  readonly statusCallback?: string;
  readonly statusCallbackMethod?: string;
}

/**
 * Refuses options that an event leaves no room for.
 *
 * @throws UsageError
 */
export function checkEvent(url: string, options: EventOptions): void {
  const { as, param, form, body, contentType, get, websocket, statusCallback } = options;
  if (statusCallback === undefined && options.statusCallbackMethod !== undefined) {
    throw new UsageError('--status-callback-method is for --status-callback, and there is none.');
  }
  if (as !== 'call' && statusCallback !== undefined) {
    throw new UsageError('--status-callback is for --as call.');
  }
  const own = { '--form': form, '--body': body, '--content-type': contentType };
  for (const [name, value] of Object.entries({ ...own, '--websocket': websocket })) {
    onlyOneOf({ '--as': as, [name]: value }, 'An event has its own body: change it with --param.');
  }
  if (as !== undefined && as !== 'upgrade') {
    onlyOneOf({ [`--as ${as}`]: true, ...upgradeOf(url, websocket) }, 'It is no upgrade.');
  }
  if (as === 'event-streams' || as === 'upgrade') {
    const advice = 'The event has no parameters.';
    onlyOneOf({ [`--as ${as}`]: true, '--param': param }, advice);
    onlyOneOf({ [`--as ${as}`]: true, '--get': get }, advice);
  }
  if (as === 'call') {
    onlyOneOf({ '--as call': true, '--get': get }, 'TwiML says how a call goes on.');
  }
}

/**
 * The parameters that were given, by name.
 *
 * @throws UsageError if a name comes twice: an event has one value of each
 */
export function overridesOf({ param = [] }: RequestOptions): Record<string, string> {
  const pairs = parsePairs(param);
  const twice = pairs.find(([name], i) => pairs.findIndex(([one]) => one === name) < i);
  if (twice === undefined) return Object.fromEntries(pairs);
  throw new UsageError(`--param ${twice[0]} is given twice, and an event has one value of each.`);
}

/** Ids and times as they are now. */
export function freshness(): Freshness {
  const hex = (length: number) =>
    randomBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length);
  return { now: new Date(), hex };
}

/** The request of one event. */
export function eventRequest(
  kind: EventKind,
  url: string,
  overrides: Readonly<Record<string, string>>,
  { get }: { readonly get: boolean },
): CallRequest {
  const { params, json } = freshEvent(kind, freshness(), overrides);
  if (kind === 'upgrade') return { url, upgrade: true };
  if (params === undefined) return { url, body: JSON.stringify(json) };
  return get ? { url: withQuery(url, params), method: 'GET' } : { url, params };
}
