// Made from `params/call.json` by `params/generate.ts`.
import type { Params } from '../scheme/params.js';
import type { VoiceParams } from './voice.js';

/** The status callback of a call. */
export interface StatusCallbackParams extends VoiceParams {
  /** Event time, RFC 2822 UTC. */
  Timestamp?: string | undefined;
  /** Fixed source marker. */
  CallbackSource?: 'call-progress-events' | (string & {}) | undefined;
  /** Event order from 0; delivery may reorder. */
  SequenceNumber?: string | undefined;
  /** Seconds; completed event only. */
  CallDuration?: string | undefined;
  /** Billed minutes; completed event only. */
  Duration?: string | undefined;
  /** Final SIP code of the call. */
  SipResponseCode?: string | undefined;
  /** Recording link; completed event, Record=true. */
  RecordingUrl?: string | undefined;
  /** Recording identifier; completed event. */
  RecordingSid?: string | undefined;
  /** Recording seconds; completed event. */
  RecordingDuration?: string | undefined;
  /** Attestation given to the outbound call. */
  StirStatus?: string | undefined;
}

/** The result of asynchronous answering machine detection. */
export interface MachineDetectionParams extends Params {
  /** Call analyzed. */
  CallSid?: string | undefined;
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Who or what answered. */
  AnsweredBy?:
    | 'human'
    | 'machine_start'
    | 'machine_end_beep'
    | 'machine_end_silence'
    | 'machine_end_other'
    | 'fax'
    | 'unknown'
    | (string & {})
    | undefined;
  /** Detection time in milliseconds. */
  MachineDetectionDuration?: string | undefined;
}

/** The status callback of a caller ID validation. */
export interface CallerIdParams extends Params {
  /** Whether the code was entered correctly. */
  VerificationStatus?: 'success' | 'failed' | (string & {}) | undefined;
  /** New caller ID, on success. */
  OutgoingCallerIdSid?: string | undefined;
  /** Verification call. Not documented. */
  CallSid?: string | undefined;
  /** Owning account. Not documented. */
  AccountSid?: string | undefined;
}
