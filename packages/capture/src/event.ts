import { isWebhookError } from '@sig/core';
import { eventRequest, type ProxyEvent } from '@sig/lambda/event';
import type { CapturedRequest } from './captured.js';
import { CaptureError } from './errors.js';

/**
 * Reads the event of a serverless function as JSON: API Gateway v1 (REST) and v2 (HTTP), a function URL, or a
 * load balancer.
 *
 * @param configured URLs that are configured at the sender, in whose order and escapes the query is written if it can be
 * @throws CaptureError if it is not one
 */
export function parseEvent(text: string, configured: readonly string[] = []): CapturedRequest {
  const event = parse(text);
  try {
    return captured(event, configured);
  } catch (error) {
    throw error instanceof CaptureError ? error : new CaptureError(reasonOf(error));
  }
}

function captured(event: ProxyEvent, configured: readonly string[]): CapturedRequest {
  const request = eventRequest(event);
  if (request === undefined) {
    throw new CaptureError(
      'The event must be that of API Gateway, of a function URL or of a load balancer: JSON with httpMethod and path, or rawPath and requestContext.http.',
    );
  }
  const [target, ...alternates] = request.targets(configured);
  if (target === undefined) {
    throw new CaptureError('The event contradicts itself: its paths and parameters differ.');
  }
  const query = target.replace(/^[^?]*/, '');
  return {
    method: request.method,
    scheme: request.protocol,
    host: request.host,
    target,
    // Also without the stage of the API, which a proxy in front of it may add.
    otherTargets: [...alternates, ...(event.path === undefined ? [] : [event.path + query])],
    headers: request.headers,
    body: request.body(Number.POSITIVE_INFINITY),
  };
}

/** Why an event cannot be read. */
function reasonOf(error: unknown): string {
  const code = isWebhookError(error) ? error.code : undefined;
  if (code === 'unsupported-encoding') {
    return 'The body of the event is compressed, as its Content-Encoding says: give the event with the body as it was before, and without that header.';
  }
  return code === 'body-already-parsed'
    ? 'The body of the event is not as it came, which is text or base64: middleware has parsed it. Give the event as Lambda got it.'
    : 'A field of the event is of another type than in the events of AWS.';
}

function parse(text: string): ProxyEvent {
  try {
    // Without the byte order mark, if there is one.
    return Object(JSON.parse(text.trim()));
  } catch {
    throw new CaptureError('The event is not JSON.');
  }
}
