import type { readKeys } from '../input/token.js';

/** What requests are verified and signed with. */
export type Keys = ReturnType<typeof readKeys>;

/** How requests are listened to. */
export interface ListenSettings {
  /** The app: `http://127.0.0.1:3000`. */
  readonly forward: string;
  /** The origin that is configured at the sender; `undefined` to go by what the tunnel says. */
  readonly publicUrl: string | undefined;
  /** `undefined` to verify nothing. */
  readonly keys: Keys | undefined;
  /** Whether what does not verify is refused, and not forwarded. */
  readonly enforce: boolean;
}

/** The longest body that is forwarded. */
export const bodyLimit = 10 * 1024 * 1024;
