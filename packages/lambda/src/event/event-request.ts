import { WebhookError } from '@sig/core';
import { checkContentEncoding } from '@sig/core/adapter';
import { pathsOf } from './path.js';
import {
  type EventContext,
  type EventValues,
  type ProxyEvent,
  type Trigger,
  triggerOf,
  triggerTraits,
} from './proxy-event.js';
import { type QueryValues, queriesOf, readQuery } from './query.js';

/** The HTTP request in an event. */
export interface EventRequest {
  readonly trigger: Trigger;
  readonly method: string;
  /** What the trigger says of the scheme; APIs and function URLs take only `https`. */
  readonly protocol: string;
  readonly host: string | undefined;
  /** In their order, names as they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** A header by its lower-case name; several are joined. */
  header(name: string): string | undefined;
  /**
   * The request targets that the trigger writes into an event as this one, the likeliest first; none if the event
   * contradicts itself.
   *
   * @param configured URLs that are configured at the sender, whose order and escapes are tried first
   */
  targets(configured?: readonly string[]): Generator<string>;
  /** The parameters of the query of a target, as this trigger writes them into the event. */
  queryValues(target: string): QueryValues;
  /**
   * The bytes of the body.
   *
   * @param limit in bytes
   * @throws WebhookError `body-too-large`, `unsupported-encoding`, `body-already-parsed`
   */
  body(limit: number): Uint8Array;
}

/**
 * The HTTP request in the event of API Gateway, of a function URL or of a load balancer.
 *
 * @returns `undefined` if it is the event of something else
 * @example
 * const request = eventRequest(event)
 * const [target] = request?.targets() ?? []
 */
export function eventRequest(event: ProxyEvent): EventRequest | undefined {
  const trigger = triggerOf(Object(event));
  if (trigger === undefined) return undefined;
  const traits = triggerTraits[trigger];
  const { http, domainName } = Object(event.requestContext) as EventContext;
  const headers = headersOf(event);
  const header = (name: string) => {
    const values = headers.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
    return values.length === 0 ? undefined : values.join(', ');
  };
  return {
    trigger,
    method: event.httpMethod ?? http?.method ?? '',
    protocol: header('x-forwarded-proto') ?? 'https',
    host: header('host') ?? domainName,
    headers,
    header,
    *targets(configured = []) {
      const paths = isMixed(event) ? [] : pathsOf(event, traits, configured);
      if (paths.length === 0) return;
      for (const query of queriesOf(event, traits, configured)) {
        for (const path of paths) yield path + query;
      }
    },
    queryValues: (target) => readQuery(target.split(/\?(.*)/s)[1] ?? '', traits),
    body: (limit) => bytesOf(event, limit, header('content-encoding')),
  };
}

/** Whether an event has the fields of both formats, of which a handler could read either. */
function isMixed(event: ProxyEvent): boolean {
  const { rawPath, rawQueryString, path, httpMethod, multiValueQueryStringParameters } = event;
  if (rawPath === undefined) return rawQueryString !== undefined;
  return (path ?? httpMethod ?? multiValueQueryStringParameters ?? undefined) !== undefined;
}

/** All values that a handler may find; of both maps, if they do not say the same. */
function headersOf({ headers, multiValueHeaders }: ProxyEvent): [name: string, value: string][] {
  const pairs = pairsOf(multiValueHeaders);
  const others = pairsOf(headers).filter(
    ([name, value]) =>
      !pairs.some(([one, given]) => given === value && one.toLowerCase() === name.toLowerCase()),
  );
  return [...pairs, ...others];
}

function pairsOf(values: EventValues | null | undefined): [name: string, value: string][] {
  return Object.entries(values ?? {}).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, String(one)]),
  );
}

function bytesOf(
  { body, isBase64Encoded }: ProxyEvent,
  limit: number,
  contentEncoding: string | undefined,
): Uint8Array {
  if (body === undefined || body === null || body === '') return new Uint8Array(0);
  // Middleware has parsed it.
  if (typeof body !== 'string') throw new WebhookError('body-already-parsed');
  checkContentEncoding(contentEncoding);
  const bytes = isBase64Encoded === true ? fromBase64(body) : new TextEncoder().encode(body);
  if (bytes.length > limit) throw new WebhookError('body-too-large');
  return bytes;
}

/** The bytes of base64; without the `Buffer` of Node, such as in a browser, of that which is well-formed alone. */
function fromBase64(text: string): Uint8Array {
  if (typeof Buffer === 'function') return Buffer.from(text, 'base64');
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    throw new WebhookError('body-already-parsed');
  }
}
