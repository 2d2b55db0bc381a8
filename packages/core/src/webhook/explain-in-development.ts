import type { WebhookError, WebhookErrorCode } from '../errors.js';
import type { Explanation } from '../explain/explanation.js';
import { monotonic } from './clock.js';
import { mayRead } from './environment.js';
import type { CheckedSignatureOptions } from './options.js';
import { type WebhookRequest, withBody } from './request.js';
import type { SignatureTrace } from './signature-guard.js';

/** Rejections that a mistake of the set-up may be behind. */
const explained: readonly WebhookErrorCode[] = [
  'missing-signature',
  'malformed-signature',
  'signature-mismatch',
  'body-hash-mismatch',
  'body-not-signed',
  'url-unknown',
  'malformed-signature-settings',
  'unknown-key',
  'unsupported-algorithm',
];

/** Of them those that every scanner causes, and that take no search. */
const unsearched: readonly WebhookErrorCode[] = ['missing-signature', 'malformed-signature'];

/** How many explanations are printed of searched and of unsearched rejections, and how many of one cause. */
const maxPrinted = 50;
const maxUnsearched = 20;
const maxRoutes = 5;
/** How many rejections wait to be explained, and how many are explained in a row. */
const maxWaiting = 4;
const maxBurst = 20;
/** How often one more may be explained, in milliseconds: those that print nothing new use up nothing for good. */
const refill = 500;

/** Tells the operator why a request was rejected. */
export interface DevelopmentExplainer {
  /** Explains a rejection later, so that the client need not wait for it. */
  explain(error: WebhookError, request: WebhookRequest, trace: SignatureTrace): void;
  /** Learns that a request was accepted. */
  accepted(): void;
  /** Resolves once nothing waits to be explained. */
  settled(): Promise<void>;
}

/**
 * In development, tells the operator why a signature failed: once for each distinct cause and route, in five
 * lines or fewer. Never in production, and never the client. One request at a time, after it was answered, and
 * only with what has been read and looked up of it anyway.
 *
 * @param now milliseconds of a clock that does not run backwards
 */
export function developmentExplainer(
  options: CheckedSignatureOptions,
  warn: (message: string) => void,
  now: () => number = monotonic,
): DevelopmentExplainer {
  const waiting: (() => Promise<void>)[] = [];
  const allowance = createAllowance(now);
  const isNews = createNews();
  const origins = new Set<string>();
  const { authToken } = options;
  const hasOneKey = typeof authToken !== 'function' && authToken?.length === 1;
  let keyVerifiedOthers = false;
  let working: Promise<void> = Promise.resolve();

  async function explainOnce(error: WebhookError, request: WebhookRequest, trace: SignatureTrace) {
    const { explainChecked, formatExplanation } = await import('../explain/all.js');
    const known = withBody(request, () => trace.body ?? { bytes: new Uint8Array(0) });
    const tokens = trace.tokens ?? [];
    const evidence = { keyVerifiedOthers, isKeyUnknown: trace.tokens === undefined };
    const { sharedKey = null } = trace;
    const explanation = await explainChecked(known, options, { tokens, sharedKey, evidence });
    const path = JSON.stringify(request.target.split('?', 1)[0]?.slice(0, 200)).slice(1, -1);
    // Asked again, because it is later than when the request came.
    if (isProduction() || !isNews(error.code, explanation.cause ?? error.code, path)) return;
    const text = formatExplanation(withNames(explanation, origins));
    warn(`[sig] ${error.code}: ${request.method} ${path} ${text}`);
  }

  async function workOff() {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      try {
        await answered();
        await next();
      } catch {
        // The request is rejected all the same; an explanation is a courtesy.
      }
      waiting.shift();
    }
  }

  return {
    explain(error, request, trace) {
      if (!explained.includes(error.code) || isProduction()) return;
      // A body that was refused before it was read, as that of an upgrade: there is nothing to add.
      if (error.code === 'body-not-signed' && trace.body === undefined) return;
      if (waiting.length === maxWaiting || !allowance()) return;
      waiting.push(() => explainOnce(error, request, trace));
      if (waiting.length === 1) working = workOff();
    },
    accepted() {
      keyVerifiedOthers = hasOneKey;
    },
    settled: () => working,
  };
}

/** A task of its own: what the request was waiting for is done by then. */
function answered(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Whether one more rejection may be explained: a few in a row, then as time goes by. */
function createAllowance(now: () => number): () => boolean {
  let left = maxBurst;
  let since: number | undefined;
  return () => {
    since ??= now();
    const more = Math.floor((now() - since) / refill);
    left = Math.min(maxBurst, left + more);
    since += more * refill;
    if (left === 0) return false;
    left -= 1;
    return true;
  };
}

/** Whether an explanation has not been printed yet: once for each cause and route, of few routes. */
function createNews(): (code: WebhookErrorCode, cause: string, path: string) => boolean {
  const routes = new Map<string, Set<string>>();
  const left = { searched: maxPrinted, unsearched: maxUnsearched };
  return (code, cause, path) => {
    const kind = unsearched.includes(code) ? 'unsearched' : 'searched';
    const known = routes.get(cause) ?? new Set();
    if (known.has(path) || known.size === maxRoutes || left[kind] === 0) return false;
    left[kind] -= 1;
    routes.set(cause, known.add(path));
    return true;
  };
}

/** How many public names are remembered. */
const maxNames = 4;

/** The explanation; with a function as the fix if requests came by several public names. */
function withNames(explanation: Explanation, origins: Set<string>): Explanation {
  const { publicUrl } = explanation.options ?? {};
  if (publicUrl === undefined) return explanation;
  if (origins.size < maxNames) origins.add(publicUrl);
  if (origins.size < 2) return explanation;
  const names = [...origins].map((one) => JSON.stringify(one)).join(' or ');
  return {
    ...explanation,
    fix: `set "publicUrl" to a function of the request that returns ${names}: it came by several names.`,
  };
}

/** Whether this is production; so it is if the environment may not be read (Deno asks for permission). */
function isProduction(): boolean {
  try {
    if (!mayRead('NODE_ENV')) return true;
    // Bundlers put the value in place of this very expression.
    return typeof process === 'undefined' || process.env.NODE_ENV === 'production';
  } catch {
    return true;
  }
}
