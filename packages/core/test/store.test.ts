// What the memory store does at its limits, and the keys of all stores. What every store must do is a suite of its own,
// next to @sig/redis.
import { describe, expect, it } from 'vitest';
import { isStoreError, memoryStore, newOwner, StoreError, storeKey } from '../src/store/index.js';

const owner = newOwner();
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => (isStoreError(error) ? error.code : error),
  );

// Computed with Python's hashlib.
it.each([
  [['sig nonce 1', '0'.repeat(60), '1'], 'nti0_-JTziXL_j608ywuGA'],
  [
    ['sig once 1', '/calls', 'call-status', `CA${'0123456789abcdef'.repeat(2)}`, '3'],
    'w-tA88kSznLyqrpyhhPLqA',
  ],
  [
    ['sig once 1', '/status', 'message-status', `SM${'a'.repeat(32)}`, 'sent'],
    '_j1pTh7-LZk0-R63-rFjQA',
  ],
])('the key of %j', ([label = '', ...parts], hash) => {
  expect(storeKey('n', label, parts)).toBe(`n:${hash}`);
});

it('an owner is 15 digits, and a new one each time', () => {
  const owners = Array.from({ length: 1000 }, newOwner);
  expect(new Set(owners).size).toBe(1000);
  for (const one of owners) expect(one).toMatch(/^[1-9]\d{14}$/);
});

it('knows a StoreError of another copy of this package', () => {
  const error = new StoreError('store-full', 'Full.');
  const other = Object.assign(new Error('Full.'), { [Symbol.for('@sig/core/StoreError')]: true });
  expect([error, other, new Error('x'), null, 'x'].map(isStoreError)).toEqual([
    ...[true, true],
    ...[false, false, false],
  ]);

  class Own extends StoreError {}
  const isInstance = (value: unknown) => [value instanceof StoreError, value instanceof Own];
  expect(isInstance(other)).toEqual([true, false]);
  expect(isInstance(new Own('store-full', 'Full.'))).toEqual([true, true]);
  expect(isInstance(new Error('x'))).toEqual([false, false]);
});

describe('a memory store at its limits', () => {
  function limited(options: { maxEntries?: number; maxBytes?: number }) {
    let time = 0;
    return {
      store: memoryStore({ ...options, now: () => time }),
      pass: (milliseconds: number) => {
        time += milliseconds;
      },
    };
  }

  it('refuses a new key when it is full, forgets none, and has room when one has run out', async () => {
    const { store, pass } = limited({ maxEntries: 3 });
    for (const [key, ttl] of [
      ['a', 1000],
      ['b', 10],
      ['c', 1000],
    ] as const) {
      await store.claim(key, owner, ttl);
    }
    expect(await codeOf(store.claim('d', owner, 1000))).toBe('store-full');
    expect(await codeOf(store.complete('d', owner, '', 1000))).toBe('store-full');
    expect(await store.complete('a', owner, 'kept', 1000)).toBe(true);
    expect(await store.claim('c', newOwner(), 1000)).toEqual({ state: 'held' });
    pass(10);
    expect(await store.claim('d', owner, 1000)).toEqual({ state: 'claimed' });
    expect(await store.claim('a', newOwner(), 1000)).toEqual({ state: 'done', value: 'kept' });
  });

  it('refuses results that take too much, and has room when one has run out', async () => {
    const { store, pass } = limited({ maxBytes: 1000 });
    expect(await store.complete('a', owner, 'x'.repeat(400), 10)).toBe(true);
    await store.claim('b', owner, 1000);
    expect(await codeOf(store.complete('b', owner, 'x'.repeat(101), 1000))).toBe('store-full');
    expect(await store.claim('b', newOwner(), 1000)).toEqual({ state: 'held' });
    pass(10);
    expect(await store.complete('b', owner, 'x'.repeat(500), 1000)).toBe(true);
  });

  it('full again and again, it has room as soon as one has run out', async () => {
    const { store, pass } = limited({ maxEntries: 10 });
    for (let i = 0; i < 10; i++) await store.claim(`k${i}`, owner, 1000 - i);
    expect(await codeOf(store.claim('new', owner, 1000))).toBe('store-full');
    pass(990);
    expect(await codeOf(store.claim('new', owner, 1000))).toBe('store-full');
    pass(1);
    expect(await store.claim('new', owner, 1000)).toEqual({ state: 'claimed' });
    expect(await codeOf(store.claim('newer', owner, 1000))).toBe('store-full');
  });

  it('what has run out does not pile up', async () => {
    let time = 0;
    const store = memoryStore({ maxEntries: 100, now: () => time });
    // Each lives for ten steps: a store that never swept would be full after a hundred.
    for (let i = 0; i < 10_000; i++) {
      time += 1;
      expect((await store.claim(`k${i}`, owner, 10)).state).toBe('claimed');
    }
  });

  it('a claim repeated by its owner does not live longer', async () => {
    const { store, pass } = limited({});
    await store.claim('a', owner, 10);
    pass(5);
    await store.claim('a', owner, 10);
    pass(5);
    expect(await store.claim('a', newOwner(), 10)).toEqual({ state: 'claimed' });
  });

  it.each([
    { maxEntries: 0 },
    { maxEntries: 1.5 },
    { maxBytes: -1 },
    { maxBytes: undefined },
    { now: 1 },
    { size: 1 },
  ])('refuses the options %j', (options) => {
    expect(() => memoryStore(options as never)).toThrow();
  });
});
