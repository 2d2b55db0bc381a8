import type { WebhookError } from '@sig/core';
import { withHeaders } from '@sig/core/adapter';

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
