import { OptionError } from '../errors.js';

/**
 * A small memory that several processes can share: what a nonce count, a stream ticket or an event is claimed in, so
 * that it counts once. Each method is one atomic step on one key.
 *
 * All times are durations, and the clock of the store counts them: the clocks of machines may differ. Nothing is
 * forgotten before its time; a store that is full refuses new claims. {@link memoryStore} is one for a single process,
 * `redisStore` of `@sig/redis` one for many.
 *
 * @throws StoreError if the store cannot be asked (every method); the step may have been done all the same
 */
export interface Store {
  /**
   * Claims a key, if nobody has it. Repeated by the same owner it is `claimed` again.
   *
   * @param key up to 64 characters of ASCII, made with {@link storeKey}
   * @param owner who claims it: {@link newOwner}, a new one for each request
   * @param ttl for how long, in milliseconds
   */
  claim(key: string, owner: string, ttl: number): Promise<Claim>;
  /**
   * Keeps a result under a key that the owner has claimed, or that nobody has (the claim has run out, and the owner has
   * finished all the same).
   *
   * @param value text of up to 128 KiB
   * @param ttl for how long it is kept, in milliseconds
   * @returns whether it is kept: `false` if another owner, or a result, is there
   */
  complete(key: string, owner: string, value: string, ttl: number): Promise<boolean>;
  /**
   * Gives a key back that the owner has claimed.
   *
   * @returns whether it was claimed by this owner
   */
  release(key: string, owner: string): Promise<boolean>;
}

/** What a claim has found: it is yours, another owner has it, or it is done and this is the result. */
export type Claim =
  | { readonly state: 'claimed' }
  | { readonly state: 'held' }
  | { readonly state: 'done'; readonly value: string };

/** Why a store could not be asked. After the first two the step may have been done. */
export type StoreErrorCode = 'store-timeout' | 'store-failed' | 'store-full' | 'store-busy';

const brand = Symbol.for('@sig/core/StoreError');

/**
 * A store that did not answer, is full, or has too much to do. For operators: clients learn only that they are refused.
 *
 * @example
 * new StoreError('store-full', 'The store has 100,000 entries.').code // 'store-full'
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** The stable name of the reason. */
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }

  /** Also for errors from another copy of this package. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: classes that extend this one are asked for as well.
    const { prototype } = this;
    if (prototype === StoreError.prototype) return isStoreError(value);
    return Object.prototype.isPrototypeOf.call(prototype, value as object);
  }

  get [brand](): true {
    return true;
  }
}

/**
 * Whether a value is a {@link StoreError}, also one from another copy of this package.
 *
 * @example
 * isStoreError(new StoreError('store-timeout', 'No answer.')) // true
 */
export function isStoreError(value: unknown): value is StoreError {
  return typeof value === 'object' && value !== null && brand in value;
}

/**
 * An owner for claims: 15 decimal digits, 47 of their bits random. Digits, because Redis keeps an integer in place.
 *
 * @example
 * newOwner().length // 15
 */
export function newOwner(): string {
  const [high = 0, low = 0] = globalThis.crypto.getRandomValues(new Uint32Array(2));
  return String(1e14 + (high >>> 17) * 2 ** 32 + low);
}

/**
 * The longest result that a store takes, in characters.
 *
 * @example
 * maxStoredValue // 131072
 */
export const maxStoredValue = 128 * 1024;

/**
 * Checks what a method of a store is given, for those who write one.
 *
 * @throws OptionError that says what is wrong: a mistake of the caller, not of the store
 * @example
 * checkStoreArguments({ key: 't:abc', owner: newOwner(), ttl: 1000 })
 */
export function checkStoreArguments(given: {
  readonly key: string;
  readonly owner: string;
  readonly ttl?: number;
  readonly value?: string;
}): void {
  const { key, owner } = given;
  if (typeof key !== 'string' || !/^[!-~]{1,64}$/.test(key)) {
    throw new OptionError(
      'key',
      'A key must be 1 to 64 visible ASCII characters: storeKey() makes one.',
    );
  }
  if (typeof owner !== 'string' || !/^[1-9][0-9]{14}$/.test(owner)) {
    throw new OptionError('owner', 'An owner must be 15 digits: newOwner() makes one.');
  }
  if ('ttl' in given && !(Number.isSafeInteger(given.ttl) && (given.ttl as number) >= 1)) {
    throw new OptionError('ttl', '"ttl" must be a whole number of milliseconds, 1 or more.');
  }
  if (!('value' in given)) return;
  if (typeof given.value !== 'string' || given.value.length > maxStoredValue) {
    throw new OptionError('value', `"value" must be text of ${maxStoredValue} characters at most.`);
  }
}
