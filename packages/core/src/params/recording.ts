// Made from `params/recording.json` by `params/generate.ts`.
import type { Params } from '../scheme/params.js';
import type { VoiceParams } from './voice.js';

/** The `action` of `<Record>`. */
export interface RecordParams extends VoiceParams {
  /** Recording link, maybe not ready yet. */
  RecordingUrl?: string | undefined;
  /** Seconds before any trimming. */
  RecordingDuration?: string | undefined;
  /** Key that ended recording, or hangup. */
  Digits?: string | undefined;
  /** Recording identifier, RE prefix. Not documented. */
  RecordingSid?: string | undefined;
}

/** The `recordingStatusCallback` of a call, a conference or a verb. */
export interface RecordingParams extends Params {
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Recording identifier, RE prefix. */
  RecordingSid?: string | undefined;
  /** State; failed appears for Record verb only. */
  RecordingStatus?: 'in-progress' | 'completed' | 'absent' | 'failed' | (string & {}) | undefined;
  /** Recording link. */
  RecordingUrl?: string | undefined;
  /** What started the recording. */
  RecordingSource?:
    | 'DialVerb'
    | 'Conference'
    | 'OutboundAPI'
    | 'Trunking'
    | 'RecordVerb'
    | 'StartCallRecordingAPI'
    | 'StartConferenceRecordingAPI'
    | (string & {})
    | undefined;
  /** Channel count. */
  RecordingChannels?: '1' | '2' | (string & {}) | undefined;
  /** Start time, RFC 2822. */
  RecordingStartTime?: string | undefined;
  /** Parent call; absent for conference recordings. */
  CallSid?: string | undefined;
  /** Conference recorded, CF prefix. */
  ConferenceSid?: string | undefined;
  /** Seconds; with completed status. */
  RecordingDuration?: string | undefined;
  /** Track recorded. */
  RecordingTrack?: 'inbound' | 'outbound' | 'both' | (string & {}) | undefined;
  /** 0 when fine. Not documented. */
  ErrorCode?: string | undefined;
}

/** The `transcribeCallback` of `<Record>`. */
export interface TranscriptionParams extends VoiceParams {
  /** Transcription identifier, TR prefix. */
  TranscriptionSid?: string | undefined;
  /** Transcribed text. */
  TranscriptionText?: string | undefined;
  /** Result. */
  TranscriptionStatus?: 'completed' | 'failed' | (string & {}) | undefined;
  /** REST address of the transcription. */
  TranscriptionUrl?: string | undefined;
  /** Source recording, RE prefix. */
  RecordingSid?: string | undefined;
  /** Source recording link. */
  RecordingUrl?: string | undefined;
  /** Not documented. */
  TranscriptionType?: string | undefined;
  /** Lower case. Not documented. */
  url?: string | undefined;
}
