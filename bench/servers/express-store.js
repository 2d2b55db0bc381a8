// An Express server that claims a key for each request, as Digest does for each login: `node express-store.js redis`.

import { memoryStore, newOwner, storeKey } from '@sig/core/store';
import { webhook } from '@sig/express';
import { redisStore } from '@sig/redis';
import express from 'express';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { authToken, origin, path } from './settings.js';

const url = process.env.REDIS_URL;
const stores = {
  none: () => undefined,
  memory: () => memoryStore({ maxEntries: 10_000_000 }),
  'node-redis': () => redisStore(createClient({ url })),
  ioredis: () => redisStore(new Redis(url, { lazyConnect: true })),
};
const store = stores[process.argv[2]]();

let count = 0;
async function claim() {
  count += 1;
  const key = storeKey('n', 'sig nonce 1', [String(process.pid), String(count)]);
  const { state } = await store.claim(key, newOwner(), 60_000);
  return state === 'claimed' ? { ok: true } : undefined;
}

const app = express();
const httpAuth = store === undefined ? {} : { httpAuth: claim };
app.post(path, webhook({ authToken, publicUrl: origin, ...httpAuth }), (req, res) => {
  res.type('text/xml').send(`<Response><Say>${req.body.CallSid}</Say></Response>`);
});
app.listen(Number(process.env.PORT), '127.0.0.1');
