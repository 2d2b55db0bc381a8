/** Instructions, directly in `<Response>`. */
const verbs = new Set([
  'Connect',
  'Dial',
  'Enqueue',
  'Gather',
  'Hangup',
  'Leave',
  'Message',
  'Pause',
  'Pay',
  'Play',
  'Prompt',
  'Record',
  'Redirect',
  'Refer',
  'Reject',
  'Say',
  'Sms',
  'Start',
  'Stop',
]);

/** What verbs are told, inside of them. */
const nouns = new Set([
  'AiSession',
  'Application',
  'ApplicationSid',
  'Assistant',
  'Autopilot',
  'Body',
  'Client',
  'Conference',
  'Config',
  'Conversation',
  'ConversationRelay',
  'ConversationRelaySession',
  'Identity',
  'Language',
  'Media',
  'Number',
  'Parameter',
  'Queue',
  'Recording',
  'ReferSip',
  'Room',
  'Sim',
  'Sip',
  'Siprec',
  'Stream',
  'Task',
  'Transcription',
  'VirtualAgent',
  'WhatsApp',
]);

/** What an element of TwiML is. Names are case-sensitive. */
export type ElementKind = 'response' | 'verb' | 'noun' | 'other';

/**
 * @example
 * elementKind('Say', 1) // 'verb'
 */
export function elementKind(name: string, depth: number): ElementKind {
  if (depth === 0 && name === 'Response') return 'response';
  if (verbs.has(name)) return 'verb';
  return nouns.has(name) ? 'noun' : 'other';
}

/** The verb that is meant by a name in another case, or by one with a slip; `undefined` if none is near. */
export function verbLike(name: string): string | undefined {
  return [...verbs].find((verb) => verb.toLowerCase() === name.toLowerCase());
}
