import { isWebhookError, WebhookError } from './errors.js';
import type { WebhookRequest } from './request.js';

/** A guard said no. */
export interface Rejected {
  readonly ok: false;
  readonly error: WebhookError;
}

/** A guard said yes. Guards add what they verified. */
export interface Accepted {
  readonly ok: true;
  /** Headers for the response, such as `Authentication-Info`. */
  readonly headers?: Record<string, string>;
}

/**
 * One check on a request: the signature, Basic, Digest, or your own. It returns its verdict; what it
 * throws is an error of the server, and the request is rejected as well.
 */
export type Guard<Yes extends Accepted = Accepted> = (
  request: WebhookRequest,
) => Yes | Rejected | Promise<Yes | Rejected>;

/** A guard that accepts what any of these accepts, and else offers the challenges of all of them. */
export function anyOf(guards: readonly Guard[]): Guard {
  return async (request) => {
    const errors: WebhookError[] = [];
    for (const guard of guards) {
      const verdict = await guard(request);
      if (verdict.ok) return verdict;
      errors.push(verdict.error);
    }
    return { ok: false, error: strongest(errors) };
  };
}

/** Only where every guard asks for credentials can asking help; else the first other reason stands. */
function strongest(errors: readonly WebhookError[]): WebhookError {
  const other = errors.find((error) => error.status !== 401);
  if (other !== undefined) return other;
  const challenges = errors.flatMap((error) => error.headers['WWW-Authenticate'] ?? []);
  return new WebhookError('unauthorized', { headers: { 'WWW-Authenticate': challenges } });
}

/** A verdict in place of a thrown {@link WebhookError}; other errors are thrown on. */
export function rejectedBy(error: unknown): Rejected {
  if (isWebhookError(error)) return { ok: false, error };
  throw error;
}

/** A verdict of no. */
export function reject(...details: ConstructorParameters<typeof WebhookError>): Rejected {
  return { ok: false, error: new WebhookError(...details) };
}
