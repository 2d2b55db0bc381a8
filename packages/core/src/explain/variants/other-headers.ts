import type { Header } from '../input.js';

/** Headers in which other services send their signatures, and who that is. */
const services: readonly (readonly [header: string, service: string])[] = [
  ['X-SignalWire-Signature', 'SignalWire'],
  ['X-Plivo-Signature-V3', 'Plivo'],
  ['X-Plivo-Signature-V2', 'Plivo'],
  ['X-Plivo-Signature-Ma-V2', 'Plivo'],
  ['X-Plivo-Signature', 'Plivo'],
  ['Telnyx-Signature-Ed25519', 'Telnyx'],
  ['X-Telnyx-Signature', 'Telnyx'],
  ['X-Twilio-Email-Event-Webhook-Signature', 'SendGrid (Twilio Email)'],
  ['X-Hub-Signature-256', 'GitHub, Meta (WhatsApp Cloud API) and others'],
  ['X-Hub-Signature', 'GitHub, Meta and others'],
  ['Stripe-Signature', 'Stripe'],
  ['Webhook-Signature', 'Standard Webhooks'],
  ['Svix-Signature', 'Svix'],
  ['X-Slack-Signature', 'Slack'],
  ['X-Shopify-Hmac-Sha256', 'Shopify'],
  ['X-Gitlab-Token', 'GitLab'],
  ['X-Zm-Signature', 'Zoom'],
  ['X-Line-Signature', 'LINE'],
  ['X-Square-Hmacsha256-Signature', 'Square'],
  ['Paypal-Transmission-Sig', 'PayPal'],
  ['X-Vonage-Signature', 'Vonage'],
  ['X-Signature-Ed25519', 'Discord'],
  ['X-Amz-Sns-Message-Type', 'Amazon SNS'],
];

/** Headers in which a signature of this scheme has been found: services that sign alike, and renamed ones. */
const alike = [
  'X-Twilio-Signature',
  'X-SignalWire-Signature',
  'X-Plivo-Signature',
  'X_Twilio_Signature',
  'X-Original-Twilio-Signature',
  'X-Forwarded-Twilio-Signature',
  'Twilio-Signature',
  'X-Signature',
];

/** The service that signed in its own way, with its header; `undefined` if there is none. */
export function otherService(header: Header): string | undefined {
  for (const [name, service] of services) {
    if (header(name.toLowerCase()) !== undefined) return `${name} is that of ${service}.`;
  }
  return undefined;
}

/** A signature that has the form of this scheme and is in another header. */
export function elsewhere(
  header: Header,
  expected: string,
): { readonly name: string; readonly signature: string } | undefined {
  for (const name of alike) {
    const signature = header(name.toLowerCase());
    const isOther = name.toLowerCase() !== expected;
    if (isOther && signature !== undefined && /^[A-Za-z0-9+/]{27}=$/.test(signature)) {
      return { name, signature };
    }
  }
  return undefined;
}
