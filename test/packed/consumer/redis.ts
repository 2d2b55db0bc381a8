import assert from 'node:assert/strict';
import { memoryStore, newOwner, type Store } from '@sig/core/store';
import { nonceStore } from '@sig/http-auth';
import { redisStore } from '@sig/redis';

async function main() {
  const sent: string[] = [];
  const redis = redisStore(async (_key, args) => {
    sent.push(args.join(' '));
    return null;
  });
  const stores: Store[] = [memoryStore(), redis];
  const now = Date.now();
  for (const store of stores) {
    const nonces = nonceStore(store);
    const life = { madeAt: now, expiresAt: now + 1000, ttl: 1000 };
    assert.equal(await nonces.use('nonce', 1, life), true);
  }
  assert.match(sent[0] ?? '', /^SET sig:n:[\w-]{22} \d{15} NX PX 1000 GET$/);
  assert.deepEqual(await redis.claim('o:key', newOwner(), 1000), { state: 'claimed' });
  redis.close();
}

main().then(() => console.log('redis: done'));
