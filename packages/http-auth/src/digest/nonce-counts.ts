import { OptionError } from '@sig/core';
import { checkOptionNames } from '@sig/core/adapter';
import { checkFunction } from '../options.js';

/**
 * Remembers which nonce counts were used, so that a captured `Authorization` cannot be sent again. A
 * store belongs to one `digest()` guard, or to all instances that share its secret.
 */
export interface NonceStore {
  /**
   * The time from which the store remembers, in milliseconds since 1970. Older nonces are stale, which costs
   * their clients one more round trip. A store that can lose its contents, for example when its process
   * restarts, must have it: with a `secret`, nonces outlive the process. Default: it remembers everything.
   */
  readonly since?: number;
  /**
   * Marks a count as used, atomically for all instances.
   *
   * @param nonce a nonce that was made by the guard: 60 hex digits
   * @param count its nonce count, from 1
   * @param life when the nonce was made and how long its counts must be remembered
   * @returns `true` if this is the first use; anything else refuses the request (with `stale=true`).
   * An exception is an error of the server.
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
   * How long from now its counts must be remembered, for stores with a clock of their own: a whole number of
   * milliseconds, 30 seconds more than the rest of the nonce's lifetime, because clocks of instances differ.
   */
  readonly ttl: number;
}

/** How far apart the clocks of instances may be, in milliseconds. */
export const clockSkew = 30_000;

interface Counts {
  readonly expiresAt: number;
  readonly madeAt: number;
  /** Every count up to this one is used. */
  floor: number;
  /** Counts used above the floor. */
  readonly above: Set<number>;
}

/** How far apart the counts of parallel requests may be. */
const windowSize = 256;

/** The options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** How many nonces are remembered. Default: 10,000. */
  readonly maxNonces?: number;
  /** The clock, in milliseconds since 1970; the same as the guard's. Default: `Date.now`. */
  readonly now?: () => number;
}

/**
 * A store in this process. Each count is accepted once, in any order, within a window of 256. Its memory is
 * bounded: above `maxNonces` it forgets the oldest nonce and refuses all nonces of that age, which only
 * costs their clients a new challenge. The same goes for a restart: nonces older than the store are refused.
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
  // A process that ended in this same millisecond may have made nonces in it.
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

/** @throws OptionError if a clock does not return milliseconds since 1970 */
export function checkClock(now: unknown): void {
  checkFunction('now', now, 'it returns milliseconds since 1970');
  const time: unknown = (now as () => unknown)();
  // A nonce holds 48 bits of time.
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
