import { WebhookError } from '../errors.js';
import { isStoreError, newOwner, type Store } from './store.js';

/**
 * Whether this is the first use of a key: for what counts once, such as a nonce count or a ticket.
 *
 * @param ttl for how long the use is remembered, in milliseconds
 * @throws WebhookError `store-unavailable` (503) if the store cannot be asked
 * @example
 * const isFirst = await firstUse(memoryStore(), 't:ticket', 60_000)
 */
export async function firstUse(
  store: Pick<Store, 'claim'>,
  key: string,
  ttl: number,
): Promise<boolean> {
  try {
    const { state } = await store.claim(key, newOwner(), ttl);
    return state === 'claimed';
  } catch (cause) {
    throw isStoreError(cause) ? new WebhookError('store-unavailable', { cause }) : cause;
  }
}
