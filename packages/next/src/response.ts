import type { WebhookError } from '@sig/core';

/** What the client gets of a rejection: its code, and a message if that may be seen. */
export function rejectionBody(error: WebhookError): { code: string; message: string } {
  // Nothing else in Next.js logs what a handler answers by itself.
  // biome-ignore lint/suspicious/noConsole: a defect of the set-up must be heard.
  if (!error.expose) console.error(error);
  return { code: error.code, message: error.expose ? error.message : 'Internal Server Error' };
}

/** A rejection as the response of a route handler. */
export function rejection(error: WebhookError): Response {
  return withHeaders(Response.json(rejectionBody(error), { status: error.status }), error.headers);
}

/** The response with these headers added. */
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
