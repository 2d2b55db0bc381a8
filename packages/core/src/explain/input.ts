import type { ParamsInput } from '../body/params.js';
import type { Cause } from './causes.js';

/** A request whose signature failed, as the server saw it. */
export interface ExplainInput {
  /** The auth token, or the tokens, that it was verified with. */
  readonly authToken: string | readonly string[];
  /** Other tokens that are known here, to tell one account from another. */
  readonly otherTokens?: readonly string[] | undefined;
  /** The value of the signature header. */
  readonly signature: string | null | undefined;
  /** The URL that was verified. */
  readonly url: string;
  /** The request target as it came, where it is known; also such as a framework keeps (`originalUrl`). */
  readonly targets?: readonly string[] | undefined;
  /** Any header, by its lower-case name. */
  readonly header?: ((name: string) => string | undefined) | undefined;
  readonly contentType?: string | null | undefined;
  /** The raw body. */
  readonly body?: Uint8Array | string | null | undefined;
  /** What a parser made of the body, where its bytes are gone. */
  readonly params?: ParamsInput | undefined;
}

/** Something that may have been signed in place of what was verified. */
export interface Variant<T> {
  readonly value: T;
  /** What would then have been wrong; none for what was verified. */
  readonly causes: readonly Cause[];
  /** How unlikely it is: 1 and up. */
  readonly cost: number;
}
