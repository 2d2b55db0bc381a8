/** Names of parameters that senders use, to write them again as they were. */
const known: readonly string[] =
  `AccountSid AddOns AnsweredBy ApiVersion ApplicationSid Body ButtonPayload ButtonText CallDuration CallSid
CallStatus CallToken Called CalledCity CalledCountry CalledState CalledZip Caller CallerCity CallerCountry CallerName
CallerState CallerZip ChannelPrefix ConferenceSid Confidence DialCallDuration DialCallSid DialCallStatus Digits
Direction Duration ErrorCode ErrorMessage FinishedOnKey ForwardedFrom From FromCity FromCountry FromState FromZip
Latitude Longitude MediaContentType0 MediaUrl0 MessageSid MessageStatus MessagingServiceSid NumMedia NumSegments
ParentCallSid ProfileName QueueSid RecordingDuration RecordingSid RecordingStatus RecordingUrl ReferralNumMedia
SequenceNumber SmsMessageSid SmsSid SmsStatus SpeechResult StirPassportToken StirVerstat Timestamp To ToCity ToCountry
ToState ToZip TranscriptionSid TranscriptionText WaId`.split(/\s+/);

const letters = (name: string) => name.replace(/[^a-z0-9]/gi, '').toLowerCase();
const byLetters = new Map(known.map((name) => [letters(name), name]));

/** Whether a sender uses this name. */
export function isKnownName(name: string): boolean {
  return byLetters.get(letters(name)) === name;
}

/** Ways in which names may have been written before they were changed. */
export const respellings: readonly ((name: string) => string)[] = [
  // The name that has these letters: of "callsid", "call_sid", "CALL-SID".
  (name) => byLetters.get(letters(name)) ?? name,
  // "call_sid", "call-sid" and "callSid" in general.
  (name) => name.replace(/(?:^|[_-])([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  (name) => name.toLowerCase(),
  // What PHP writes in place of dots and blanks.
  (name) => name.replaceAll('_', '.'),
  (name) => name.replaceAll('_', ' '),
  (name) => name.replace(/\[\d*\]$/, ''),
  (name) => name.trim(),
];
