/**
 * Remembers which nonce counts were used, so that a captured `Authorization` cannot be sent again. One
 * store is for one `digest()` guard, or for all instances that share its secret.
 */
export interface NonceStore {
  /**
   * Marks a number as used: at once for all instances.
   *
   * @param nonce a nonce that was made by the guard
   * @param count its nonce count, from 1
   * @param life when the nonce was made and when it expires, in milliseconds since 1970; after that
   * nothing need be remembered of it
   * @returns whether this is the first time
   */
  use(nonce: string, count: number, life: NonceLife): boolean | Promise<boolean>;
}

/** The life of a nonce, in milliseconds since 1970. */
export interface NonceLife {
  readonly madeAt: number;
  readonly expiresAt: number;
}

interface Counts {
  readonly expiresAt: number;
  readonly madeAt: number;
  /** Every number up to this one counts as used. */
  floor: number;
  /** Numbers used above the floor. */
  readonly above: Set<number>;
}

/** How far apart the numbers of parallel requests may be. */
const windowSize = 256;

/**
 * A store in this process. Each number is accepted once, in any order, within a window of 256. Its memory
 * is bounded: over `maxNonces` it forgets the oldest nonce, and refuses all that are as old, which only
 * costs their clients a new challenge.
 */
export function memoryStore({ maxNonces = 10_000, now = Date.now } = {}): NonceStore {
  const known = new Map<string, Counts>();
  let forgottenUpTo = 0;

  function forget(nonce: string, counts: Counts): void {
    known.delete(nonce);
    forgottenUpTo = Math.max(forgottenUpTo, counts.madeAt);
  }

  return {
    use(nonce, count, life) {
      let counts = known.get(nonce);
      if (counts === undefined) {
        if (life.madeAt <= forgottenUpTo) return false;
        for (const [oldNonce, old] of known) {
          if (old.expiresAt > now() && known.size < maxNonces) break;
          forget(oldNonce, old);
        }
        counts = { ...life, floor: 0, above: new Set() };
        known.set(nonce, counts);
      }
      return useCount(counts, count);
    },
  };
}

function useCount(counts: Counts, count: number): boolean {
  const { above } = counts;
  if (count <= counts.floor || above.has(count)) return false;
  above.add(count);
  while (above.delete(counts.floor + 1)) counts.floor += 1;
  while (above.size > windowSize) {
    counts.floor = Math.min(...above);
    above.delete(counts.floor);
    while (above.delete(counts.floor + 1)) counts.floor += 1;
  }
  return true;
}
