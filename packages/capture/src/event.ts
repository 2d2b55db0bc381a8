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
    // A load balancer takes both; an API only https.
    scheme: event.requestContext?.elb === undefined ? 'https' : undefined,
    host: request.host,
    target,
    // Also without the stage of the API, which a proxy in front of it may add.
    otherTargets: [...alternates, ...(event.path === undefined ? [] : [event.path + query])],
    headers: request.headers,
    body: request.body(Number.POSITIVE_INFINITY),
  };
}

function parse(text: string): ProxyEvent {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new CaptureError('The event is not JSON.');
  }
}
