// Made from `params/gather.json` by `params/generate.ts`.
import type { VoiceParams } from './voice.js';

/** The `action` of `<Gather>`: the keys that were pressed, or the speech. */
export interface GatherParams extends VoiceParams {
  /** Keys pressed, without the finish key. */
  Digits?: string | undefined;
  /** Finish key pressed, or blank. Not documented. */
  FinishedOnKey?: string | undefined;
  /** Recognized speech. */
  SpeechResult?: string | undefined;
  /** Score 0.0 to 1.0; not guaranteed. */
  Confidence?: string | undefined;
  /** Language tag with speech. Not documented. */
  Language?: string | undefined;
  /** Lower case. Not documented. */
  msg?: string | undefined;
}

/** The `partialResultCallback` of `<Gather>`. */
export interface PartialGatherParams extends VoiceParams {
  /** Text that may still change. */
  UnstableSpeechResult?: string | undefined;
  /** Text unlikely to change. Not documented. */
  StableSpeechResult?: string | undefined;
  /** Score of the partial. Not documented. */
  Stability?: string | undefined;
  /** Order of partial results. Not documented. */
  SequenceNumber?: string | undefined;
  /** Not documented. */
  SpeechActivity?: string | undefined;
}
