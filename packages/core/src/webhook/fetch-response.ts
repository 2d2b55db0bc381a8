import type { WebhookError } from '../errors.js';

/**
 * A rejection as a response: its code and message as JSON, with its status and headers. Of a mistake in the set-up (5xx)
 * the client learns no more than that.
 *
 * @example
 * const received = await receiver.receive(fetchRequest(request, receiver.bodyLimit))
 * const response = received.ok ? new Response() : rejectionResponse(received.error)
 */
export function rejectionResponse(error: WebhookError): Response {
  const message = error.expose ? error.message : 'Internal Server Error';
  return withHeaders(
    Response.json({ code: error.code, message }, { status: error.status }),
    error.headers,
  );
}

/**
 * The response with these headers added; the same if there are none.
 *
 * @example
 * withHeaders(new Response(), { 'X-Welcome': 'you' }).headers.get('x-welcome') // 'you'
 */
export function withHeaders(
  response: Response,
  headers: Readonly<Record<string, string | readonly string[]>>,
): Response {
  const added = Object.entries(headers);
  if (added.length === 0) return response;
  // Made anew, because the headers of some responses (redirects) cannot be changed.
  const { status, statusText } = response;
  const copy = new Response(response.body, { status, statusText, headers: response.headers });
  for (const [name, values] of added) {
    for (const value of [values].flat()) copy.headers.append(name, value);
  }
  return copy;
}
