// Made from `params/media.json` by `params/generate.ts`.
import type { Params } from '../scheme/params.js';
import type { VoiceParams } from './voice.js';

/** The `statusCallbackUrl` of `<Transcription>`. */
export interface RealtimeTranscriptionParams extends Params {
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Call transcribed. */
  CallSid?: string | undefined;
  /** Session identifier, GT prefix. */
  TranscriptionSid?: string | undefined;
  /** Event time, ISO 8601 UTC. */
  Timestamp?: string | undefined;
  /** Event number within the session. */
  SequenceId?: string | undefined;
  /** Event name. */
  TranscriptionEvent?:
    | 'transcription-started'
    | 'transcription-content'
    | 'transcription-stopped'
    | 'transcription-error'
    | (string & {})
    | undefined;
  /** JSON engine settings, on start. */
  ProviderConfiguration?: string | undefined;
  /** Engine name, such as google or deepgram. */
  TranscriptionEngine?: string | undefined;
  /** Session name, on start. */
  Name?: string | undefined;
  /** Track covered. */
  Track?: 'inbound_track' | 'outbound_track' | 'both_tracks' | (string & {}) | undefined;
  /** Label, on start. */
  InboundTrackLabel?: string | undefined;
  /** Label, on start. */
  OutboundTrackLabel?: string | undefined;
  /** Partials enabled, on start. */
  PartialResults?: 'true' | 'false' | (string & {}) | undefined;
  /** BCP-47 tag, on start and content. */
  LanguageCode?: string | undefined;
  /** JSON with transcript and confidence. */
  TranscriptionData?: string | undefined;
  /** JSON from the engine, when enabled. */
  TranscriptionProviderData?: string | undefined;
  /** 0.0 to 1.0, with partial results. */
  Stability?: string | undefined;
  /** Utterance is final. */
  Final?: 'true' | 'false' | (string & {}) | undefined;
  /** Error number, on error. */
  TranscriptionErrorCode?: string | undefined;
  /** Error text, on error. */
  TranscriptionError?: string | undefined;
}

/** The `statusCallback` of `<Stream>`. */
export interface StreamParams extends Params {
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Call being streamed. */
  CallSid?: string | undefined;
  /** Stream identifier, MZ prefix. */
  StreamSid?: string | undefined;
  /** Given name, else the stream SID. */
  StreamName?: string | undefined;
  /** Event name. */
  StreamEvent?: 'stream-started' | 'stream-stopped' | 'stream-error' | (string & {}) | undefined;
  /** Event time. */
  Timestamp?: string | undefined;
  /** Error text, on stream-error. */
  StreamError?: string | undefined;
}

/** The `statusCallback` of `<Siprec>`. */
export interface SiprecParams extends VoiceParams {
  /** Session identifier, SR prefix. */
  SiprecSid?: string | undefined;
  /** Session name. */
  SiprecName?: string | undefined;
  /** Event name. */
  SiprecEvent?: 'siprec-started' | 'siprec-stopped' | 'siprec-error' | (string & {}) | undefined;
  /** Event time. */
  Timestamp?: string | undefined;
  /** Error text, on error. */
  SiprecError?: string | undefined;
  /** Error number, on error. */
  SiprecErrorCode?: string | undefined;
}

/** The `action` of `<Connect>` after `<ConversationRelay>`. */
export interface ConversationRelayParams extends Params {
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Call of the session. */
  CallSid?: string | undefined;
  /** Current state of the call. */
  CallStatus?:
    | 'queued'
    | 'initiated'
    | 'ringing'
    | 'in-progress'
    | 'completed'
    | 'busy'
    | 'failed'
    | 'no-answer'
    | 'canceled'
    | (string & {})
    | undefined;
  /** Caller. */
  From?: string | undefined;
  /** Called party. */
  To?: string | undefined;
  /** How the call was started. */
  Direction?: 'inbound' | 'outbound-api' | 'outbound-dial' | (string & {}) | undefined;
  /** Session identifier, VX prefix. */
  SessionId?: string | undefined;
  /** Session end state. */
  SessionStatus?: 'ended' | 'failed' | 'completed' | (string & {}) | undefined;
  /** Session seconds. */
  SessionDuration?: string | undefined;
  /** TwiML App used. */
  ApplicationSid?: string | undefined;
  /** JSON text from the app's end message. */
  HandoffData?: string | undefined;
  /** Error number, when failed. */
  ErrorCode?: string | undefined;
  /** Error text, when failed. */
  ErrorMessage?: string | undefined;
  /** Not documented. */
  ApiVersion?: string | undefined;
}
