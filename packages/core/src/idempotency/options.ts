import { OptionError } from '../errors.js';
import type { VerifiedWebhook } from '../scheme/verdict.js';
import type { Store } from '../store/store.js';
import { checkOptionNames } from '../webhook/option-names.js';
import type { WebhookRequest } from '../webhook/request.js';
import {
  type EventFields,
  type EventKind,
  eventKinds,
  type KeyRule,
  keyRule,
  textRule,
} from './event-key.js';

/** What a function for `key` is given: what was verified, and nothing else. */
export interface KeyedEvent extends VerifiedWebhook {
  /** The body, as handlers get it. */
  readonly body: unknown;
  /** The whole string that was signed: the URL, then the parameters. Every split of it into parameters has the same. */
  readonly signed: string;
}

/** Names the event of a request; see {@link IdempotencyOptions}. */
export type EventKey =
  | EventKind
  | EventFields
  | ((event: KeyedEvent, request: WebhookRequest) => EventKind | EventFields | string | undefined);

/** The option `idempotency`: each event is handled once, and repeats get the same answer. */
export interface IdempotencyOptions {
  /** Where events and their answers are remembered: shared by all servers that handle them. */
  readonly store: Store;
  /**
   * What makes two requests the same event: a kind of Twilio's, parameters of your own, or a function that returns one of
   * them, or a text made of signed data; what it returns nothing for is not deduplicated. There is no default: two genuine
   * requests of a `<Gather>` can be the same to the byte.
   */
  readonly key: EventKey;
  /**
   * What happens to an event if the store cannot be asked: `refuse` answers 503, which loses the event if the sender does
   * not ask again; `run` runs the handler, which handles it twice if it was handled before.
   */
  readonly onStoreError: 'refuse' | 'run';
  /** The method whose parameters `key` names; requests with another are refused. Default: `POST`. */
  readonly method?: 'POST' | 'GET' | undefined;
  /**
   * What keys of the same kind are kept apart by. Default: the method, and the signed URL without its query. Events that
   * are signed with different shared keys are kept apart in any case.
   */
  readonly scope?: string | undefined;
  /**
   * How long a repeat waits for the answer of the first, in milliseconds, before it gets 503. Default: 5,000; for
   * `event-streams` 2,000, because its sender waits for 5 seconds.
   */
  readonly wait?: number | undefined;
  /**
   * For how long a claim is held, in milliseconds: longer than the slowest handler. If the process dies, the event can be
   * claimed again after it. Default: 20,000.
   */
  readonly lease?: number | undefined;
  /** For how long an answer is kept, in milliseconds. Default: one hour; for `event-streams` six. */
  readonly keep?: number | undefined;
}

/** The option `idempotency`, checked, with its defaults. */
export interface CheckedIdempotency
  extends Pick<IdempotencyOptions, 'store' | 'onStoreError' | 'scope'> {
  readonly wait: number;
  readonly lease: number;
  readonly keep: number;
  /** The rule for an event, or nothing. */
  find(event: KeyedEvent, request: WebhookRequest): KeyRule | undefined;
}

const names = ['store', 'key', 'onStoreError', 'method', 'scope', 'wait', 'lease', 'keep'];

/** @throws OptionError that names the option */
export function checkIdempotency(options: IdempotencyOptions): CheckedIdempotency {
  checkOptionNames(options, names);
  const { store, key, onStoreError, method = 'POST', scope } = options;
  for (const name of ['claim', 'complete', 'release'] as const) {
    if (typeof Object(store)[name] === 'function') continue;
    throw new OptionError(
      'store',
      '"store" must be a store, such as memoryStore() or redisStore().',
    );
  }
  if (onStoreError !== 'refuse' && onStoreError !== 'run') {
    throw new OptionError(
      'onStoreError',
      '"onStoreError" must be chosen: "refuse" answers 503 if the store cannot be asked, and an event is lost that its sender does not repeat; "run" runs the handler, and an event may be handled twice.',
    );
  }
  if (method !== 'POST' && method !== 'GET') {
    throw new OptionError('method', '"method" must be "POST" or "GET".');
  }
  if (scope !== undefined && (typeof scope !== 'string' || !/^[^\n\r]+$/.test(scope))) {
    throw new OptionError('scope', '"scope" must be text in one line.');
  }
  const isStream = key === 'event-streams';
  const rule = typeof key === 'function' ? undefined : ruleOf(key, method);
  const findRule = (named: ReturnType<Extract<EventKey, (...args: never) => unknown>>) => {
    // What names nothing: an unset parameter.
    if (named === undefined || named === null || named === '') return undefined;
    const rule = keyRule(named, method);
    if (rule === undefined && typeof named === 'string') return textRule(named, method);
    return rule ?? ruleOf(named, method);
  };
  return {
    store,
    onStoreError,
    ...(scope !== undefined && { scope }),
    find: (event, request) => (typeof key === 'function' ? findRule(key(event, request)) : rule),
    wait: milliseconds('wait', options.wait ?? (isStream ? 2_000 : 5_000), 0),
    lease: milliseconds('lease', options.lease ?? 20_000, 1),
    keep: milliseconds('keep', options.keep ?? (isStream ? 6 : 1) * 3_600_000, 1),
  };
}

/** @throws OptionError if it names no event */
function ruleOf(named: unknown, method: 'GET' | 'POST'): KeyRule {
  const rule = keyRule(named, method);
  if (rule !== undefined) return rule;
  throw new OptionError(
    'key',
    `"key" must be one of ${eventKinds()
      .map((kind) => `"${kind}"`)
      .join(
        ', ',
      )}, { kind, fields }, or a function. There is no default: say which events are the same.`,
  );
}

function milliseconds(name: string, value: number, least: number): number {
  // More than any timer takes.
  if (Number.isSafeInteger(value) && value >= least && value < 2 ** 31) return value;
  throw new OptionError(name, `"${name}" must be whole milliseconds, ${least} or more.`);
}
