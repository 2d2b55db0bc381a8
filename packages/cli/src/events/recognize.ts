import type { EventKind } from './events.js';

/** What is known of a request before anything is verified. */
export interface Recognizable {
  /** Whether it asks for a WebSocket. */
  readonly upgrade: boolean;
  /** Of the query and of a form. */
  readonly params: ReadonlyMap<string, string>;
  /** The body of anything but a form, as text. */
  readonly text?: string | undefined;
}

/** What a request is, by its looks. */
export interface Recognized {
  readonly kind: EventKind | 'unknown';
  /** In a few words. */
  readonly label: string;
}

interface Rule {
  readonly kind: EventKind;
  readonly label: string;
  readonly matches: (request: Recognizable) => boolean;
}

/** The longest text that is parsed to find out what it is. */
const maxParsed = 64 * 1024;

const has =
  (...names: readonly string[]) =>
  ({ params }: Recognizable) =>
    names.every((name) => params.has(name));
const any =
  (...names: readonly string[]) =>
  ({ params }: Recognizable) =>
    names.some((name) => params.has(name));
const is = (name: string, value: string) => (request: Recognizable) =>
  request.params.get(name) === value;
const all =
  (...tests: readonly ((request: Recognizable) => boolean)[]) =>
  (request: Recognizable) =>
    tests.every((test) => test(request));
const not = (test: (request: Recognizable) => boolean) => (request: Recognizable) => !test(request);

const isMessage = any('MessageSid', 'SmsMessageSid', 'SmsSid');

/** The first rule that matches names the event: those with more telling parameters come first. */
const rules: readonly Rule[] = [
  { kind: 'upgrade', label: 'upgrade', matches: ({ upgrade }) => upgrade },
  {
    kind: 'message',
    label: 'message',
    matches: all(isMessage, any('Body', 'NumMedia'), not(is('SmsStatus', 'delivered'))),
  },
  {
    kind: 'message-status',
    label: 'message status',
    matches: all(isMessage, any('MessageStatus', 'SmsStatus')),
  },
  { kind: 'recording', label: 'recording', matches: has('RecordingSid', 'RecordingStatus') },
  { kind: 'call-status', label: 'call status', matches: has('CallSid', 'CallbackSource') },
  {
    kind: 'recording',
    label: 'recorded message',
    matches: all(has('CallSid', 'RecordingUrl'), not(any('DialCallStatus'))),
  },
  {
    kind: 'gather',
    label: 'partial speech',
    matches: all(has('CallSid'), any('UnstableSpeechResult', 'StableSpeechResult')),
  },
  {
    kind: 'gather',
    label: 'gather',
    matches: all(has('CallSid'), any('Digits', 'SpeechResult'), not(any('DialCallStatus'))),
  },
  {
    kind: 'call-status',
    label: 'call status',
    matches: all(has('CallSid', 'CallStatus'), any('CallDuration')),
  },
  {
    kind: 'voice',
    label: 'incoming call',
    matches: all(has('CallSid'), is('CallStatus', 'ringing'), not(is('Direction', 'outbound-api'))),
  },
  { kind: 'voice', label: 'call', matches: has('CallSid', 'CallStatus') },
  { kind: 'event-streams', label: 'Event Streams', matches: ({ text }) => isCloudEvents(text) },
];

/**
 * Recognizes what a request is from its parameters. It says nothing of who sent it.
 *
 * @example
 * recognize({ upgrade: false, params: new Map([['CallSid', 'CA1'], ['Digits', '1']]) }).kind // 'gather'
 */
export function recognize(request: Recognizable): Recognized {
  const rule = rules.find(({ matches }) => matches(request));
  if (rule === undefined) return { kind: 'unknown', label: 'unknown' };
  return { kind: rule.kind, label: rule.label };
}

/** A batch of events, or one of them, as CloudEvents 1.0 in JSON. */
function isCloudEvents(text: string | undefined): boolean {
  if (text === undefined || text.length > maxParsed || !/^\s*[[{]/.test(text)) return false;
  try {
    const [first] = [JSON.parse(text)].flat(1);
    return typeof first?.specversion === 'string' && typeof first.type === 'string';
  } catch {
    return false;
  }
}
