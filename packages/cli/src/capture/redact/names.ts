import { knownValues, paramNote } from '../../events/param-notes.js';
import type { Recognized } from '../../events/recognize.js';

/** Names of parameters, and of properties in JSON, that have the address of somebody; in any case. */
export const address =
  /^(?:from|to|caller|called|forwardedfrom|calledvia|waid|author|refertransfertarget|.*(?:address|sender|phone|phonenumber))$/i;
/** What holds numbers in a form of its own. */
export const token = /^(?:calltoken|stirpassporttoken)$/i;
/** Hashes of content: whoever knows the rest finds out what was taken out. */
export const hash = /^bodysha256$/i;
/** Who people are, and where. */
export const person =
  /^(?!eventname$)(?:.*(?:name|identity|label|labelendingconference|city|zip|country|postalcode|street|email)|(?:from|to|caller|called)state|latitude|longitude|externaluserid|profileid|remotestationid|sipsourceip|(?:dial)?sipcallid|sipdomain)$/i;
/** Both: what the customer, or another company, has to say of somebody. */
export const mixed = /^(?:(?:dial)?sipheader_.*|.*attributes)$/i;

const sid = /^[A-Z]{2}[0-9a-f]{0,32}$/;
const date = String.raw`\d{4}-\d\d-\d\d`;
const isoTime = new RegExp(String.raw`^${date}T[\d:.]{5,20}(?:Z|[+-]\d\d:?\d\d)?$`);
const mailTime =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} [\d:]{8} (?:GMT|UTC|[+-]\d{4})$/;
const time = new RegExp(`${isoTime.source}|${mailTime.source}`);
const type = /^com\.twilio(?:\.[a-z-]{1,30}){1,6}$/;

/** Matches each of the names alone. */
function named(names: string): RegExp {
  return new RegExp(`^(?:${names.split(/\s+/).join('|')})$`);
}

/** What may stay, by name, if it looks like what it should be: a name alone is no proof of what is in it. */
const shapes: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/Sid(?:EndingConference)?$|^SessionId$/, sid],
  [
    named(`Attempt AvgQueueTime CallDuration Confidence CurrentQueueSize DialCallDuration
      DialSipResponseCode DocumentRevision Duration ErrorCode EventId Index ItemIndex ItemRevision
      LastReadMessageIndex ListRevision MachineDetectionDuration MapRevision MaxQueueSize
      NotifySipResponseCode NumMedia NumPages NumSegments ParticipantDuration PayErrorCode
      PercentageDone QueuePosition QueueTime RecordingChannels RecordingDuration
      ReferSipResponseCode ReferralNumMedia RetryCount RoomDuration SecondsRemaining SequenceId
      SequenceNumber SessionDuration SipResponseCode SiprecErrorCode Stability TaskAge
      TaskPriority TranscriptionErrorCode WorkerChannelAvailableCapacity
      WorkerChannelPreviousCapacity WorkerChannelTaskCount WorkerTimeInPreviousActivity`),
    /^\d{1,6}(?:\.\d{1,9})?$/,
  ],
  [
    named('Size RecordingFileSize OffsetFromTwilioVideoEpoch WorkerTimeInPreviousActivityMs'),
    /^\d{1,9}$/,
  ],
  [/^TimestampMs$/, /^1\d{12}$/],
  // YYMMDDhhmm, as carriers say it.
  [/^RawDlrDoneDate$/, /^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d$/],
  [
    named(`DateCreated DateRemoved DateUpdated InteractionDateCreated InteractionDateUpdated
      RecordingStartTime StateUpdated TaskDateCreated TaskQueueEnteredDate Time Timestamp`),
    time,
  ],
  [/^ApiVersion$/, new RegExp(`^${date}$`)],
  [/^ChannelPrefix$/, /^(?:whatsapp|messenger|rcs|sms)$/],
  // What CloudEvents says of an event: nothing of a person.
  [/^Specversion$/, /^\d\.\d$/],
  [/^(?:Type|EventName)$/, type],
  [/^Id$/, sid],
  [
    /^Source$/,
    new RegExp(String.raw`^/${date}(?:/[A-Z][A-Za-z]{1,20}/[A-Z]{2}[0-9a-f]{32})+(?:\.json)?$`),
  ],
  [
    /^Dataschema$/,
    /^https:\/\/events-schemas\.twilio\.com\/[A-Z][A-Za-z]{1,30}\.[A-Z][A-Za-z]{1,30}\/\d{1,3}$/,
  ],
  [/^Datacontenttype$/, /^application\/json$/],
];
/** The properties of CloudEvents that no parameter has the name of. */
const envelope =
  /^(?:specversion|type|id|source|time|timestamp|dataschema|datacontenttype|data|eventName)$/;

/** Whether a value may stay because it says how something went: ids, states, counts, times. */
export function isHarmless(name: string, value: string): boolean {
  const known = capital(name);
  if (knownValues(name).includes(value.toLowerCase())) return true;
  if (knownValues(known).includes(value.toLowerCase())) return true;
  return shapes.some(([names, shape]) => names.test(known) && shape.test(value));
}

/** Whether a name is one that the sender gives. */
export function isKnownName(name: string, kind: Recognized['kind']): boolean {
  return hash.test(name) || paramNote(name, kind) !== undefined;
}

/** Whether a property of JSON has a name that the sender gives. */
export function isKnownProperty(name: string): boolean {
  return envelope.test(name) || paramNote(capital(name), 'unknown') !== undefined;
}

/** The part of a known name that is not anybody's own choice: those of SIP headers are. */
export function fixedPart(name: string): string | undefined {
  return /^(?:dial)?sipheader_/i.exec(name)?.[0];
}

/** JSON begins the names of parameters with a small letter. */
function capital(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
