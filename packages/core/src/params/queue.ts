// Made from `params/queue.json` by `params/generate.ts`.
import type { VoiceParams } from './voice.js';

/** The `action` of `<Enqueue>`. */
export interface EnqueueParams extends VoiceParams {
  /** How the call left the queue. */
  QueueResult?:
    | 'bridged'
    | 'bridging-in-process'
    | 'error'
    | 'hangup'
    | 'leave'
    | 'redirected'
    | 'redirected-from-bridged'
    | 'queue-full'
    | 'system-error'
    | (string & {})
    | undefined;
  /** Queue identifier, if enqueued. */
  QueueSid?: string | undefined;
  /** Seconds queued, if enqueued. */
  QueueTime?: string | undefined;
}

/** The `waitUrl` of `<Enqueue>`. */
export interface EnqueueWaitParams extends VoiceParams {
  /** Place in the queue. */
  QueuePosition?: string | undefined;
  /** Queue identifier, QU prefix. */
  QueueSid?: string | undefined;
  /** Seconds waited so far. */
  QueueTime?: string | undefined;
  /** Average wait of current callers. */
  AvgQueueTime?: string | undefined;
  /** Callers in the queue. */
  CurrentQueueSize?: string | undefined;
  /** Queue limit. */
  MaxQueueSize?: string | undefined;
}

/** The `url` of `<Queue>`. */
export interface QueueParams extends VoiceParams {
  /** Queue identifier, QU prefix. */
  QueueSid?: string | undefined;
  /** Seconds the caller waited. */
  QueueTime?: string | undefined;
  /** Agent-side call; spelling is Twilio's. */
  DequeingCallSid?: string | undefined;
}
