import { OptionError, WebhookError } from '@sig/core';
import { isStoreError, newOwner, type Store, storeKey } from '@sig/core/store';
import type { NonceStore } from './nonce-counts.js';

/**
 * Remembers nonce counts in a {@link Store} that several instances share, such as `redisStore` of `@sig/redis`: what one
 * has accepted, none accepts again. One `claim` for each request that has logged in.
 *
 * @throws OptionError if it is no store
 * @example
 * const guard = digest({ realm, credentials, secret, store: nonceStore(redisStore(client)) })
 */
export function nonceStore(store: Store): NonceStore {
  if (typeof (store as Partial<Store> | undefined)?.claim !== 'function') {
    throw new OptionError('store', 'nonceStore() takes a store, such as redisStore(client).');
  }
  return {
    async use(nonce, count, { ttl }) {
      const key = storeKey('n', 'sig nonce 1', [nonce, String(count)]);
      try {
        const { state } = await store.claim(key, newOwner(), ttl);
        return state === 'claimed';
      } catch (cause) {
        // Not stale: the client would try again, and again.
        throw isStoreError(cause) ? new WebhookError('store-unavailable', { cause }) : cause;
      }
    },
  };
}
