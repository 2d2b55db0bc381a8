import { WebhookError } from '../errors.js';
import type { StreamTicket } from '../tickets/ticket.js';
import type { Params } from './params.js';

/** A positive verdict. Each check adds what it verified. */
export interface Accepted {
  readonly ok: true;
  /** Headers for the response, such as `Authentication-Info`. */
  readonly headers?: Record<string, string>;
}

/** A negative verdict, with its reason. */
export interface Rejected {
  readonly ok: false;
  readonly error: WebhookError;
}

/** The key that a signature was made with. Never the secret itself, so a verdict can be logged. */
export type VerifiedKey =
  | {
      readonly kind: 'auth-token';
      /** Which of the tokens, counted from 0. */
      readonly index: number;
    }
  | {
      readonly kind: 'shared-key';
      /** Its name in `sharedKeys`. */
      readonly id: string;
    };

/** The request is genuine and unmodified. */
export interface Verified<P extends Params = Params> extends Accepted {
  /** The parameters of a form, as the signature covers them; empty for anything else. */
  readonly params: P;
  /** The URL that was signed: the one given, or a known variant of it. */
  readonly url: string;
  /** Which key signed the request: tells an operator which of several keys is still in use. */
  readonly key: VerifiedKey;
}

/** A verified request: what handlers reach as `req.webhook`, or the like in other frameworks. */
export interface VerifiedWebhook<P extends Params = Params> extends Verified<P> {
  /**
   * The request target that was signed: that of the request, or the one of its `alternateTargets` that
   * the signature matches.
   */
  readonly target: string;
  /** What was sealed in the ticket of an upgrade; absent without the option `tickets`. */
  readonly ticket?: StreamTicket;
  /** The event of the request; absent without the option `idempotency`, or if its `key` names none. */
  readonly event?: WebhookEvent;
}

/** An event that may come several times. */
export interface WebhookEvent {
  /**
   * Its key, 22 characters of base64url: the same each time the event comes. A unique key in your own database makes the
   * work of the handler count exactly once.
   */
  readonly key: string;
}

/** Yes with what was verified, or no with the reason. */
export type Verdict = Verified | Rejected;

/**
 * A negative verdict.
 *
 * @example
 * const guard: Guard = (request) =>
 *   request.header('x-internal') === 'yes' ? { ok: true } : reject('unauthorized')
 */
export function reject(...details: ConstructorParameters<typeof WebhookError>): Rejected {
  return { ok: false, error: new WebhookError(...details) };
}
