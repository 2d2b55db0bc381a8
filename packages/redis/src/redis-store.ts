import { OptionError } from '@sig/core';
import { checkOptionNames } from '@sig/core/adapter';
import {
  type Claim,
  checkStoreArguments,
  isStoreError,
  type Store,
  StoreError,
} from '@sig/core/store';
import {
  type Connection,
  connectionOf,
  type RedisClient,
  type RedisCommand,
} from './connection.js';

/** The options of {@link redisStore}. */
export interface RedisStoreOptions {
  /**
   * What the keys begin with, so that several applications can share a server: up to 32 letters, digits, `_`, `-` and
   * `:`. Default: `sig`.
   */
  readonly prefix?: string | undefined;
}

/** A {@link Store} in Redis, with a connection of its own. */
export interface RedisStore extends Store {
  /** Closes the connection. Whatever is asked afterwards is refused. */
  close(): void;
}

/** How long a command may take, in milliseconds. */
const timeLimit = 1000;
/** How many commands may wait for their answers. */
const maxWaiting = 1000;
/** How many claims of unknown outcome are given back. */
const maxAbandoned = 1000;
/** How many of them at a time. */
const maxGivenBack = 100;
/** After how many commands in a row without a useful answer the connection is given up. */
const patience = 3;

// Compare, then set or delete. allow-oom: a full server still takes the results of handlers that have run.
const script = `#!lua flags=allow-oom
local v=redis.call('GET',KEYS[1])
if v and v~=ARGV[1] then return 0 end
if ARGV[2]=='' then return v and redis.call('DEL',KEYS[1]) or 0 end
redis.call('SET',KEYS[1],ARGV[2],'PX',ARGV[3]) return 1`;

/**
 * A store that several processes share, in Redis 7 or later, or Valkey: one server or a cluster.
 *
 * Every call is answered within a second or fails (`store-timeout`, `store-failed`; `store-busy` above 1,000 at a time):
 * nothing waits for a server that is away. The server must not evict keys (`maxmemory-policy noeviction`).
 *
 * @param client a client of node-redis or ioredis, which is duplicated, or a function that sends a command
 * @throws OptionError if it is no client, or an option is wrong
 * @example
 * const store = redisStore(createClient({ url: 'redis://127.0.0.1:6379' }), { prefix: 'phone' })
 */
export function redisStore(
  client: RedisClient | RedisCommand,
  options: RedisStoreOptions = {},
): RedisStore {
  checkOptionNames(options, ['prefix']);
  const { prefix = 'sig' } = options;
  // Braces would put all keys of a cluster on one node.
  if (typeof prefix !== 'string' || !/^[A-Za-z0-9:_-]{1,32}$/.test(prefix)) {
    throw new OptionError('prefix', '"prefix" must be 1 to 32 letters, digits, "_", "-" and ":".');
  }
  return new Redis(connectionOf(client), prefix);
}

/** A claim whose answer did not come: it may hold a key for nobody. */
interface Abandoned {
  readonly key: string;
  readonly owner: string;
  readonly until: number;
}

class Redis implements RedisStore {
  readonly #connection: Connection;
  readonly #prefix: string;
  readonly #abandoned = new Map<string, Abandoned>();
  #giveBackTimer: ReturnType<typeof setInterval> | undefined;
  #isReady = false;
  /** Until when a call waits for the first connection. */
  readonly #startBy = performance.now() + timeLimit;
  #isClosed = false;
  #waiting = 0;
  #failuresInARow = 0;

  constructor(connection: Connection, prefix: string) {
    this.#connection = connection;
    this.#prefix = prefix;
    void connection.ready.then(() => {
      this.#isReady = true;
    });
  }

  async claim(key: string, owner: string, ttl: number): Promise<Claim> {
    checkStoreArguments({ key, owner, ttl });
    const full = this.#keyOf(key);
    const found = await this.#claimed(full, owner, ttl);
    if (found === null || found === owner) {
      this.#abandoned.delete(`${full} ${owner}`);
      return { state: 'claimed' };
    }
    return found.startsWith('D') ? { state: 'done', value: found.slice(1) } : { state: 'held' };
  }

  async complete(key: string, owner: string, value: string, ttl: number): Promise<boolean> {
    checkStoreArguments({ key, owner, ttl, value });
    return this.#ifMine(this.#keyOf(key), owner, `D${value}`, ttl);
  }

  async release(key: string, owner: string): Promise<boolean> {
    checkStoreArguments({ key, owner });
    return this.#ifMine(this.#keyOf(key), owner, '', 0);
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#giveBackTimer);
    this.#abandoned.clear();
    this.#connection.close();
  }

