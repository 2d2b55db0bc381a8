// Made from `params/conference.json` by `params/generate.ts`.
import type { Params } from '../scheme/params.js';

/** The `statusCallback` of a conference. */
export interface ConferenceParams extends Params {
  /** Conference identifier, CF prefix. */
  ConferenceSid?: string | undefined;
  /** Conference name. */
  FriendlyName?: string | undefined;
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Order of the event. */
  SequenceNumber?: string | undefined;
  /** Event time, RFC 2822. */
  Timestamp?: string | undefined;
  /** Event name; absent on conference-record-end. */
  StatusCallbackEvent?:
    | 'conference-start'
    | 'conference-end'
    | 'participant-join'
    | 'participant-leave'
    | 'participant-mute'
    | 'participant-unmute'
    | 'participant-hold'
    | 'participant-unhold'
    | 'participant-modify'
    | 'participant-speech-start'
    | 'participant-speech-stop'
    | 'announcement-end'
    | 'announcement-fail'
    | (string & {})
    | undefined;
  /** Participant call, for participant events. */
  CallSid?: string | undefined;
  /** Participant muted. */
  Muted?: 'true' | 'false' | (string & {}) | undefined;
  /** Participant on hold. */
  Hold?: 'true' | 'false' | (string & {}) | undefined;
  /** Participant is coaching. */
  Coaching?: 'true' | 'false' | (string & {}) | undefined;
  /** Leaving ends the conference. */
  EndConferenceOnExit?: 'true' | 'false' | (string & {}) | undefined;
  /** Joining starts the conference. */
  StartConferenceOnEnter?: 'true' | 'false' | (string & {}) | undefined;
  /** Label given to the participant. */
  ParticipantLabel?: string | undefined;
  /** Call that ended it, on conference-end. */
  CallSidEndingConference?: string | undefined;
  /** Label that ended it, on conference-end. */
  ParticipantLabelEndingConference?: string | undefined;
  /** End cause. */
  ReasonConferenceEnded?:
    | 'conference-ended-via-api'
    | 'last-participant-kicked'
    | 'last-participant-left'
    | 'participant-with-end-conference-on-exit-kicked'
    | 'participant-with-end-conference-on-exit-left'
    | (string & {})
    | undefined;
  /** Readable end cause, on conference-end. */
  Reason?: string | undefined;
  /** Readable failure of an announcement. */
  ReasonAnnouncementFailed?: string | undefined;
  /** Announcement source. */
  AnnounceUrl?: string | undefined;
  /** Call state, on participant-leave. */
  ParticipantCallStatus?:
    | 'no-answer'
    | 'busy'
    | 'in-progress'
    | 'failed'
    | 'canceled'
    | 'completed'
    | (string & {})
    | undefined;
  /** Leave cause. */
  ReasonParticipantLeft?:
    | 'conference_ended_via_api'
    | 'moderator_ended_conference'
    | 'participant_updated_via_api'
    | 'participant_hung_up'
    | 'participant_add_failed'
    | (string & {})
    | undefined;
  /** Deprecated recording event. */
  EventName?: 'conference-record-end' | (string & {}) | undefined;
  /** Deprecated, on conference-record-end. */
  RecordingUrl?: string | undefined;
  /** Deprecated, on conference-record-end. */
  Duration?: string | undefined;
  /** Deprecated, on conference-record-end. */
  RecordingFileSize?: string | undefined;
}
