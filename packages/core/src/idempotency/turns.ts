import { WebhookError } from '../errors.js';
import { type Claim, newOwner } from '../store/store.js';
import { monotonic } from '../webhook/clock.js';
import { withinTime } from '../webhook/guard.js';
import type { WebhookRequest } from '../webhook/request.js';
import { type Answer, hasFailed, parseAnswer, printAnswer } from './answer.js';
import type { CheckedIdempotency, KeyedEvent } from './options.js';

/** A request's turn at its event: to run the handler and keep what it answers, or to replay that. */
export interface Turn {
  /** What an earlier run has answered: to be sent as it is, in place of running the handler. */
  readonly replay: Answer | undefined;
  /**
   * Keeps the answer of the handler for repeats; or gives the event back, if it is one that the sender should ask again
   * for (5xx, 408, 425, 429). Called before the last byte is sent. Never rejects: the answer is sent in any case.
   */
  finish(answer: Answer): Promise<void>;
  /** Gives the event back: the handler did not run, or threw. Never rejects. */
  release(): Promise<void>;
}

/** The key of an event, and the turn at it if it was claimed. */
export interface Begun {
  readonly key: string;
  readonly turn: Turn | undefined;
}

/** Finds the events of verified requests, and claims them. */
export interface Turns {
  /**
   * @returns `undefined` if the event has no key
   * @throws WebhookError `event-key-ambiguous`, `event-in-progress`, `store-unavailable`
   */
  begin(event: KeyedEvent, request: WebhookRequest, rawBody: RawBody): Promise<Begun | undefined>;
}

type RawBody = Uint8Array | undefined;

/** How many requests wait for the answer of another at the most. */
const maxWaiting = 1000;
/** How long a step of the store may take, in milliseconds. Stores have limits of their own, which are shorter. */
const storeTimeout = 2000;
const firstDelay = 25;
const longestDelay = 400;
const retryAfter = { headers: { 'Retry-After': '1' } };

/** @param warn where the operator hears of what is not as promised */
export function createTurns(options: CheckedIdempotency, warn: (message: string) => void): Turns {
  const { store, onStoreError, lease, keep } = options;
  let waiting = 0;
  let isDown = false;

  function keyFor(event: KeyedEvent, request: WebhookRequest, rawBody: RawBody) {
    const { method } = request;
    const { url, signed, params } = event;
    const sharedKey = event.key.kind === 'shared-key' ? event.key.id : undefined;
    const { scope = `${method} ${url.split('?', 1)[0]}` } = options;
    const rule = options.find(event, request);
    return rule?.({ method, scope, sharedKey, url, signed, params, rawBody });
  }

  async function claim(key: string, owner: string): Promise<Claim> {
    const claimed = await withinTime(storeTimeout, () => store.claim(key, owner, lease));
    isDown = false;
    return claimed;
  }

  /** Claims a key, or waits until its answer is there. */
  async function claimOrWait(key: string, owner: string): Promise<Claim> {
    const first = await claim(key, owner);
    if (first.state !== 'held') return first;
    if (waiting >= maxWaiting) throw inProgress();
    waiting += 1;
    try {
      return await waitFor(key, owner);
    } catch (cause) {
      if (isInProgress(cause)) throw cause;
      // Another runs the event, even if nobody can be asked any more: not to be run besides, whatever was chosen.
      throw inProgress(cause);
    } finally {
      waiting -= 1;
    }
  }

  async function waitFor(key: string, owner: string): Promise<Claim> {
    const deadline = monotonic() + options.wait;
    for (let delay = firstDelay; ; delay = Math.min(2 * delay, longestDelay)) {
      const left = deadline - monotonic();
      if (left <= 0) throw inProgress();
      await new Promise((resolve) => setTimeout(resolve, Math.min(delay, left)));
      const claimed = await claim(key, owner);
      if (claimed.state !== 'held') return claimed;
    }
  }

  function unavailable(key: string, cause: unknown): Begun {
    if (onStoreError === 'refuse')
      throw new WebhookError('store-unavailable', { cause, ...retryAfter });
    if (!isDown) {
      warn(
        `[sig] store-unavailable: events are handled without protection against repeats until the store answers again: ${messageOf(cause)}`,
      );
    }
    isDown = true;
    return { key, turn: undefined };
  }

  function turnOf(key: string, owner: string, replay: Answer | undefined): Turn {
    let isOver = replay !== undefined;
    const once = async (name: string, step: () => Promise<void>) => {
      if (isOver) return;
      isOver = true;
      try {
        await withinTime(storeTimeout, step);
      } catch (error) {
        warn(`[sig] ${name} (event ${nameOf(key)}): ${messageOf(error)}`);
      }
    };
    const release = () =>
      once('not-released: repeats wait until the lease is over', async () => {
        await store.release(key, owner);
      });
    return {
      replay,
      release,
      finish(answer) {
        if (hasFailed(answer.status)) return release();
        return once('not-recorded: a repeat may run the handler again', async () => {
          if (await store.complete(key, owner, printAnswer(answer), keep)) return;
          warn(
            `[sig] lost-claim: the handler of event ${nameOf(key)} took longer than "lease" (${lease} ms), and another request has run it meanwhile.`,
          );
        });
      },
    };
  }

  return {
    async begin(event, request, rawBody) {
      const key = keyFor(event, request, rawBody);
      if (key === undefined) return undefined;
      const owner = newOwner();
      try {
        const claimed = await claimOrWait(key, owner);
        const replay = claimed.state === 'done' ? parseAnswer(claimed.value) : undefined;
        return { key: nameOf(key), turn: turnOf(key, owner, replay) };
      } catch (error) {
        if (isInProgress(error)) throw error;
        return unavailable(nameOf(key), Object(error).cause ?? error);
      }
    },
  };
}

/** The key without the letter of its kind in the store. */
function nameOf(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

function inProgress(cause?: unknown): WebhookError {
  const details = { ...retryAfter, ...(cause !== undefined && { cause }) };
  return new WebhookError('event-in-progress', details);
}

function isInProgress(error: unknown): boolean {
  return (error as Partial<WebhookError>).code === 'event-in-progress';
}

function messageOf(error: unknown): string {
  const { cause = error } = Object(error) as { cause?: unknown };
  return String((cause as Error | undefined)?.message ?? cause);
}
