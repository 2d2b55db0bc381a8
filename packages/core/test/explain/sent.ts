// Requests as a sender makes them, signed by an HMAC that shares no code with the packages.
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { RequestBody, WebhookRequest } from '../../src/index.js';

export const authToken = '0123456789abcdef0123456789abcdef';
export const formType = 'application/x-www-form-urlencoded';

export type Pairs = readonly (readonly [name: string, value: string])[];

/** What was signed. */
export interface Sent {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly pairs: Pairs;
}

export const urlOf = ({ scheme, host, path, query }: Sent): string => scheme + host + path + query;

export function signatureOf(
  sent: Sent,
  { token = authToken, algorithm = 'sha1', text = textOf(sent.pairs) } = {},
): string {
  return createHmac(algorithm, token)
    .update(urlOf(sent) + text)
    .digest('base64');
}

export function textOf(pairs: Pairs): string {
  const written = [...new Set(pairs.map(([name, value]) => JSON.stringify([name, value])))].map(
    (one) => JSON.parse(one) as [string, string],
  );
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return written
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map(([name, value]) => name + value)
    .join('');
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const formOf = (pairs: Pairs): string =>
  String(new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])));

const word = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'),
  minLength: 2,
  maxLength: 8,
});
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const sid = fc.stringMatching(/^[0-9a-f]{32}$/);
const phone = fc.stringMatching(/^\+1555\d{7}$/);

const values: Record<string, fc.Arbitrary<string>> = {
  AccountSid: sid.map((one) => `AC${one}`),
  ApiVersion: fc.constant('2010-04-01'),
  Body: text,
  CallSid: sid.map((one) => `CA${one}`),
  CallStatus: fc.constantFrom('ringing', 'completed', 'in-progress'),
  Direction: fc.constantFrom('inbound', 'outbound-api'),
  Digits: fc.stringMatching(/^[1-9][0-9]{0,4}$/),
  From: phone,
  FromCountry: fc.constantFrom('US', 'DE'),
  To: phone,
  SpeechResult: text,
};

/** Any request of a sender: a form of usual parameters to a URL of its own. */
export const sent: fc.Arbitrary<Sent> = fc
  .record({
    host: fc.tuple(word, word).map(([name, end]) => `${name}.${end}.example`),
    path: fc.array(word, { minLength: 1, maxLength: 3 }),
    query: fc.uniqueArray(fc.tuple(word, word), { maxLength: 3, selector: ([name]) => name }),
    pairs: fc.record(values, { requiredKeys: ['AccountSid', 'CallSid', 'From', 'To', 'Body'] }),
  })
  .map(({ host, path, query, pairs }) => ({
    scheme: 'https://',
    host,
    path: `/${path.join('/')}`,
    query: query.length === 0 ? '' : `?${query.map((pair) => pair.join('=')).join('&')}`,
    pairs: Object.entries(pairs) as [string, string][],
  }));

/** A request as a server sees it. */
export interface Arrived {
  readonly protocol?: string;
  readonly host: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: RequestBody;
  readonly method?: string;
}

/** What a server sees of a request if nothing is wrong. */
export function arrived(one: Sent, signature = signatureOf(one)): Required<Arrived> {
  return {
    protocol: 'https',
    host: one.host,
    target: one.path + one.query,
    method: one.pairs.length === 0 ? 'GET' : 'POST',
    headers: {
      host: one.host,
      'x-twilio-signature': signature,
      ...(one.pairs.length > 0 && { 'content-type': formType }),
    },
    body: { bytes: new TextEncoder().encode(formOf(one.pairs)) },
  };
}

/** As the guards see it. */
export function asRequest(given: Arrived): WebhookRequest {
  const { protocol = 'https', host, target, headers = {}, body, method = 'POST' } = given;
  return {
    method,
    target,
    protocol,
    host,
    upgrade: false,
    header: (name) => headers[name],
    body: () => body ?? { bytes: new Uint8Array(0) },
  };
}
