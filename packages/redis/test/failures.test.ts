// What callers of a store see, and what is left behind, if Redis is killed, stopped, full or no longer the primary.

import { hasRedis, type RedisServer, startRedis } from '@sig/conformance';
import { isStoreError, newOwner, type StoreErrorCode } from '@sig/core/store';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RedisStore, redisStore } from '../src/index.js';
import { newKey } from './contract.js';

const minute = 60_000;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The code with which a call fails; its result if it does not. */
const failure = (call: Promise<unknown>): Promise<StoreErrorCode | unknown> =>
  call.catch((error) => (isStoreError(error) ? error.code : error));

/** Waits until something is so; the test's own time limit ends it. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) await sleep(50);
}

const works = (store: RedisStore) =>
  until(async () => (await store.claim(newKey(), newOwner(), minute)).state === 'claimed');
/** Whether a key is free for others, although it was claimed for a minute. */
const becomesFree = (store: RedisStore, key: string) => {
  const owner = newOwner();
  return until(async () => (await store.claim(key, owner, minute)).state === 'claimed');
};

const clients = {
  'node-redis': (url: string) => redisStore(createClient({ url })),
  ioredis: (url: string) => redisStore(new Redis(url, { lazyConnect: true })),
};

describe.skipIf(!hasRedis()).each(Object.entries(clients))('%s', (_name, make) => {
  let server: RedisServer;
  let store: RedisStore;
  beforeAll(async () => {
    server = await startRedis();
    store = make(server.url);
    await works(store);
  });
  afterAll(async () => {
    store?.close();
    await server?.stop();
  });

  it('killed: calls fail, and work again after a restart; without AOF the claims are lost', async () => {
    const key = newKey();
    await store.claim(key, newOwner(), minute);
    server.signal('SIGKILL');
    await until(async () =>
      isStoreError(await store.claim(newKey(), newOwner(), 1).catch((e) => e)),
    );
    expect(await failure(store.claim(newKey(), newOwner(), minute))).toMatch(
      /^store-(?:failed|timeout)$/,
    );
    expect(await failure(store.complete(key, newOwner(), '', minute))).toMatch(/^store-/);
    expect(await failure(store.release(key, newOwner()))).toMatch(/^store-/);
    await server.restart();
    await works(store);
    expect(await store.claim(key, newOwner(), minute)).toEqual({ state: 'claimed' });
  });

  it('stopped: calls time out, and what they may have claimed is given back', async () => {
    const keys = Array.from({ length: 5 }, newKey);
    server.signal('SIGSTOP');
    const failures = await Promise.all(
      keys.map((key) => failure(store.claim(key, newOwner(), minute))),
    );
    server.signal('SIGCONT');
    // After three in a row the connection is given up, and the others fail with it.
    expect(failures[0]).toBe('store-timeout');
    for (const code of failures) expect(code).toMatch(/^store-(?:timeout|failed)$/);
    await works(store);
    for (const key of keys) await becomesFree(store, key);
  });

  it('paused for writes: the same', async () => {
    const key = newKey();
    await server.cli('client', 'pause', '1500', 'write');
    expect(await failure(store.claim(key, newOwner(), minute))).toBe('store-timeout');
    await becomesFree(store, key);
  });

  it('silent for long: the connection is given up and made anew', async () => {
    server.signal('SIGSTOP');
    for (let i = 0; i < 4; i++) await failure(store.claim(newKey(), newOwner(), minute));
    server.signal('SIGCONT');
    await works(store);
  });

  it('no longer the primary: calls fail, until it is one again', async () => {
    const other = await startRedis();
    await server.cli('replicaof', '127.0.0.1', String(other.port));
    for (let i = 0; i < 4; i++) {
      expect(await failure(store.claim(newKey(), newOwner(), minute))).toMatch(/^store-/);
    }
    await server.cli('replicaof', 'no', 'one');
    await works(store);
    await other.stop();
  });

  it('full: no new claims, but results are read and taken', async () => {
    const full = await startRedis('--maxmemory', '3mb', '--maxmemory-policy', 'noeviction');
    const fullStore = make(full.url);
    await works(fullStore);
    const [done, mine, owner] = [newKey(), newKey(), newOwner()];
    await fullStore.complete(done, owner, 'kept', minute);
    await fullStore.claim(mine, owner, minute);
    // In large steps, then in the small ones of claims.
    const fill = (size: number) => full.cli('setrange', newKey(), String(size), 'x');
    for (const size of [200_000, 20_000, 2000]) while (!(await fill(size)).startsWith('OOM'));
    for (let refused = 0; refused < 200; ) {
      const code = await failure(fullStore.claim(newKey(), newOwner(), minute));
      refused = code === 'store-full' ? refused + 1 : 0;
    }
    expect(await fullStore.claim(done, newOwner(), minute)).toEqual({
      state: 'done',
      value: 'kept',
    });
    expect(await fullStore.complete(mine, owner, 'after all', minute)).toBe(true);
    fullStore.close();
    await full.stop();
  });
});

