import { OptionError } from '../errors.js';
import { monotonic } from '../webhook/clock.js';
import { checkOptionNames } from '../webhook/option-names.js';
import { type Claim, checkStoreArguments, type Store, StoreError } from './store.js';

/** The options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** How many keys it has at the most. Default: 100,000. */
  readonly maxEntries?: number | undefined;
  /** How much their results may take, in bytes. Default: 64 MiB. */
  readonly maxBytes?: number | undefined;
  /** A clock in milliseconds that does not run backwards. Default: `performance.now`. */
  readonly now?: (() => number) | undefined;
}

interface Entry {
  readonly owner: string;
  /** The result, if there is one. */
  readonly value: string | undefined;
  readonly expires: number;
}

/** How many entries each step looks at for one that has run out. */
const swept = 4;

/**
 * A {@link Store} in this process: for one instance, and for tests. It forgets everything when the process ends, keeps
 * nothing longer than asked, and refuses new claims when it is full (`store-full`).
 *
 * @throws OptionError if an option is wrong
 * @example
 * const store = memoryStore({ maxEntries: 10_000 })
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  checkOptionNames(options, ['maxEntries', 'maxBytes', 'now']);
  const { maxEntries = 100_000, maxBytes = 64 * 1024 * 1024, now = monotonic } = options;
  for (const [name, value] of Object.entries({ maxEntries, maxBytes })) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new OptionError(name, `"${name}" must be a whole number above 0.`);
  }
  if (typeof now !== 'function') throw new OptionError('now', '"now" must be a function.');
  return new MemoryStore(maxEntries, maxBytes, now);
}

class MemoryStore implements Store {
  readonly #entries = new Map<string, Entry>();
  /** Goes round the entries, a few with each step, so that what has run out does not pile up. */
  #round = this.#entries.entries();
  #bytes = 0;
  /** Before this time no entry has run out, so that a full store is not searched with each claim. */
  #noneBefore = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly maxEntries: number,
    private readonly maxBytes: number,
    private readonly now: () => number,
  ) {}

  async claim(key: string, owner: string, ttl: number): Promise<Claim> {
    checkStoreArguments({ key, owner, ttl });
    this.#sweep(swept);
    const entry = this.#live(key);
    if (entry?.value !== undefined) return { state: 'done', value: entry.value };
    if (entry !== undefined) return { state: entry.owner === owner ? 'claimed' : 'held' };
    this.#makeRoom(key);
    this.#set(key, { owner, value: undefined, expires: this.now() + ttl });
    return { state: 'claimed' };
  }

  async complete(key: string, owner: string, value: string, ttl: number): Promise<boolean> {
    checkStoreArguments({ key, owner, ttl, value });
    const entry = this.#live(key);
    if (entry !== undefined && (entry.value !== undefined || entry.owner !== owner)) return false;
    if (this.#bytes + sizeOf(value) > this.maxBytes) this.#sweepAll();
    if (this.#bytes + sizeOf(value) > this.maxBytes) {
      throw new StoreError('store-full', `The store has ${this.maxBytes} bytes of results.`);
    }
    if (entry === undefined) this.#makeRoom(key);
    this.#bytes += sizeOf(value);
    this.#set(key, { owner, value, expires: this.now() + ttl });
    return true;
  }

  async release(key: string, owner: string): Promise<boolean> {
    checkStoreArguments({ key, owner });
    const entry = this.#live(key);
    if (entry === undefined || entry.value !== undefined || entry.owner !== owner) return false;
    this.#drop(key, entry);
    return true;
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.expires > this.now()) return entry;
    this.#drop(key, entry);
    return undefined;
  }

  #set(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#noneBefore = Math.min(this.#noneBefore, entry.expires);
  }

  #drop(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= sizeOf(entry.value);
  }

  /** @throws StoreError `store-full` */
  #makeRoom(key: string): void {
    if (this.#entries.size < this.maxEntries || this.#entries.has(key)) return;
    this.#sweepAll();
    if (this.#entries.size < this.maxEntries) return;
    throw new StoreError('store-full', `The store has ${this.maxEntries} entries.`);
  }

  #sweepAll(): void {
    if (this.now() < this.#noneBefore) return;
    this.#sweep(this.#entries.size);
    this.#noneBefore = Number.POSITIVE_INFINITY;
    for (const { expires } of this.#entries.values()) {
      this.#noneBefore = Math.min(this.#noneBefore, expires);
    }
  }

  /** Looks at so many entries, and drops those that have run out. */
  #sweep(count: number): void {
    const time = this.now();
    for (let looked = 0; looked < count; looked++) {
      let next = this.#round.next();
      if (next.done) {
        this.#round = this.#entries.entries();
        next = this.#round.next();
      }
      if (next.done) return;
      const [key, entry] = next.value;
      if (entry.expires <= time) this.#drop(key, entry);
    }
  }
}

/** What a result takes: strings have up to two bytes a character. */
function sizeOf(value: string | undefined): number {
  return 2 * (value?.length ?? 0);
}
