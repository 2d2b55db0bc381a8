import { exchange, type WireRequest, withHeader } from '@sig/conformance';
import { sign } from '@sig/core';
import type { Sends } from './deployment.js';

export const authToken = '0123456789abcdef0123456789abcdef';

/** An incoming call. */
export const call = {
  AccountSid: 'AC00000000000000000000000000000001',
  ApiVersion: '2010-04-01',
  CallSid: 'CA00000000000000000000000000000001',
  CallStatus: 'ringing',
  Direction: 'inbound',
  From: '+15550100001',
  To: '+15550100002',
};

/** An incoming message. */
export const message = {
  AccountSid: 'AC00000000000000000000000000000001',
  ApiVersion: '2010-04-01',
  Body: 'Hello there',
  From: '+15550100001',
  MessageSid: 'SM00000000000000000000000000000001',
  NumMedia: '0',
  To: '+15550100002',
};

/** The request that the sender sends for a URL, genuine and signed for it, as it is on the wire. */
export function requestFor(configured: string, sends: Sends = {}): WireRequest {
  const {
    params,
    json,
    get,
    upgrade,
    signsUserinfo,
    token = authToken,
    sent = (request) => request,
  } = sends;
  const [, scheme = '', authority = '', rest = ''] =
    /^([a-z]+):\/\/([^/?#]*)([^#]*)/i.exec(configured) ?? [];
  const pairs: [string, string][] = Array.isArray(params) ? params : Object.entries(params ?? call);
  const isForm = json === undefined && get === undefined && upgrade === undefined;
  const { signature, url } = sign({
    authToken: token,
    url: `${scheme}://${signsUserinfo === true ? authority : authority.replace(/^.*@/, '')}${rest}`,
    ...(isForm ? { params: pairs } : {}),
    ...(json === undefined ? {} : { body: json }),
  });
  const body = isForm ? String(new URLSearchParams(pairs)) : json;
  const target = url.replace(/^[a-z]+:\/\/[^/?]*/i, '').replace(/^(?!\/)/, '/');
  const userinfo = /^(.*)@/.exec(authority)?.[1];
  const headers: (readonly [string, string])[] = [
    ['Host', authority.replace(/^.*@/, '')],
    ['User-Agent', 'TwilioProxy/1.1'],
    ['X-Twilio-Signature', signature],
    ...(upgrade === undefined ? [['Connection', 'close'] as const] : upgradeHeaders),
    ...(userinfo === undefined
      ? []
      : [
          [
            'Authorization',
            `Basic ${Buffer.from(decodeURIComponent(userinfo)).toString('base64')}`,
          ] as const,
        ]),
  ];
  if (body === undefined) return sent({ method: 'GET', target, headers });
  const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
  const length = String(Buffer.byteLength(body));
  return sent({
    method: 'POST',
    target,
    headers: [...headers, ['Content-Type', type], ['Content-Length', length]],
    body,
  });
}

const upgradeHeaders: readonly (readonly [string, string])[] = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
];

/** Sends a request; a redirect is followed, and signed again. */
export async function send(port: number, request: WireRequest): Promise<number> {
  return (await exchange(port, request)).status;
}

/** The same request with another name of its signature header. */
export function renamed(request: WireRequest, name: string): WireRequest {
  const signature = request.headers.find(([key]) => key === 'X-Twilio-Signature')?.[1] ?? '';
  return withHeader(withHeader(request, 'X-Twilio-Signature', undefined), name, signature);
}

/** The same request with more headers. */
export function withHeaders(
  request: WireRequest,
  headers: Readonly<Record<string, string>>,
): WireRequest {
  return Object.entries(headers).reduce(
    (with_, [name, value]) => withHeader(with_, name, value),
    request,
  );
}

/** The same request with another target than the sender signed. */
export const sentTo =
  (target: string) =>
  (request: WireRequest): WireRequest => ({ ...request, target });
