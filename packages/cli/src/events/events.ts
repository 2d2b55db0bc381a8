import data from './events.json' with { type: 'json' };

/** The events that can be played and recognized. */
export const eventKinds = [
  'voice',
  'gather',
  'message',
  'message-status',
  'call-status',
  'recording',
  'event-streams',
  'upgrade',
] as const;

/** An event that can be played. */
export type EventKind = (typeof eventKinds)[number];

/** A realistic request of an event, with made-up numbers (555-01xx is reserved for that) and ids. */
export interface EventExample {
  readonly kind: EventKind;
  /** What it is, in a few words. */
  readonly about: string;
  readonly method: string;
  /** Where receivers often have it. */
  readonly path: string;
  /** Of a form; neither that nor JSON for an upgrade. */
  readonly params?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** What makes an example an event of its own. */
export interface Freshness {
  readonly now: Date;
  /** So many random hexadecimal digits. */
  readonly hex: (length: number) => string;
}

/** The example of an event as it is in the data file. */
export function exampleOf(kind: EventKind): EventExample {
  const example = (data as readonly { readonly kind: string }[]).find((one) => one.kind === kind);
  return example as EventExample;
}

/**
 * An event that has not happened before: with ids and times of its own, the same id in each place where the example has
 * one. The account stays the same.
 *
 * @param overrides parameters of a form, by name, in place of the example's or in addition to them
 */
export function freshEvent(
  kind: EventKind,
  { now, hex }: Freshness,
  overrides: Readonly<Record<string, string>> = {},
): EventExample {
  const example = exampleOf(kind);
  const ids = new Map<string, string>();
  const text = JSON.stringify({ params: example.params, json: example.json })
    .replace(/\b(CA|SM|RE|EZ)[0-9a-f]{32}\b/g, (id, prefix: string) => {
      const fresh = ids.get(id) ?? prefix + hex(32);
      ids.set(id, fresh);
      return fresh;
    })
    .replaceAll('2026-07-17T12:06:41.000Z', now.toISOString())
    .replace(/Fri, 17 Jul 2026 [\d:]{8} \+0000/g, now.toUTCString().replace('GMT', '+0000'));
  const { params, json } = JSON.parse(text) as Pick<EventExample, 'params' | 'json'>;
  return {
    ...example,
    ...(params === undefined ? {} : { params: overridden(params, overrides) }),
    ...(json === undefined ? {} : { json }),
  };
}

/** Parameters but those of the names. */
export function without(
  params: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)));
}

/** A URL with parameters after those that it has, as senders put them there. */
export function withQuery(
  url: string,
  params: Readonly<Record<string, string>> | readonly (readonly [name: string, value: string])[],
): string {
  const [plain = ''] = url.split('#', 1);
  const pairs: readonly (readonly [string, string])[] = Array.isArray(params)
    ? params
    : Object.entries(params);
  if (pairs.length === 0) return plain;
  const mark = plain.includes('?') ? '&' : '?';
  const query = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value]));
  return plain + mark + query.toString();
}

/** A caller speaks or presses keys: one takes the place of the other. */
function overridden(
  params: Readonly<Record<string, string>>,
  overrides: Readonly<Record<string, string>>,
): Record<string, string> {
  const isSpeech = overrides.SpeechResult !== undefined && overrides.Digits === undefined;
  if (!isSpeech) return { ...params, ...overrides };
  const spoken = without(params, ['Digits', 'FinishedOnKey', 'msg']);
  return { ...spoken, Confidence: '0.9128386', ...overrides };
}
