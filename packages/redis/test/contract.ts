// What every store must do: run against memory, Redis and a cluster, with both client libraries.
import { isOptionError } from '@sig/core';
import { newOwner, type Store, storeKey } from '@sig/core/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let count = 0;
/** A key that no other test uses. */
export const newKey = () => storeKey('o', 'test', [String(process.pid), String(count++)]);

const minute = 60_000;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function storeContract(
  name: string,
  make: () => Promise<{ store: Store; close?: () => unknown }>,
): void {
  describe(name, () => {
    let store: Store;
    let close: (() => unknown) | undefined;
    beforeAll(async () => {
      ({ store, close } = await make());
    });
    afterAll(() => close?.());

    it('the first owner has the claim, and has it again when it asks again', async () => {
      const [key, mine, other] = [newKey(), newOwner(), newOwner()];
      expect(await store.claim(key, mine, minute)).toEqual({ state: 'claimed' });
      expect(await store.claim(key, mine, minute)).toEqual({ state: 'claimed' });
      expect(await store.claim(key, other, minute)).toEqual({ state: 'held' });
    });

    it('a result is kept, for everybody, and is not replaced', async () => {
      const [key, mine, other] = [newKey(), newOwner(), newOwner()];
      await store.claim(key, mine, minute);
      expect(await store.complete(key, other, 'not mine', minute)).toBe(false);
      expect(await store.complete(key, mine, 'Ergebnis: ä', minute)).toBe(true);
      expect(await store.complete(key, mine, 'again', minute)).toBe(false);
      for (const owner of [mine, other]) {
        expect(await store.claim(key, owner, minute)).toEqual({
          state: 'done',
          value: 'Ergebnis: ä',
        });
      }
      expect(await store.release(key, mine)).toBe(false);
    });

    it('an empty result, and one that looks like an owner, are results', async () => {
      for (const value of ['', newOwner(), 'D', 'x'.repeat(128 * 1024)]) {
        const [key, mine] = [newKey(), newOwner()];
        await store.claim(key, mine, minute);
        expect(await store.complete(key, mine, value, minute)).toBe(true);
        expect(await store.claim(key, mine, minute)).toEqual({ state: 'done', value });
      }
    });

    it('whoever finishes after the claim has run out keeps the result, unless another has claimed', async () => {
      const [key, late, next] = [newKey(), newOwner(), newOwner()];
      expect(await store.complete(key, late, 'late', minute)).toBe(true);
      const taken = newKey();
      await store.claim(taken, next, minute);
      expect(await store.complete(taken, late, 'late', minute)).toBe(false);
    });

    it('only the owner releases, and once', async () => {
      const [key, mine, other] = [newKey(), newOwner(), newOwner()];
      await store.claim(key, mine, minute);
      expect(await store.release(key, other)).toBe(false);
      expect(await store.claim(key, other, minute)).toEqual({ state: 'held' });
      expect(await store.release(key, mine)).toBe(true);
      expect(await store.release(key, mine)).toBe(false);
      expect(await store.claim(key, other, minute)).toEqual({ state: 'claimed' });
    });

    it('a claim and a result run out by the clock of the store', async () => {
      const [key, mine, other] = [newKey(), newOwner(), newOwner()];
      await store.claim(key, mine, 20);
      await sleep(60);
      expect(await store.claim(key, other, minute)).toEqual({ state: 'claimed' });
      const kept = newKey();
      await store.complete(kept, mine, 'short', 20);
      await sleep(60);
      expect(await store.claim(kept, other, minute)).toEqual({ state: 'claimed' });
    });

    it('of many claims at once exactly one wins', async () => {
      const key = newKey();
      const owners = Array.from({ length: 900 }, newOwner);
      const claims = await Promise.all(owners.map((owner) => store.claim(key, owner, minute)));
      expect(claims.filter(({ state }) => state === 'claimed')).toHaveLength(1);
      expect(claims.filter(({ state }) => state === 'held')).toHaveLength(owners.length - 1);
    });

    it.each<[string, (key: string, owner: string) => Promise<unknown>]>([
      ['a time of 0', (key, owner) => store.claim(key, owner, 0)],
      ['a time that is no whole number', (key, owner) => store.claim(key, owner, 1.5)],
      ['a key with a space', (_, owner) => store.claim('a b', owner, minute)],
      ['a key that is too long', (_, owner) => store.claim('x'.repeat(65), owner, minute)],
      ['an owner that is no number', (key) => store.claim(key, 'me', minute)],
      ['an owner that begins with 0', (key) => store.release(key, '0'.repeat(15))],
      [
        'a result that is too long',
        (key, owner) => store.complete(key, owner, 'x'.repeat(128 * 1024 + 1), minute),
      ],
    ])('refuses %s as a mistake of the caller', async (_title, ask) => {
      const error = await ask(newKey(), newOwner()).catch((reason: unknown) => reason);
      expect(isOptionError(error)).toBe(true);
    });
  });
}
