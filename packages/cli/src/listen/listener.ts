import type { Explanation } from '@sig/core/explain';
import {
  createProxy,
  type ProxyExchange,
  type ProxyObserver,
  type VerifyingProxy,
} from '@sig/proxy';
import type { RequestRecord } from '../capture/record.js';
import { RecordList } from '../capture/record-list.js';
import { explainApp, explainRefused } from './explain-record.js';
import { outcomeOf, recordOf } from './record-exchange.js';
import { bodyLimit, type ListenSettings } from './settings.js';

/** Listens to the requests of an app. */
export interface Listener {
  readonly settings: ListenSettings;
  readonly list: RecordList;
  /** Starts, on loopback. */
  listen(port: number): Promise<{ readonly port: number }>;
  /** Sends a request through the same way as those from outside, and says which record it has become. */
  again(via: 'resent' | 'played', send: (port: number) => Promise<unknown>): Promise<RequestRecord>;
  /** Calls the listener once for each request, when all is known of it. What it throws is dropped. */
  onSettled(listener: (record: RequestRecord) => void): void;
  close(): Promise<void>;
}

/** How many refused requests wait to be explained; of more, those that are opened on the page are. */
const maxWaiting = 20;
/** How much longer it rests after an explanation than that took, so that a flood of forgeries holds up nobody. */
const rest = 4;

/**
 * A proxy in front of an app that remembers what passes. The app gets every byte as it came.
 *
 * @throws OptionError if a setting is wrong
 */
export function createListener(settings: ListenSettings): Listener {
  const list = new RecordList();
  const settled = new Set<(record: RequestRecord) => void>();
  const ids = new WeakMap<ProxyExchange, number>();
  const waiting: number[] = [];
  let sending: Promise<unknown> = Promise.resolve();

  function explainNext(): void {
    const start = performance.now();
    const record = list.get(waiting[0] ?? 0);
    try {
      if (record !== undefined) settle(withExplanation(record, settings, list));
    } finally {
      setTimeout(goOn, rest * (performance.now() - start)).unref();
    }
  }

  function goOn(): void {
    waiting.shift();
    if (waiting.length > 0) explainNext();
  }

  function settle(record: RequestRecord): void {
    for (const listener of settled) {
      try {
        listener(record);
      } catch {
        // Said by the listener, if there is something to say. Neither the others nor the app are to suffer for it.
      }
    }
  }

  function known(exchange: ProxyExchange): void {
    const record = list.get(ids.get(exchange) ?? 0);
    if (record === undefined) return;
    const changed = list.change(record.id, outcomeOf(exchange, record));
    if (changed === undefined) return;
    if (!isUnexplained(changed) || waiting.length === maxWaiting) settle(changed);
    else if (waiting.push(changed.id) === 1) setImmediate(explainNext);
  }

  function observerFor(
    viaOf: () => RequestRecord['via'],
    onAdded: (record: RequestRecord) => void,
  ) {
    const add = (exchange: ProxyExchange) => {
      const record = list.add(recordOf(exchange, viaOf()));
      ids.set(exchange, record.id);
      onAdded(record);
    };
    return {
      decided: add,
      responded(exchange) {
        // A WebSocket may stay open for hours.
        if (exchange.response?.status === 101) known(exchange);
      },
      finished(exchange) {
        // One that was refused before there was a verdict: a body that is too large, a server that is busy.
        if (!ids.has(exchange)) add(exchange);
        if (exchange.response?.status !== 101) known(exchange);
      },
    } satisfies ProxyObserver;
  }

  function proxy(observer: ProxyObserver): VerifyingProxy {
    const { forward, publicUrl, keys, enforce } = settings;
    return createProxy({
      upstream: forward,
      webhook:
        keys === undefined
          ? false
          : { ...keys, bodyLimit, ...(publicUrl === undefined ? {} : { publicUrl }) },
      enforce,
      // Whatever is in front of this runs on this machine: a tunnel.
      trustedProxies: ['loopback'],
      ...(enforce ? { healthPath: false } : {}),
      // Longer than any sender waits, so that one who is looking at a breakpoint sees the answer.
      timeouts: { response: 120_000 },
      observer,
      warn: () => {},
    });
  }

  let expected: ((record: RequestRecord) => void) | undefined;
  let expectedVia: 'resent' | 'played' = 'resent';
  const outside = proxy(
    observerFor(
      () => 'received',
      () => {},
    ),
  );
  const inside = proxy(
    observerFor(
      () => expectedVia,
      (record) => expected?.(record),
    ),
  );
  let insidePort: Promise<number> | undefined;

  return {
    settings,
    list,
    listen: (port) => outside.listen(port),
    again(via, send) {
      // One at a time, so that it is known which record is whose.
      const result = sending.then(async () => {
        insidePort ??= inside.listen(0).then(({ port }) => port);
        const port = await insidePort;
        return new Promise<RequestRecord>((resolve, reject) => {
          expected = resolve;
          expectedVia = via;
          send(port).catch(reject);
        });
      });
      sending = result.catch(() => {});
      return result;
    },
    onSettled: (listener) => void settled.add(listener),
    async close() {
      await Promise.all([outside.close(0), ...(insidePort === undefined ? [] : [inside.close(0)])]);
    },
  };
}

/** With why it was refused, here or by the app, if that is not known yet. */
export function withExplanation(
  record: RequestRecord,
  settings: ListenSettings,
  list: RecordList,
): RequestRecord {
  if (!isUnexplained(record)) return record;
  const { verdict, warnings } = record;
  if (verdict.state === 'refused') {
    const explanation = explainRefused(record, settings);
    return list.change(record.id, { verdict: { ...verdict, explanation } }) ?? record;
  }
  const advice = explainApp(record, settings);
  const message = `The request is genuine, and the app refused it. If the app verifies signatures: ${reasonOf(record, advice)}`;
  const warning = { code: 'refused-by-app', level: 'error', message } as const;
  return list.change(record.id, { advice, warnings: [warning, ...warnings] }) ?? record;
}

/** What the app may have been shown, or may have been told. */
function reasonOf({ verdict, target }: RequestRecord, advice: Explanation | undefined): string {
  if (advice?.cause !== undefined) return `${advice.title} Fix: ${advice.fix}`;
  const url = verdict.state === 'genuine' ? verdict.url.replace(/^ws/i, 'http') : '';
  const origin = url.endsWith(target) ? url.slice(0, -target.length) : new URL(url).origin;
  return `it verified another URL, or with another key, or another body. Fix: set its "publicUrl" to "${origin}", and compare the keys.`;
}

function isUnexplained({ verdict, answer, warnings }: RequestRecord): boolean {
  if (verdict.state === 'refused') return verdict.explanation === undefined;
  const isRefused = verdict.state === 'genuine' && answer?.status === 403;
  return isRefused && !warnings.some(({ code }) => code === 'refused-by-app');
}
