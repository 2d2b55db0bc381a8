import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryStore } from '../src/index.js';

const life = { madeAt: 1, expiresAt: Number.MAX_SAFE_INTEGER, ttl: 1 };
const now = () => 0;

it('any counts in any order: each at most once, and all of them within the window', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 })), (counts) => {
      const store = memoryStore({ now });
      const used = new Set<number>();
      for (const count of counts) {
        expect(store.use('n', count, life)).toBe(!used.has(count));
        used.add(count);
      }
    }),
  );
});

it('counts far apart: never twice, whatever the gaps', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 0xffffffff }), { minLength: 300 }), (counts) => {
      const store = memoryStore({ now });
      for (const count of counts) store.use('n', count, life);
      for (const count of counts) expect(store.use('n', count, life)).toBe(false);
    }),
    { numRuns: 20 },
  );
});

it('is bounded, and refuses nonces that it has forgotten', () => {
  const store = memoryStore({ maxNonces: 3, now });
  const use = (n: number) => store.use(`n${n}`, 1, { madeAt: n, expiresAt: 1e15, ttl: 1 });
  for (let n = 1; n <= 5; n++) expect(use(n)).toBe(true);
  for (let n = 1; n <= 5; n++) expect(use(n)).toBe(false);
  expect(use(6)).toBe(true);
});

it('forgets the expired ones first', () => {
  let time = 0;
  const store = memoryStore({ now: () => time });
  store.use('old', 1, { madeAt: 1, expiresAt: 10, ttl: 1 });
  time = 20;
  expect(store.use('new', 1, { madeAt: 15, expiresAt: 30, ttl: 1 })).toBe(true);
  // Expired nonces never get here; if one did, it would be refused.
  expect(store.use('old', 2, { madeAt: 1, expiresAt: 10, ttl: 1 })).toBe(false);
});

it('remembers from when it was made, and refuses nonces of that millisecond or earlier', () => {
  const store = memoryStore({ now: () => 1000.5 });
  expect(store.since).toBe(1001);
  const use = (madeAt: number) => store.use(`n${madeAt}`, 1, { madeAt, expiresAt: 1e15, ttl: 1 });
  expect(use(Number.NaN)).toBe(false);
  expect(use(999)).toBe(false);
  expect(use(1000)).toBe(false);
  expect(use(1001)).toBe(true);
});

it('moves "since" when it forgets nonces', () => {
  const store = memoryStore({ maxNonces: 1, now });
  const use = (nonce: string, madeAt: number) => store.use(nonce, 1, { ...life, madeAt });
  use('a', 50);
  expect(store.since).toBe(1);
  use('b', 60);
  expect(store.since).toBe(51);
  expect(use('c', 50)).toBe(false);
  expect(use('d', 51)).toBe(true);
  // Forgetting an older one later does not move it back.
  use('e', 61);
  expect(store.since).toBe(61);
});

it('remembers a nonce until it expires', () => {
  let time = 0;
  const store = memoryStore({ now: () => time });
  store.use('old', 1, { madeAt: 1, expiresAt: 10, ttl: 1 });
  time = 9;
  store.use('new', 1, { madeAt: 2, expiresAt: 11, ttl: 1 });
  expect(store.use('old', 2, { madeAt: 1, expiresAt: 10, ttl: 1 })).toBe(true);
  time = 10;
  store.use('newer', 1, { madeAt: 3, expiresAt: 12, ttl: 1 });
  expect(store.use('old', 3, { madeAt: 1, expiresAt: 10, ttl: 1 })).toBe(false);
});

it('the window is 256 wide', () => {
  const store = memoryStore({ now });
  const use = (count: number) => store.use('n', count, life);
  for (let count = 2; count <= 257; count++) expect(use(count)).toBe(true);
  expect(use(1)).toBe(true);
  const other = memoryStore({ now });
  for (let count = 3; count <= 259; count++) expect(other.use('n', count, life)).toBe(true);
  // 257 counts above the floor are one too many: it rises above 1 and 2.
  expect(other.use('n', 1, life)).toBe(false);
  expect(other.use('n', 2, life)).toBe(false);
  expect(other.use('n', 260, life)).toBe(true);
});

it('beyond the window only the lowest counts are given up', () => {
  const store = memoryStore({ now });
  for (let count = 2; count <= 514; count += 2) expect(store.use('n', count, life)).toBe(true);
  expect(store.use('n', 1, life)).toBe(false);
  expect(store.use('n', 3, life)).toBe(true);
  expect(store.use('n', 513, life)).toBe(true);
});

it.each<[string, unknown]>([
  ['options', null],
  ['maxNonces', { maxNonces: 0 }],
  ['maxNonces', { maxNonces: 1.5 }],
  ['maxNonces', { maxNonces: '10' }],
  ['maxNonces', { maxNonces: undefined }],
  ['now', { now: undefined }],
  ['now', { now: 0 }],
  ['now', { now: () => new Date() }],
  ['now', { now: () => Number.NaN }],
  ['now', { now: () => -1 }],
  ['now', { now: () => 2 ** 48 }],
  ['size', { size: 1 }],
])('memoryStore() throws for a wrong %s: %j', (option, options) => {
  expect(() => memoryStore(options as never)).toThrow(
    expect.objectContaining({ name: 'OptionError', option }),
  );
});