  #keyOf(key: string): string {
    return `${this.#prefix}:${key}`;
  }

  /** What was there before: nothing, an owner, or `D` and a result. */
  async #claimed(key: string, owner: string, ttl: number): Promise<string | null> {
    try {
      // With GET, which Redis 7 allows, repeating it tells one's own claim from another's.
      return textOrNull(await this.#ask(key, ['SET', key, owner, 'NX', 'PX', String(ttl), 'GET']));
    } catch (error) {
      if (isOutOfMemory(error)) return this.#whenFull(key, error);
      // What was never sent holds nothing.
      if (!isStoreError(error) || error.code !== 'store-busy') {
        this.#abandon({ key, owner, until: Date.now() + ttl });
      }
      throw error;
    }
  }

  /** A full server takes no claims, and still has its results. */
  async #whenFull(key: string, cause: unknown): Promise<string> {
    const found = textOrNull(await this.#ask(key, ['GET', key]));
    if (found !== null) return found;
    throw new StoreError(
      'store-full',
      'Redis has reached its maxmemory and takes no new keys. Give it more memory.',
      cause,
    );
  }

  async #ifMine(key: string, owner: string, value: string, ttl: number): Promise<boolean> {
    // Not EVALSHA: a restart or a failover forgets scripts.
    const answer = await this.#ask(key, ['EVAL', script, '1', key, owner, value, String(ttl)]);
    return Number(answer) === 1;
  }

  /** @throws StoreError whatever goes wrong, within the time limit */
  async #ask(key: string, args: readonly string[]): Promise<unknown> {
    if (this.#isClosed) throw new StoreError('store-failed', 'The store was closed.');
    if (this.#waiting >= maxWaiting) {
      throw new StoreError('store-busy', `${maxWaiting} commands wait for their answers.`);
    }
    this.#waiting += 1;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isLate = false;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        isLate = true;
        reject(new StoreError('store-timeout', `Redis did not answer within ${timeLimit} ms.`));
      }, timeLimit);
    });
    try {
      const answer = await Promise.race([this.#send(key, args, () => isLate), tooLate]);
      this.#failuresInARow = 0;
      return answer;
    } catch (error) {
      this.#watch(error);
      throw storeErrorOf(error);
    } finally {
      clearTimeout(timer);
      this.#waiting -= 1;
    }
  }

  async #send(key: string, args: readonly string[], isLate: () => boolean): Promise<unknown> {
    if (!this.#isReady) {
      // At start the connection may still be being made. If it takes longer, nothing may pile up that waits for it.
      if (performance.now() > this.#startBy) throw new Error('it has not been reached yet');
      await this.#connection.ready;
      if (isLate()) throw new Error('it was reached too late');
    }
    return this.#connection.send(key, args);
  }

  /** Gives a connection up that does not answer, or that leads to a server which is no longer the primary. */
  #watch(error: unknown): void {
    const isSilent = isStoreError(error) && error.code === 'store-timeout';
    if (!isSilent && !/^READONLY/.test(messageOf(error))) return;
    this.#failuresInARow += 1;
    if (this.#failuresInARow < patience || !this.#isReady) return;
    this.#failuresInARow = 0;
    this.#connection.reconnect?.();
  }

  /** Remembers a claim that may hold a key, and gives the key back until that has succeeded or the claim has run out. */
  #abandon(claim: Abandoned): void {
    if (this.#isClosed || this.#abandoned.size >= maxAbandoned) return;
    this.#abandoned.set(`${claim.key} ${claim.owner}`, claim);
    this.#giveBackTimer ??= setInterval(() => this.#giveBack(), timeLimit);
    (this.#giveBackTimer as { unref?: () => void }).unref?.();
  }

  #giveBack(): void {
    // Not all at once, which would leave no room for calls; those that were tried go to the end.
    for (const [name, claim] of [...this.#abandoned].slice(0, maxGivenBack)) {
      this.#abandoned.delete(name);
      if (claim.until < Date.now()) continue;
      this.#abandoned.set(name, claim);
      this.#ifMine(claim.key, claim.owner, '', 0).then(
        (isFree) => isFree && this.#abandoned.delete(name),
        () => {},
      );
    }
    if (this.#abandoned.size > 0) return;
    clearInterval(this.#giveBackTimer);
    this.#giveBackTimer = undefined;
  }
}

function textOrNull(reply: unknown): string | null {
  if (reply === null || reply === undefined) return null;
  if (typeof reply === 'string') return reply;
  if (reply instanceof Uint8Array) return new TextDecoder().decode(reply);
  // Integers, for clients that convert them.
  return String(reply);
}

function storeErrorOf(error: unknown): StoreError {
  if (isStoreError(error)) return error;
  const message = messageOf(error);
  if (/syntax error/i.test(message)) {
    return new StoreError('store-failed', 'Redis 7 or later (or Valkey) is needed.', error);
  }
  return new StoreError('store-failed', `Redis failed: ${message}`, error);
}

function isOutOfMemory(error: unknown): boolean {
  return isStoreError(error) && /^OOM/.test(messageOf(error.cause));
}

function messageOf(error: unknown): string {
  return String((error as Error | undefined)?.message ?? error);
}
