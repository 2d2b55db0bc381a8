import { isWebhookError, WebhookError } from '../errors.js';
import { type Accepted, type Rejected, reject } from '../scheme/verdict.js';
import type { WebhookRequest } from './request.js';

/**
 * One check on a request: the signature, Basic, Digest, or your own. It accepts with `{ ok: true }` and refuses
 * with `{ ok: false, error }` ({@link reject} makes that). Anything else that it returns or throws is a defect:
 * the request is rejected with `guard-failed` (500).
 */
export type Guard<Yes extends Accepted = Accepted> = (
  request: WebhookRequest,
) => Yes | Rejected | Promise<Yes | Rejected>;

/**
 * A guard that accepts what any of these accepts, and else offers the challenges of all of them.
 *
 * @example
 * const httpAuth = anyOf([basic({ realm, credentials }), () => reject('unauthorized')])
 */
export function anyOf(guards: readonly Guard[]): Guard {
  return async (request) => {
    const errors: WebhookError[] = [];
    for (const guard of guards) {
      const verdict = await askGuard(guard, request);
      if (verdict.ok) return verdict;
      errors.push(verdict.error);
    }
    return { ok: false, error: strongest(errors) };
  };
}

/**
 * Challenge if nothing is wrong with the credentials that came, or none came; otherwise the first other reason stands.
 * A client without a signature may have a password, which it sends once it is asked for it.
 */
function strongest(errors: readonly WebhookError[]): WebhookError {
  const challenges = errors.flatMap((error) => error.headers['WWW-Authenticate'] ?? []);
  const asksOnly = ({ status, code }: WebhookError) =>
    status === 401 || (code === 'missing-signature' && challenges.length > 0);
  const other = errors.find((error) => !asksOnly(error));
  if (other !== undefined) return other;
  return new WebhookError('unauthorized', { headers: { 'WWW-Authenticate': challenges } });
}

/** The verdict of a guard. Whatever is not exactly a positive one is a refusal. */
export function askGuard(guard: Guard, request: WebhookRequest): Promise<Accepted | Rejected> {
  return verdictOf(async () => {
    const verdict: unknown = await guard(request);
    if (typeof verdict === 'object' && verdict !== null) {
      const { ok, error } = verdict as { ok?: unknown; error?: unknown };
      if (ok === true) return verdict as Accepted;
      if (ok === false && isWebhookError(error)) return { ok, error };
    }
    const cause = new TypeError('A guard must return { ok: true } or { ok: false, error }.');
    return reject('guard-failed', { cause });
  });
}

/** A verdict, whatever happens on the way to it. */
export async function verdictOf<Yes>(
  check: () => Promise<Yes | Rejected>,
): Promise<Yes | Rejected> {
  try {
    return await check();
  } catch (error) {
    return isWebhookError(error) ? { ok: false, error } : reject('guard-failed', { cause: error });
  }
}

/**
 * What a look-up of the operator's returns, within a time.
 *
 * @param limit in milliseconds
 * @throws WebhookError `lookup-failed`, `lookup-timeout`
 */
export async function withinTime<T>(limit: number, lookUp: () => T | Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const result = lookUp();
    if (typeof (result as { then?: unknown } | null | undefined)?.then !== 'function')
      return result;
    const timeout = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new WebhookError('lookup-timeout')), limit);
    });
    return await Promise.race([result, timeout]);
  } catch (cause) {
    throw isWebhookError(cause) ? cause : new WebhookError('lookup-failed', { cause });
  } finally {
    clearTimeout(timer);
  }
}
