import { WebhookError } from '../errors.js';
import {
  preparedSharedKeys,
  type SharedKey,
  type SharedKeys,
  type SharedSigningKey,
  sharedSigningKey,
} from '../scheme/shared-keys.js';
import type { UnverifiedRequest } from './auth-token.js';

/**
 * Shared keys by their ids, or a function that finds the key of an id. The id is what the client says, not yet
 * verified: use it to look up a key only. `undefined` if there is none of that id.
 */
export type SharedKeysOption =
  | SharedKeys
  | ((
      unverifiedId: string,
      request: UnverifiedRequest,
    ) => SharedKey | undefined | null | Promise<SharedKey | undefined | null>);

/** The option `sharedKeys`, checked. */
export type CheckedSharedKeys =
  | Extract<SharedKeysOption, (...args: never[]) => unknown>
  | ReadonlyMap<string, SharedSigningKey>;

/** @throws OptionError if there is a key without a secret, or of an unknown algorithm, or no key at all */
export function checkSharedKeys(
  sharedKeys: SharedKeysOption | undefined,
): CheckedSharedKeys | undefined {
  if (sharedKeys === undefined || typeof sharedKeys === 'function') return sharedKeys;
  return preparedSharedKeys(sharedKeys);
}

/**
 * What a look-up found, to verify with. What every object inherits is nothing: in a plain object a client finds
 * something under `constructor` and `__proto__`, and an unknown id must be no error of the server.
 *
 * @throws WebhookError `lookup-failed` if it is neither a key nor nothing
 */
export function foundSharedKey(id: string, found: unknown): SharedSigningKey | undefined {
  if (found === undefined || found === null) return undefined;
  if (typeof found === 'function' || found === Object.prototype) return undefined;
  try {
    return sharedSigningKey(id, found);
  } catch (cause) {
    throw new WebhookError('lookup-failed', { cause });
  }
}
