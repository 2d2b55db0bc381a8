import type { WebhookError } from '../errors.js';

/**
 * What the client gets of a rejection, for frameworks that log nothing of what a handler answers by itself: its code,
 * and a message. Of a mistake in the set-up (5xx) the client learns no more than that; it is printed.
 *
 * @example
 * const received = await receiver.receive(fetchRequest(request, receiver.bodyLimit))
 * const answer = received.ok ? undefined : rejectionBody(received.error)
 */
export function rejectionBody(error: WebhookError): { code: string; message: string } {
  // biome-ignore lint/suspicious/noConsole: a defect of the set-up must be heard.
  if (!error.expose) console.error(error);
  return { code: error.code, message: error.expose ? error.message : 'Internal Server Error' };
}

/**
 * A rejection as a response: {@link rejectionBody} as JSON, with its status and headers.
 *
 * @example
 * const received = await receiver.receive(fetchRequest(request, receiver.bodyLimit))
 * const response = received.ok ? new Response() : rejectionResponse(received.error)
 */
export function rejectionResponse(error: WebhookError): Response {
  return withHeaders(Response.json(rejectionBody(error), { status: error.status }), error.headers);
}

/**
 * The response with these headers added; the same if there are none, or if it switches protocols: runtimes know that
 * one again, and can make no other.
 *
 * @example
 * withHeaders(new Response(), { 'X-Welcome': 'you' }).headers.get('x-welcome') // 'you'
 */
export function withHeaders(
  response: Response,
  headers: Readonly<Record<string, string | readonly string[]>>,
): Response {
  const added = Object.entries(headers);
  if (added.length === 0 || response.status === 101) return response;
  // Made anew, because the headers of some responses (redirects) cannot be changed.
  const { status, statusText } = response;
  const copy = new Response(response.body, { status, statusText, headers: response.headers });
  for (const [name, values] of added) {
    for (const value of [values].flat()) copy.headers.append(name, value);
  }
  return copy;
}
