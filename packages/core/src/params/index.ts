// Made by `params/generate.ts`.
export type { CallerIdParams, MachineDetectionParams, StatusCallbackParams } from './call.js';
export type { ConferenceParams } from './conference.js';
export type { ConversationParams } from './conversation.js';
export type { DialParams, ReferParams, ReferUrlParams } from './dial.js';
export type { GatherParams, PartialGatherParams } from './gather.js';
export type {
  ConversationRelayParams,
  RealtimeTranscriptionParams,
  SiprecParams,
  StreamParams,
} from './media.js';
export type { MessageParams, MessageStatusParams } from './message.js';
export type { PayParams, PayStatusParams } from './pay.js';
export type { EnqueueParams, EnqueueWaitParams, QueueParams } from './queue.js';
export type { RecordingParams, RecordParams, TranscriptionParams } from './recording.js';
export type { DebuggerParams, FaxParams, ProxyParams, SyncParams } from './services.js';
export type { TaskRouterAssignmentParams, TaskRouterParams } from './taskrouter.js';
export type { VideoCompositionParams, VideoRoomParams } from './video.js';
export type { VoiceParams } from './voice.js';
