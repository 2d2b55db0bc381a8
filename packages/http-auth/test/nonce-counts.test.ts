import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryStore } from '../src/index.js';

const life = { madeAt: 1, expiresAt: Number.MAX_SAFE_INTEGER };

it('any numbers in any order: each at most once, and all of them within the window', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 })), (counts) => {
      const store = memoryStore();
      const used = new Set<number>();
      for (const count of counts) {
        expect(store.use('n', count, life)).toBe(!used.has(count));
        used.add(count);
      }
    }),
  );
});

it('far apart: never twice, whatever the gaps', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 0xffffffff }), { minLength: 300 }), (counts) => {
      const store = memoryStore();
      for (const count of counts) store.use('n', count, life);
      for (const count of counts) expect(store.use('n', count, life)).toBe(false);
    }),
    { numRuns: 20 },
  );
});

it('is bounded, and what was forgotten is refused', () => {
  const store = memoryStore({ maxNonces: 3 });
  const use = (n: number) => store.use(`n${n}`, 1, { madeAt: n, expiresAt: 1e15 });
  for (let n = 1; n <= 5; n++) expect(use(n)).toBe(true);
  for (let n = 1; n <= 5; n++) expect(use(n)).toBe(false);
  expect(use(6)).toBe(true);
});

it('forgets the expired ones first', () => {
  let time = 0;
  const store = memoryStore({ now: () => time });
  store.use('old', 1, { madeAt: 1, expiresAt: 10 });
  time = 20;
  expect(store.use('new', 1, { madeAt: 15, expiresAt: 30 })).toBe(true);
  // Expired nonces never get here; if one did, it would be refused.
  expect(store.use('old', 2, { madeAt: 1, expiresAt: 10 })).toBe(false);
});
