import assert from 'node:assert/strict';
import type { WebhookOptions } from '@sig/core';
import { webhook } from '@sig/core/fetch';
import type { Store } from '@sig/core/store';
import { authToken, message, publicUrl } from './kit.js';

/** One that forgets everything, as after a crash. */
const store: Store = {
  claim: async () => ({ state: 'claimed' }),
  complete: async () => true,
  release: async () => true,
};
const options: WebhookOptions = {
  authToken,
  publicUrl,
  idempotency: { store, key: 'message', onStoreError: 'run' },
};
const handled = new Set<unknown>();
let updates = 0;
const sql = async (text: string, value: unknown) => {
  if (text.startsWith('UPDATE')) updates += 1;
  const isNew = !handled.has(value);
  if (text.startsWith('INSERT')) handled.add(value);
  return isNew;
};
const database = { transaction: (work: (run: typeof sql) => Promise<void>) => work(sql) };

// snippet

for (let i = 0; i < 2; i++) {
  const response = await handler(new Request(message.url, message));
  assert.deepEqual([response.status, response.headers.get('idempotent-replayed')], [200, null]);
}
assert.equal(updates, 1);
