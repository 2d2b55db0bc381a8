import { readEvents } from '../../../core/params/generate.js';

/** The type of `@sig/core` that describes the parameters of an event. */
export const typeOfKind = {
  voice: 'VoiceParams',
  gather: 'GatherParams',
  message: 'MessageParams',
  'message-status': 'MessageStatusParams',
  'call-status': 'StatusCallbackParams',
  recording: 'RecordingParams',
} as const;

/** What the data of core has no words for. */
const own: Readonly<Record<string, string>> = {
  ApiVersion: 'API version, 2010-04-01 in practice',
  CalledVia: 'Number that forwarded the call',
  OriginalMediaUrl: 'Fax as it was sent',
  RetryCount: 'How often the webhook was sent before',
  SpeechActivity: 'Whether there is speech',
  TaskReEvaluatedReason: 'Why the task was routed again',
  TranscriptionType: 'Kind of transcription',
  WorkerPreviousActivityName: 'Activity of the worker before',
};

/** What `src/events/param-notes.json` holds, made from the data of core's types. */
export function makeParamNotes() {
  const events = [...readEvents().values()].flat();
  const types: readonly string[] = Object.values(typeOfKind);
  const rank = (type: string) => (types.includes(type) ? types.indexOf(type) : types.length);
  const ordered = [...events].sort((a, b) => rank(a.type) - rank(b.type));
  const names: Record<string, string> = { ...own };
  for (const { params } of ordered) {
    for (const { name, about } of params) {
      if (about !== undefined) names[name] ??= about;
    }
  }
  const kinds = Object.entries(typeOfKind).map(([kind, type]) => {
    const params = events.find((event) => event.type === type)?.params ?? [];
    const other = params.filter(({ name, about }) => about !== undefined && about !== names[name]);
    return [kind, sorted(other.map(({ name, about = '' }) => [name, about]))];
  });
  const values = new Map<string, Set<string>>();
  for (const { name, values: known = [] } of events.flatMap(({ params }) => params)) {
    if (known.length > 0) values.set(name, new Set([...(values.get(name) ?? []), ...known]));
  }
  return {
    names: sorted(Object.entries(names)),
    kinds: Object.fromEntries(kinds),
    values: sorted([...values].map(([name, known]) => [name, [...known].join(' ')])),
  };
}

function sorted(entries: [string, string][]): Record<string, string> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
