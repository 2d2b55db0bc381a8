import { createHash } from 'node:crypto';
import { fieldOf, type RequestRecord } from './record.js';

/** How many requests are kept. */
export const maxRecords = 500;

/** What happens in a list. */
export type ListEvent =
  | { readonly type: 'added' | 'changed'; readonly record: RequestRecord }
  | { readonly type: 'dropped'; readonly id: number };

/** What becomes known of a request later. */
export type RecordChange = Partial<
  Pick<RequestRecord, 'answer' | 'failure' | 'warnings' | 'verdict' | 'advice'>
>;

/** What the list finds out by itself. */
type Listed = 'id' | 'retryOf' | 'attempt';

interface Attempts {
  readonly first: number;
  count: number;
  latest: number;
}

/**
 * The last requests: {@link maxRecords}, with 64 KB of each body, whatever comes. The oldest one is dropped for a new one.
 */
export class RecordList {
  readonly #records = new Map<number, RequestRecord>();
  readonly #attempts = new Map<string, Attempts>();
  readonly #keys = new Map<number, string>();
  readonly #listeners = new Set<(event: ListEvent) => void>();
  readonly #most: number;
  #last = 0;

  constructor(most: number = maxRecords) {
    this.#most = most;
  }

  /** The requests, the oldest one first. */
  get all(): RequestRecord[] {
    return [...this.#records.values()];
  }

  get(id: number): RequestRecord | undefined {
    return this.#records.get(id);
  }

  /** Adds a request, and finds out whether it was sent before. */
  add(given: Omit<RequestRecord, Listed>): RequestRecord {
    this.#last += 1;
    const record = { ...given, id: this.#last, ...this.#attemptOf(given, this.#last) };
    this.#records.set(record.id, record);
    this.#tell({ type: 'added', record });
    const [oldest] = this.#records.keys();
    if (this.#records.size > this.#most && oldest !== undefined) this.#drop(oldest);
    return record;
  }

  /** Adds what has become known of a request, if it is still there. */
  change(id: number, change: RecordChange): RequestRecord | undefined {
    const record = this.#records.get(id);
    if (record === undefined) return undefined;
    const changed = { ...record, ...change };
    this.#records.set(id, changed);
    this.#tell({ type: 'changed', record: changed });
    return changed;
  }

  clear(): void {
    for (const id of [...this.#records.keys()]) this.#drop(id);
  }

  /** Calls the listener for whatever happens from now on, until the function that it gets is called. */
  listen(listener: (event: ListEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #attemptOf(
    given: Omit<RequestRecord, Listed>,
    id: number,
  ): Pick<RequestRecord, 'retryOf' | 'attempt'> {
    if (given.via !== 'received') return { attempt: 1 };
    const { key, isCertain } = identityOf(given);
    const before = this.#attempts.get(key);
    if (before === undefined || (!isCertain && !this.#failed(before.latest))) {
      this.#attempts.set(key, { first: id, count: 1, latest: id });
      this.#keys.set(id, key);
      return { attempt: 1 };
    }
    before.count += 1;
    before.latest = id;
    this.#keys.set(id, key);
    return { retryOf: before.first, attempt: before.count };
  }

  /** Whether a sender may send it again. It may have given up on an answer that is still to come. */
  #failed(id: number): boolean {
    const { answer } = this.#records.get(id) ?? {};
    return answer === undefined || answer.status >= 500;
  }

  #drop(id: number): void {
    this.#records.delete(id);
    const key = this.#keys.get(id);
    this.#keys.delete(id);
    if (key !== undefined && this.#attempts.get(key)?.latest === id) this.#attempts.delete(key);
    this.#tell({ type: 'dropped', id });
  }

  #tell(event: ListEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/**
 * What the attempts of one request have in common: the token that the sender gives them, or else every byte. Two events may
 * have the same bytes (a caller presses 1 twice), so without a token only a failure makes the second one a retry.
 */
function identityOf({ method, target, headers, body }: Omit<RequestRecord, Listed>) {
  const token = fieldOf(headers, 'i-twilio-idempotency-token');
  const parts =
    token === undefined
      ? [fieldOf(headers, 'x-twilio-signature') ?? '', String(body.length), body.bytes]
      : [token];
  const hash = createHash('sha256');
  for (const part of [method, target, ...parts]) hash.update(part).update('\0');
  return { key: hash.digest('base64'), isCertain: token !== undefined };
}
