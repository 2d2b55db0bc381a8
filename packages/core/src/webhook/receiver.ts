import { OptionError } from '../errors.js';
import { createTurns, type Turn } from '../idempotency/turns.js';
import { formParams, type RequestBody } from '../scheme/body-coverage.js';
import type { Params } from '../scheme/params.js';
import type { Accepted, Rejected, VerifiedWebhook } from '../scheme/verdict.js';
import type { StreamTicket, TicketVerifier } from '../tickets/ticket.js';
import { developmentExplainer } from './explain-in-development.js';
import { askGuard, type Guard, verdictOf, withinTime } from './guard.js';
import { parseBody } from './handler-body.js';
import { checkOptionNames } from './option-names.js';
import {
  checkGuards,
  checkWebhookOptions,
  defaultLookupTimeout,
  type WebhookOptions,
} from './options.js';
import { defaultBodyLimit, type WebhookRequest, withBody } from './request.js';
import { type SignatureTrace, tracingGuard } from './signature-guard.js';

/** A verified request, with what its handler may see. */
export interface Received<P extends Params = Params> extends VerifiedWebhook<P> {
  /** The params of a form, the value of JSON, the string of text, else the bytes. */
  readonly body: unknown;
  /** The bytes of the body; `undefined` if a parser took them and left only its params. */
  readonly rawBody: Uint8Array | undefined;
  /** Headers for the response that the guards ask for. */
  readonly headers: Record<string, string>;
}

/** What an adapter may bring of its framework. */
export interface ReceiverSetting {
  /** Where the operator hears of what the client must not learn. Default: `console.error`. */
  readonly warn?: (message: string) => void;
  /**
   * Whether to parse JSON and text for the handler. Default: true. With `false`, for frameworks whose
   * own parsers run on the verified bytes, `body` is the params.
   */
  readonly parse?: boolean;
  /** Whether the adapter asks for turns, and keeps answers. Default: false, and the option `idempotency` is refused. */
  readonly idempotency?: boolean;
}

/** A request that guards have let through, without a signature. */
export interface Passed {
  readonly ok: true;
  /** Headers for the response that the guards ask for. */
  readonly headers: Record<string, string>;
  /** The bytes of the body, if a guard has read them; else the request is as it came. */
  readonly rawBody: Uint8Array | undefined;
  /** The body parsed, if a guard has read it; else `undefined`. */
  readonly body: unknown;
}

/**
 * What of a receiver's answer handlers reach as `req.webhook`: the verdict, without body and headers.
 *
 * @example
 * const verdict = received.ok ? verifiedOf(received) : undefined
 */
export function verifiedOf(received: Received): VerifiedWebhook;
export function verifiedOf(received: Passed | Received): VerifiedWebhook | undefined;
export function verifiedOf(received: Passed | Received): VerifiedWebhook | undefined {
  if (!('key' in received)) return undefined;
  const { ok, params, url, target, key, ticket, event } = received;
  return { ok, params, url, target, key, ...(ticket && { ticket }), ...(event && { event }) };
}

/** What an adapter runs for each request. */
export interface Receiver<Yes extends Passed = Received> {
  readonly bodyLimit: number;
  /** Checks a request. Never rejects: whatever goes wrong is the error of the verdict. */
  receive(request: WebhookRequest): Promise<Yes | Rejected>;
  /**
   * The turn of a received request at its event, for adapters that keep answers. `undefined` if the option
   * `idempotency` is not given, or does not apply to the request: then its handler runs as ever.
   */
  turnOf(received: Yes): Turn | undefined;
}

/**
 * All that `webhook(options)` does and that no framework has a part in: guards in their order, the
 * body for the handler, reports of rejections. For those who write an adapter.
 *
 * @throws OptionError at once if an option is wrong or there is no auth token
 * @example
 * const receiver = createReceiver({ authToken })
 * const received = await receiver.receive(fetchRequest(request, receiver.bodyLimit))
 * if (received.ok) received.params.Digits
 */
