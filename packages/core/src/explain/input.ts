import type { ParamsInput } from '../scheme/params.js';
import type { SharedKeys } from '../scheme/shared-keys.js';
import type { Rewrite } from '../webhook/request.js';

/** A request whose signature failed, as the server saw it. */
export interface ExplainInput {
  /** The auth token, or the tokens, that it was verified with. Default: none. */
  readonly authToken?: string | readonly string[] | undefined;
  /**
   * Shared keys by their ids. If the request names a shared key (`header` tells), it is explained with that one alone,
   * and otherwise with the auth token. Default: none.
   */
  readonly sharedKeys?: SharedKeys | undefined;
  /** Other tokens that are known here, to tell one account from another. */
  readonly otherTokens?: readonly string[] | undefined;
  /** The value of the signature header. */
  readonly signature: string | null | undefined;
  /** The name of that header. Default: `x-twilio-signature`. */
  readonly signatureHeader?: string | undefined;
  /** The hash that the auth token signs with, for services that differ. Default: `sha1`. */
  readonly expected?: 'sha1' | 'sha256' | undefined;
  /** What follows the URL in the string to sign: `json` for the body as it came. Default: `params`. */
  readonly covers?: 'params' | 'json' | undefined;
  /** The URL that was verified. */
  readonly url: string;
  /**
   * The URL, or the URLs, exactly as configured at the sender. With it the explanation is certain: either it
   * was signed, and the URL that was verified differs, or the key or the body is not the one that was signed.
   */
  readonly configuredUrl?: string | readonly string[] | undefined;
  /** The request target as it came, if it is known; also such as a framework keeps (`originalUrl`). */
  readonly targets?: readonly string[] | undefined;
  /** The rules by which the server maps the target, if it has some. */
  readonly rewrite?: readonly Rewrite[] | undefined;
  /** Path prefixes that may be stripped here: the name of a cloud function, a base path. */
  readonly prefixes?: readonly string[] | undefined;
  /** Any header, by its lower-case name. */
  readonly header?: ((name: string) => string | undefined) | undefined;
  readonly contentType?: string | null | undefined;
  /** The raw body. */
  readonly body?: Uint8Array | string | null | undefined;
  /** What a parser made of the body, if its bytes are gone. */
  readonly params?: ParamsInput | undefined;
  /** What else is known, which puts the likeliest check first if nothing matches. */
  readonly evidence?: Evidence | undefined;
}

/** What is known of the set-up. It proves nothing, and orders what is printed. */
export interface Evidence {
  /** Whether the server was given a `publicUrl`. */
  readonly hasPublicUrl?: boolean | undefined;
  /** Whether this key has verified other requests here. */
  readonly keyVerifiedOthers?: boolean | undefined;
  /** Whether the key was not looked up, so that it says nothing if there is none. */
  readonly isKeyUnknown?: boolean | undefined;
}

/** A header of the request by its lower-case name. */
export type Header = (name: string) => string | undefined;

/** The longest header that is looked at, in characters. */
export const maxHeader = 2048;
/** The longest path, query or request target that variants are made of. */
export const maxPart = 4096;
/** How many request targets, and how many prefixes, are looked at. */
export const maxTargets = 4;
/** How many configured URLs are looked at. */
export const maxConfigured = 8;
/** The longest body that is looked at: a quarter of what may be hashed. */
export const maxBody = 2 * 1024 * 1024;
/** The longest body that is looked at parameter by parameter, or re-serialized. */
export const maxVariedBody = 64 * 1024;
/** The most parameters that are looked at one by one. */
export const maxVariedPairs = 256;
/** The most parameters that are sorted and tried at all. */
export const maxPairs = 1024;