describe('whatever the client does', () => {
  let store: RedisStore | undefined;
  afterEach(() => store?.close());

  it('above 1,000 calls at a time the next is refused at once', async () => {
    let answers: (() => void)[] = [];
    store = redisStore(() => new Promise((resolve) => answers.push(() => resolve(null))));
    await sleep(0);
    const calls = Array.from({ length: 1000 }, () => store?.claim(newKey(), newOwner(), minute));
    expect(await failure(store.claim(newKey(), newOwner(), minute))).toBe('store-busy');
    await sleep(0);
    for (const answer of answers) answer();
    expect(await Promise.all(calls)).toHaveLength(1000);
    answers = [];
  });

  it('gives back whatever several callers may have claimed under one key', async () => {
    const asked: (readonly string[])[] = [];
    store = redisStore((_key, args) => {
      asked.push(args);
      return args[0] === 'SET' ? new Promise(() => {}) : Promise.resolve(1);
    });
    const [key, one, two] = [newKey(), newOwner(), newOwner()];
    await Promise.all(
      [one, two].map((owner) => failure(store?.claim(key, owner, minute) as Promise<unknown>)),
    );
    const owners = () => asked.filter(([name]) => name === 'EVAL').map((args) => args[4]);
    await until(async () => owners().length >= 2);
    expect(owners().sort()).toEqual([one, two].sort());
  });

  it('a server that is not there at the start is not waited for again and again', async () => {
    store = redisStore(createClient({ url: 'redis://127.0.0.1:1' }));
    expect(await failure(store.claim(newKey(), newOwner(), minute))).toBe('store-timeout');
    await until(
      async () =>
        (await failure(store?.claim(newKey(), newOwner(), 1) as Promise<unknown>)) ===
        'store-failed',
    );
    expect(await failure(store.claim(newKey(), newOwner(), minute))).toBe('store-failed');
  });

  it('an older server is named', async () => {
    store = redisStore(async () => {
      throw new Error('ERR syntax error');
    });
    await expect(store.claim(newKey(), newOwner(), minute)).rejects.toThrow(
      'Redis 7 or later (or Valkey) is needed.',
    );
  });

  it('a closed store refuses', async () => {
    store = redisStore(async () => null);
    store.close();
    expect(await failure(store.claim(newKey(), newOwner(), minute))).toBe('store-failed');
  });

  it.each([[undefined], [{}], [{ duplicate: 1 }], ['redis://127.0.0.1']])(
    'refuses %o as a client',
    (client) => {
      expect(() => redisStore(client as never)).toThrow(/redisStore\(\) takes a client/);
    },
  );

  it.each([[''], ['a b'], ['{slot}'], ['x'.repeat(33)], [undefined]])(
    'refuses the prefix %o',
    (prefix) => {
      expect(() => redisStore(async () => null, { prefix })).toThrow(/"prefix"/);
    },
  );
});
