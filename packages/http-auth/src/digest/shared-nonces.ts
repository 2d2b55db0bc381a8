import { OptionError } from '@sig/core';
import { firstUse, type Store, storeKey } from '@sig/core/store';
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
    // Its 503 is not stale=true: the client would try again, and again.
    use: (nonce, count, { ttl }) =>
      firstUse(store, storeKey('n', 'sig nonce 1', [nonce, String(count)]), ttl),
  };
}
