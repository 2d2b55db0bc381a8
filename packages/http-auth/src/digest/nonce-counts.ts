import { OptionError } from '@sig/core';
import { checkOptionNames } from '@sig/core/adapter';
import { checkFunction } from '../options.js';

/**
 * Remembers which nonce counts were used, so that a captured `Authorization` cannot be sent again. One
 * store is for one `digest()` guard, or for all instances that share its secret.
 */
export interface NonceStore {
  /**
   * Since when the store remembers, in milliseconds since 1970. Nonces that were made earlier are stale,
   * which costs their clients one more round trip. A store that loses what it remembers, for example when
   * its process restarts, must have it: with a `secret`, nonces outlive the process. Default: always.
   */
  readonly since?: number;
  /**
   * Marks a number as used: at once for all instances.
   *
   * @param nonce a nonce that was made by the guard: 60 hex digits
   * @param count its nonce count, from 1
   * @param life when the nonce was made and how long its numbers must be remembered
   * @returns `true`, and nothing else, if this is the first time; whatever else is returned refuses the
   * request (with `stale=true`). What it throws is an error of the server.
   */
  use(nonce: string, count: number, life: NonceLife): boolean | Promise<boolean>;
}

/** The life of a nonce. */
export interface NonceLife {
  /** In milliseconds since 1970, on the clock of the instance that made the nonce. */
  readonly madeAt: number;
  /** In milliseconds since 1970, on the same clock. */
  readonly expiresAt: number;
  /**
   * How long from now its numbers must be remembered: a whole number of milliseconds, 30 seconds more than
   * the nonce has left, for instances whose clocks differ. For stores with a clock of their own.
   */
  readonly ttl: number;
}

/** How far the clocks of instances may be apart, in milliseconds. */
export const clockSkew = 30_000;

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

/** The options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** How many nonces are remembered. Default: 10,000. */
  readonly maxNonces?: number;
  /** The clock, in milliseconds since 1970; that of the guard. Default: `Date.now`. */
  readonly now?: () => number;
}

/**
 * A store in this process. Each number is accepted once, in any order, within a window of 256. Its memory
 * is bounded: over `maxNonces` it forgets the oldest nonce, and refuses all that are as old, which only
 * costs their clients a new challenge. So does a restart: what was made before the store is refused.
 *
 * @throws OptionError if an option is wrong
 * @example
 * const guard = digest({ realm, credentials, secret: 'long and random', store: memoryStore() })
 */
export function memoryStore(options: MemoryStoreOptions = {}): NonceStore {
  checkOptionNames(options, ['maxNonces', 'now']);
  const { maxNonces = 10_000, now = Date.now } = options;
  if (!Number.isSafeInteger(maxNonces) || maxNonces < 1) {
    throw new OptionError('maxNonces', '"maxNonces" must be a whole number above 0.');
  }
  checkClock(now);
  const known = new Map<string, Counts>();
  // A process that ended in this very millisecond may have made nonces in it.
  let since = Math.floor(now()) + 1;

  function forget(nonce: string, counts: Counts): void {
    known.delete(nonce);
    since = Math.max(since, counts.madeAt + 1);
  }

  return {
    get since() {
      return since;
    },
    use(nonce, count, { madeAt, expiresAt }) {
      let counts = known.get(nonce);
      if (counts === undefined) {
        if (!(madeAt >= since)) return false;
        for (const [oldNonce, old] of known) {
          if (old.expiresAt > now() && known.size < maxNonces) break;
          forget(oldNonce, old);
        }
        counts = { madeAt, expiresAt, floor: 0, above: new Set() };
        known.set(nonce, counts);
      }
      return useCount(counts, count);
    },
  };
}

/** @throws OptionError if a clock does not give milliseconds since 1970 */
export function checkClock(now: unknown): void {
  checkFunction('now', now, 'it returns milliseconds since 1970');
  const time: unknown = (now as () => unknown)();
  // 48 bits of time are in a nonce.
  if (typeof time === 'number' && time >= 0 && time < 2 ** 48) return;
  throw new OptionError('now', '"now" must return milliseconds since 1970.');
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
