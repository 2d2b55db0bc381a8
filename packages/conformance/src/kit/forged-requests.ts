import { gzipSync } from 'node:zlib';
import type { WebhookErrorCode } from '@sig/core';
import {
  type Destination,
  formPost,
  get,
  headerOf,
  jsonPost,
  upgrade,
  withBody,
  withHeader,
} from './requests.js';
import type { WireRequest } from './wire.js';

/** A request with what a correct receiver does to it. */
export interface Play {
  readonly title: string;
  readonly request: WireRequest;
  readonly status: number;
  /** Why it is rejected; absent if it is accepted. */
  readonly code?: WebhookErrorCode;
}

/** The params of a call, as the sender has them. */
const call = {
  AccountSid: 'AC00000000000000000000000000000001',
  ApiVersion: '2010-04-01',
  CallSid: 'CA00000000000000000000000000000001',
  CallStatus: 'in-progress',
  Caller: '+15550100001',
  Direction: 'inbound',
  From: '+15550100001',
  To: '+15550100002',
};

const message = {
  AccountSid: call.AccountSid,
  Body: "  Grüße 👋🏽 \r\n1 + 1 = 2 & it's 100% \u00a0",
  From: call.From,
  MessageSid: 'SM00000000000000000000000000000001',
  NumMedia: '0',
  ProfileName: '',
  To: call.To,
};

const event = JSON.stringify({ type: 'call.ended', sid: call.CallSid, price: 0.01, note: 'Ω' });

/** A whole call, a text message, an event and a media stream, as the sender sends them. */
export function genuineTraffic(to: Destination, behindProxy: Destination): Play[] {
  return [
    { title: 'call comes in', request: formPost(to, '/voice', call) },
    { title: 'caller presses 1', request: formPost(to, '/voice/menu', { ...call, Digits: '1' }) },
    {
      title: 'query string in the URL',
      request: formPost(to, "/voice/menu?lang=de&q=it's+%2B%7C", { ...call, Digits: '2' }),
    },
    {
      title: 'status callback (GET)',
      request: get(to, '/voice/status?CallSid=CA1&CallStatus=completed'),
    },
    { title: 'text message, emoji and all', request: formPost(to, '/sms', message) },
    { title: 'event (JSON, bodySHA256)', request: jsonPost(to, '/events', event) },
    { title: 'media stream (WebSocket)', request: upgrade(to, '/media'), status: 101 },
    { title: 'call through a TLS proxy', request: formPost(behindProxy, '/voice', call) },
    {
      title: 'media stream through a TLS proxy',
      request: upgrade(behindProxy, '/media'),
      status: 101,
    },
  ].map((play) => ({ status: 200, ...play }));
}

/** What a forger can make of captured traffic: one row a kind. */
export function forgeries(to: Destination): Play[] {
  const menu = formPost(to, '/voice/menu', { ...call, Digits: '1' });
  // Captured where the sender had been configured to GET what is a POST now.
  const status = get(to, '/voice/menu?CallSid=CA1');
  const json = jsonPost(to, '/events', event);
  const media = upgrade(to, '/media');
  const signature = headerOf(menu, 'X-Twilio-Signature');
  const signed = (value: string | undefined) => withHeader(menu, 'X-Twilio-Signature', value);
  const attacker = { ...to, authToken: 'the token of somebody else' };
  const elsewhere = { ...to, origin: 'https://elsewhere.example' };
  const text = String(menu.body);

  const rows: [title: string, WireRequest, WebhookErrorCode, status?: number][] = [
    ['no signature', signed(undefined), 'missing-signature'],
    ['empty signature', signed(''), 'missing-signature'],
    [
      'two signatures',
      { ...menu, headers: [...menu.headers, ['X-Twilio-Signature', signature]] },
      'malformed-signature',
    ],
    [
      'signature in hex',
      signed(Buffer.from(signature, 'base64').toString('hex')),
      'malformed-signature',
    ],
    ['signature cut short', signed(signature.slice(0, 20)), 'malformed-signature'],
    ['signature in other case', signed(swapCase(signature)), 'signature-mismatch'],
    [
      'signed with another token',
      formPost(attacker, '/voice/menu', { ...call, Digits: '1' }),
      'signature-mismatch',
    ],
    [
      'signed for another host',
      withHeader(formPost(elsewhere, '/voice/menu', call), 'Host', headerOf(menu, 'Host')),
      'signature-mismatch',
    ],
    ['param changed', withBody(menu, text.replace('Digits=1', 'Digits=9')), 'signature-mismatch'],
    ['param added', withBody(menu, `${text}&Admin=1`), 'signature-mismatch'],
    ['param removed', withBody(menu, text.replace('&Digits=1', '')), 'signature-mismatch'],
    ['params emptied', withBody(menu, ''), 'signature-mismatch'],
    ['query added', { ...menu, target: `${menu.target}?admin=1` }, 'signature-mismatch'],
    ['another path', { ...menu, target: '/voice' }, 'signature-mismatch'],
    [
      'form declared as JSON',
      withHeader(menu, 'Content-Type', 'application/json'),
      'body-not-signed',
    ],
    [
      "JSON under a form's signature",
      withHeader(withBody(menu, '{"Digits":"1"}'), 'Content-Type', 'application/json'),
      'body-not-signed',
    ],
    [
      "form under a GET's signature",
      asPost(status, 'application/x-www-form-urlencoded', 'Digits=1'),
      'signature-mismatch',
    ],
    [
      "JSON under a GET's signature",
      asPost(status, 'application/json', '{"Digits":"1"}'),
      'body-not-signed',
    ],
    [
      'JSON with one byte changed',
      withBody(json, event.replace('0.01', '0.02')),
      'body-hash-mismatch',
    ],
    [
      'JSON with its hash replaced',
      withBody(
        { ...json, target: json.target.replace(/.$/, (c) => (c === '0' ? '1' : '0')) },
        event,
      ),
      'body-hash-mismatch',
    ],
    [
      'compressed body',
      withHeader(withBody(menu, gzipSync(text)), 'Content-Encoding', 'gzip'),
      'unsupported-encoding',
      415,
    ],
    [
      'body over the limit',
      withBody(menu, `${text}&Pad=${'x'.repeat(1_100_000)}`),
      'body-too-large',
      413,
    ],
    [
      'WebSocket without a signature',
      withHeader(media, 'X-Twilio-Signature', undefined),
      'missing-signature',
    ],
    [
      'WebSocket under an https signature',
      withHeader(media, 'X-Twilio-Signature', headerOf(get(to, '/media'), 'X-Twilio-Signature')),
      'signature-mismatch',
    ],
  ];
  return rows.map(([title, request, code, status = 403]) => ({ title, request, code, status }));
}

function asPost(request: WireRequest, contentType: string, body: string): WireRequest {
  const posted = withBody({ ...request, method: 'POST' }, body);
  return withHeader(posted, 'Content-Type', contentType);
}

/** Still well-formed base64: the last character cannot be any (RFC 4648, section 4). */
function swapCase(signature: string): string {
  const [head, tail] = [signature.slice(0, -2), signature.slice(-2)];
  const upper = head.toUpperCase();
  return (upper === head ? head.toLowerCase() : upper) + tail;
}
