import type { Params, RequestBody, WebhookRequest } from '@sig/core';
import { isForm, printForm } from '@sig/core/adapter';
import type { EventRequest, ProxyEvent } from './event/index.js';

/**
 * The HTTP request in an event as the guards see it.
 *
 * @param configured URLs that are configured at the sender
 */
export function webhookRequest(
  request: EventRequest,
  bodyLimit: number,
  configured: readonly string[],
): WebhookRequest {
  let body: RequestBody | undefined;
  return {
    method: request.method,
    // Of an event that contradicts itself nothing, and so no URL.
    target: request.targets(configured).next().value ?? '',
    *alternateTargets() {
      const [, ...others] = request.targets(configured);
      yield* others;
    },
    protocol: request.protocol,
    host: request.host,
    // No trigger of these passes any on.
    upgrade: false,
    header: (name) => request.header(name),
    body() {
      body ??= { bytes: request.body(bodyLimit) };
      return body;
    },
  };
}

/** What of a request has been verified. */
interface VerifiedParts {
  readonly target: string;
  readonly params: Params;
  readonly rawBody: Uint8Array | undefined;
}

/**
 * The event for the handler: what it reads of query and body is made of what was verified. The body of a form is
 * its params, sorted, each pair once: the signature covers neither order nor repetition.
 */
export function verifiedEvent<E extends ProxyEvent>(
  event: E,
  request: EventRequest,
  { target, params, rawBody = new Uint8Array(0) }: VerifiedParts,
): E {
  const encoding = event.isBase64Encoded === true ? 'base64' : 'utf8';
  const body = isForm(request.header('content-type')) ? printForm(params) : rawBody;
  return {
    ...event,
    ...queryFields(event, request, target),
    // Of a request without a body it stays as it is: null, undefined or blank.
    ...(event.body && {
      body: Buffer.from(body as Uint8Array).toString(encoding),
      isBase64Encoded: encoding === 'base64',
    }),
  };
}

/** The fields of the event that say something of the query, in the way of its trigger. */
function queryFields(
  event: ProxyEvent,
  request: EventRequest,
  target: string,
): Partial<ProxyEvent> {
  const values = request.queryValues(target);
  const entries = Object.entries(values);
  const write = (each: (values: readonly string[]) => string | readonly string[]) =>
    Object.fromEntries(entries.map(([name, list]) => [name, each(list)] as const));
  const { queryStringParameters, multiValueQueryStringParameters, rawQueryString } = event;
  const isRaw = rawQueryString !== undefined;
  const fields = {
    ...(isRaw && { rawQueryString: target.split(/\?(.*)/s)[1] ?? '' }),
    ...(multiValueQueryStringParameters && {
      multiValueQueryStringParameters: write((list) => list),
    }),
  };
  if (entries.length === 0) {
    return queryStringParameters ? { ...fields, queryStringParameters: {} } : fields;
  }
  // Events with the whole query join several values, others have the last one; some triggers write but one of the maps.
  const isThere = isRaw || queryStringParameters;
  return {
    ...fields,
    ...(isThere && {
      queryStringParameters: write((list) => (isRaw ? list.join(',') : (list.at(-1) ?? ''))),
    }),
  };
}
