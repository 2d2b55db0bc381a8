// Made from `params/dial.json` by `params/generate.ts`.
import type { VoiceParams } from './voice.js';

/** The `action` of `<Dial>`. */
export interface DialParams extends VoiceParams {
  /** Outcome of the dialed leg. */
  DialCallStatus?:
    | 'completed'
    | 'answered'
    | 'busy'
    | 'no-answer'
    | 'failed'
    | 'canceled'
    | (string & {})
    | undefined;
  /** New leg; absent after conference. */
  DialCallSid?: string | undefined;
  /** Seconds; absent after conference. */
  DialCallDuration?: string | undefined;
  /** Whether legs were connected. */
  DialBridged?: 'true' | 'false' | (string & {}) | undefined;
  /** Recording link when Dial records. */
  RecordingUrl?: string | undefined;
  /** Recording identifier. Not documented. */
  RecordingSid?: string | undefined;
  /** Recording seconds. Not documented. */
  RecordingDuration?: string | undefined;
  /** SIP Call-ID of the dialed leg. */
  DialSipCallId?: string | undefined;
  /** SIP result of the INVITE. */
  DialSipResponseCode?: string | undefined;
  /** X- header from the final SIP response. */
  [name: `DialSipHeader_${string}`]: string | undefined;
  /** After dialing a queue. */
  QueueSid?: string | undefined;
  /** Seconds queued, after dialing a queue. */
  QueueTime?: string | undefined;
  /** After dialing a queue; spelling is Twilio's. */
  DequeingCallSid?: string | undefined;
}

/** The `action` of `<Refer>`. */
export interface ReferParams extends VoiceParams {
  /** State of the referred call; may be omitted. */
  ReferCallStatus?: string | undefined;
  /** SIP answer to the REFER. */
  ReferSipResponseCode?: string | undefined;
  /** Last SIP code from NOTIFY. */
  NotifySipResponseCode?: string | undefined;
}

/** The `referUrl` of `<Dial>`. */
export interface ReferUrlParams extends VoiceParams {
  /** Requested transfer number or SIP URI. */
  ReferTransferTarget?: string | undefined;
}
