// What the routes share. Set TWILIO_AUTH_TOKEN, PUBLIC_URL to the origin that the sender calls, and SHARED_KEYS to
// `{"KEY_ID":"secret"}` if the sender also signs with keys of yours.
import type { WebhookOptions } from '@sig/next';

const { PUBLIC_URL, SHARED_KEYS } = process.env;
export const options: WebhookOptions = {
  ...(SHARED_KEYS === undefined
    ? {}
    : { authToken: process.env.TWILIO_AUTH_TOKEN, sharedKeys: JSON.parse(SHARED_KEYS) }),
  ...(PUBLIC_URL === undefined ? {} : { publicUrl: PUBLIC_URL }),
  onReject: (error, request) => console.warn(error.code, request.method, request.target),
};

export function twiml(verbs: string): Response {
  return new Response(`<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`, {
    headers: { 'Content-Type': 'text/xml' },
  });
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
