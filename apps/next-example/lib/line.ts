// What the routes share. Set TWILIO_AUTH_TOKEN, and PUBLIC_URL to the origin that the sender calls.
import type { WebhookOptions } from '@sig/next';

const { PUBLIC_URL } = process.env;
export const options: WebhookOptions = {
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
