import { parseTwiml, type TwimlElement, type TwimlPart } from '../../twiml/parse-twiml.js';
import { removed } from '../har.js';

/** Attributes that say how, by what they may have: `true` or `false`, or a short number. */
const switches = listed(`answerOnBridge beep actionOnEmptyResult bargeIn debug dtmfDetection
  endConferenceOnExit enhanced hangupOnStar interruptible muted partialResults playBeep
  profanityFilter sequential startConferenceOnEnter transcribe`);
const counts = listed(`timeout numDigits length loop maxLength maxParticipants maxSpeechTime
  timeLimit limit maxAttempts minMatchingDigits jitterBufferSize`);
/** Those that have one of a few words. */
const words: Readonly<Record<string, RegExp>> = {
  input: /^(?:dtmf|speech|dtmf speech|speech dtmf)$/,
  speechTimeout: /^auto$/,
  reason: /^(?:busy|rejected)$/,
  record: /^(?:do-not-record|record-from-(?:answer|ringing)(?:-dual)?)$/,
  track: /^(?:inbound_track|outbound_track|both_tracks)$/,
  trim: /^(?:trim-silence|do-not-trim)$/,
};
/** Those whose names stay, without their values. */
const shown = listed(`action callerId finishOnKey hints language name value url voice to from digits
  sendDigits username password coach region codec label participantLabel workflowSid reservationSid
  waitUrl ringTone referUrl machineDetection speechModel welcomeGreeting statusCallback
  statusCallbackUrl statusCallbackEvent recordingStatusCallback recordingStatusCallbackEvent
  transcribeCallback partialResultCallback amdStatusCallback`);
const methods = listed(`method waitMethod referMethod statusCallbackMethod transcribeCallbackMethod
  recordingStatusCallbackMethod partialResultCallbackMethod amdStatusCallbackMethod`);

/**
 * A document of TwiML without what it says: its elements stay, and the attributes that say how. What is not TwiML is taken
 * out as a whole.
 *
 * @example
 * redactTwiml('<Response><Say loop="2">Hi</Say></Response>') // '<Response><Say loop="2">[removed]</Say></Response>'
 */
export function redactTwiml(text: string): string {
  const { elements, parts } = parseTwiml(text);
  if (elements[0]?.kind !== 'response') return removed;
  return parts.map(printed).join('');
}

function printed(part: TwimlPart): string {
  switch (part.type) {
    case 'open':
      return `<${nameOf(part.element)}${attributesOf(part.element)}${part.isEmpty ? '/' : ''}>`;
    case 'close':
      return `</${nameOf(part)}>`;
    case 'text':
      return removed;
    default:
      // Comments, and declarations: nothing of what the sender does.
      return '';
  }
}

function nameOf({ name, kind }: Pick<TwimlElement, 'name' | 'kind'>): string {
  return kind === 'other' ? 'removed' : name;
}

function attributesOf({ attributes }: TwimlElement): string {
  return attributes
    .filter(([name]) => isKnown(name))
    .map(([name, value]) => ` ${name}="${isHarmless(name, value) ? value : removed}"`)
    .join('');
}

function isKnown(name: string): boolean {
  const isWord = Object.hasOwn(words, name) || methods.has(name);
  return isWord || switches.has(name) || counts.has(name) || shown.has(name);
}

function isHarmless(name: string, value: string): boolean {
  if (switches.has(name)) return /^(?:true|false)$/.test(value);
  if (counts.has(name)) return /^\d{1,5}$/.test(value);
  if (methods.has(name)) return /^(?:GET|POST)$/i.test(value);
  return Object.hasOwn(words, name) && words[name]?.test(value) === true;
}

function listed(names: string): ReadonlySet<string> {
  return new Set(names.split(/\s+/));
}
