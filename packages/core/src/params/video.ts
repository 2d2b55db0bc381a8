// Made from `params/video.json` by `params/generate.ts`.
import type { Params } from '../scheme/params.js';

/** The status callback of a video room. */
export interface VideoRoomParams extends Params {
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Room, RM prefix. */
  RoomSid?: string | undefined;
  /** Room unique name. */
  RoomName?: string | undefined;
  /** Room type. */
  RoomType?: string | undefined;
  /** Event name. */
  StatusCallbackEvent?:
    | 'room-created'
    | 'room-ended'
    | 'participant-connected'
    | 'participant-disconnected'
    | 'track-added'
    | 'track-removed'
    | 'track-enabled'
    | 'track-disabled'
    | 'recording-started'
    | 'recording-completed'
    | 'recording-failed'
    | (string & {})
    | undefined;
  /** Event time, ISO 8601 UTC. */
  Timestamp?: string | undefined;
  /** Room state; not listed for recording events. */
  RoomStatus?: string | undefined;
  /** Internal; not a true order. */
  SequenceNumber?: string | undefined;
  /** Seconds, on room-ended. */
  RoomDuration?: string | undefined;
  /** Participant, PA prefix. */
  ParticipantSid?: string | undefined;
  /** Participant identity. */
  ParticipantIdentity?: string | undefined;
  /** Participant state. */
  ParticipantStatus?: 'connected' | 'disconnected' | (string & {}) | undefined;
  /** Seconds, on participant-disconnected. */
  ParticipantDuration?: string | undefined;
  /** Track, MT prefix. */
  TrackSid?: string | undefined;
  /** Track kind. */
  TrackKind?: 'data' | 'audio' | 'video' | (string & {}) | undefined;
  /** Track name, recording events. */
  TrackName?: string | undefined;
  /** Recording, RT prefix. */
  RecordingSid?: string | undefined;
  /** Source track, MT prefix. */
  SourceSid?: string | undefined;
  /** Relative metadata address. */
  RecordingUri?: string | undefined;
  /** Media address, on completion. */
  MediaUri?: string | undefined;
  /** External media address, on completion. */
  MediaExternalLocation?: string | undefined;
  /** Recording length, on completion. */
  Duration?: string | undefined;
  /** Bytes, on completion. */
  Size?: string | undefined;
  /** File container. */
  Container?: 'mka' | 'mkv' | (string & {}) | undefined;
  /** Media codec. */
  Codec?: 'PCMU' | 'OPUS' | 'VP8' | 'H264' | (string & {}) | undefined;
  /** Recorded track type. */
  Type?: 'audio' | 'video' | (string & {}) | undefined;
  /** Milliseconds for synchronizing recordings. */
  OffsetFromTwilioVideoEpoch?: string | undefined;
  /** Failing step. */
  FailedOperation?:
    | 'RecordingStart'
    | 'RecordingComplete'
    | 'RecordingUpload'
    | (string & {})
    | undefined;
}

/** The status callback of a video composition. */
export interface VideoCompositionParams extends Params {
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Source room. */
  RoomSid?: string | undefined;
  /** Event time, ISO 8601 UTC. */
  Timestamp?: string | undefined;
  /** Event name. */
  StatusCallbackEvent?:
    | 'composition-enqueued'
    | 'composition-hook-failed'
    | 'composition-started'
    | 'composition-available'
    | 'composition-progress'
    | 'composition-failed'
    | (string & {})
    | undefined;
  /** Composition, CJ prefix. */
  CompositionSid?: string | undefined;
  /** Relative metadata address. */
  CompositionUri?: string | undefined;
  /** Composition hook. */
  HookSid?: string | undefined;
  /** Relative hook address. */
  HookUri?: string | undefined;
  /** Hook name. */
  HookFriendlyName?: string | undefined;
  /** Relative media address, when available. */
  MediaUri?: string | undefined;
  /** External media address, when available. */
  MediaExternalLocation?: string | undefined;
  /** Length, when available. */
  Duration?: string | undefined;
  /** Bytes, when available. */
  Size?: string | undefined;
  /** Progress percent. */
  PercentageDone?: string | undefined;
  /** Estimated seconds left. */
  SecondsRemaining?: string | undefined;
  /** Failing step. */
  FailedOperation?: string | undefined;
  /** Readable error. */
  ErrorMessage?: string | undefined;
}