export function createReceiver(
  options: WebhookOptions = {},
  { warn = warnOnConsole, parse = true, idempotency = false }: ReceiverSetting = {},
): Receiver {
  const checked = checkWebhookOptions(options);
  const { signature, httpAuth, bodyLimit, tickets, onAccept, onReject } = checked;
  const { lookupTimeout } = signature;
  const verifySignature = tracingGuard(signature);
  const development = developmentExplainer(signature, warn);
  if (checked.idempotency !== undefined && !idempotency) {
    throw new OptionError('idempotency', noHandler);
  }
  const turns = checked.idempotency && createTurns(checked.idempotency, warn);
  const turnOf = new WeakMap<Passed, Turn>();
  const warnOfMissing = {
    'no-token': once(() => warn(signature.authToken === undefined ? onlySharedKeys : missingToken)),
    'unknown-key': once(() => warn(unknownKey)),
  };

  async function check(
    request: WebhookRequest,
    trace: SignatureTrace,
  ): Promise<Received | Rejected> {
    const credentials = httpAuth && (await askInTime(httpAuth, request, lookupTimeout));
    if (credentials?.ok === false) return credentials;
    const verdict = await verifySignature(request, trace);
    if (!verdict.ok) return verdict;
    // Only now: whoever cannot sign reaches no store.
    const ticket = request.upgrade && tickets ? await consume(tickets, verdict.url) : undefined;
    const { bytes: rawBody } = await request.body();
    const body =
      rawBody === undefined || !parse
        ? verdict.params
        : parseBody(request.header('content-type'), rawBody, verdict.params);
    const headers = { ...credentials?.headers };
    const received = { ...verdict, ...(ticket && { ticket }), headers, body, rawBody };
    // An upgrade has no answer that could be kept.
    return turns === undefined || request.upgrade ? received : take(received, request, trace);
  }

  /** Takes a turn at the event of a request. */
  async function take(
    received: Received,
    request: WebhookRequest,
    { signed = '' }: SignatureTrace,
  ): Promise<Received> {
    const { body, rawBody } = received;
    const event = { ...verifiedOf(received), body, signed };
    const begun = await turns?.begin(event, request, rawBody);
    if (begun === undefined) return received;
    const withEvent = { ...received, event: { key: begun.key } };
    if (begun.turn !== undefined) turnOf.set(withEvent, begun.turn);
    return withEvent;
  }

  async function consume(verifier: TicketVerifier, url: string): Promise<StreamTicket> {
    const ticket: unknown = await withinTime(lookupTimeout, () => verifier.verify(url));
    if (typeof (ticket as StreamTicket | undefined)?.callSid === 'string') {
      return ticket as StreamTicket;
    }
    throw new TypeError('"tickets" must return what was sealed, or throw.');
  }

  async function notify(received: Received, request: WebhookRequest) {
    try {
      await withinTime(lookupTimeout, () => onAccept?.(verifiedOf(received), request));
    } catch (error) {
      warn(`[sig] "onAccept" failed: ${messageOf(error)}`);
    }
  }

  async function report(rejected: Rejected, request: WebhookRequest, trace: SignatureTrace) {
    try {
      const { code } = rejected.error;
      if (code === 'no-token' || code === 'unknown-key') warnOfMissing[code]();
      development.explain(rejected.error, request, trace);
      await withinTime(lookupTimeout, () => onReject?.(rejected.error, request));
    } catch (error) {
      // The request is rejected all the same, with the status that it was rejected with.
      warn(`[sig] "onReject" failed: ${messageOf(error)}`);
    }
  }

  return {
    bodyLimit,
    async receive(request) {
      const trace: SignatureTrace = {};
      const received = await verdictOf(() => check(request, trace));
      if (!received.ok) await report(received, request, trace);
      else {
        development.accepted();
        // Not waited for: a genuine request goes on.
        if (onAccept !== undefined) void notify(received, request);
      }
      return received;
    },
    turnOf: (received) => turnOf.get(received),
  };
}

/** The options of `guard()`, in every framework. */
export interface GuardOptions {
  /** A guard, or a list of which one must accept. */
  readonly httpAuth: Guard | readonly Guard[];
}

/**
 * What `guard(options)` does in every framework: guards alone, for routes that no signature protects.
 *
 * @throws OptionError if there is no guard, or one is not a function
 * @example
 * const receiver = createGuardReceiver({ httpAuth })
 * const passed = await receiver.receive(fetchRequest(request, receiver.bodyLimit))
 */
export function createGuardReceiver(
  options: GuardOptions,
  { parse = true }: ReceiverSetting = {},
): Receiver<Passed> {
  checkOptionNames(options, ['httpAuth']);
  const guard = checkGuards(options.httpAuth);

  async function check(request: WebhookRequest): Promise<Passed | Rejected> {
    let read: RequestBody | undefined;
    const watched = withBody(request, async () => {
      read = await request.body();
      return read;
    });
    const verdict = await askInTime(guard, watched, defaultLookupTimeout);
    if (!verdict.ok) return verdict;
    const { bytes: rawBody } = read ?? {};
    const contentType = request.header('content-type');
    const headers = { ...verdict.headers };
    if (rawBody === undefined) return { ok: true, headers, rawBody, body: undefined };
    const params = formParams(contentType, { bytes: rawBody });
    const body = parse ? parseBody(contentType, rawBody, params) : params;
    return { ok: true, headers, rawBody, body };
  }

  return {
    bodyLimit: defaultBodyLimit,
    receive: (request) => verdictOf(() => check(request)),
    turnOf: () => undefined,
  };
}

/** The verdict of a guard within a time, in which the time that the client takes for its body is not counted. */
async function askInTime(
  guard: Guard,
  request: WebhookRequest,
  limit: number,
): Promise<Accepted | Rejected> {
  let body: Promise<unknown> | undefined;
  const watched = withBody(request, () => {
    const read = Promise.resolve(request.body());
    body = read.catch(() => {});
    return read;
  });
  const asked = askGuard(guard, watched);
  for (;;) {
    const verdict = await verdictOf(() => withinTime(limit, () => asked));
    if (verdict.ok || verdict.error.code !== 'lookup-timeout' || body === undefined) return verdict;
    await body;
    body = undefined;
  }
}

const noHandler =
  '"idempotency" keeps what a handler answers, and here no handler runs: leave it out, or use webhook() of an adapter.';

const missingToken =
  '[sig] no-token: "authToken" returned no token for the account of a request, so it was refused. This is said once.';

const onlySharedKeys =
  '[sig] no-token: an auth token signed a request, or so it seems, and only "sharedKeys" are configured, so it was refused. This is said once.';

const unknownKey =
  '[sig] unknown-key: a request named a shared key that is not in "sharedKeys", so it was refused. This is said once.';

/** The client learns nothing, so the operator must. Once: an attacker can make it happen at will. */
function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}

function messageOf(error: unknown): string {
  const { cause = error } = Object(error) as { cause?: unknown };
  return String((cause as Error | undefined)?.message ?? cause);
}

function warnOnConsole(message: string): void {
  // biome-ignore lint/suspicious/noConsole: for frameworks that have no log of their own.
  console.error(message);
}
