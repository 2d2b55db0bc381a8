import { type ParamsInput, sign } from '@sig/core';
import type { WireRequest } from './wire.js';

/** Where a request goes, and under which URL the sender knows it. */
export interface Destination {
  readonly authToken: string;
  /** Scheme, host and port as configured at the sender. */
  readonly origin: string;
  /** Headers that a proxy adds on the way. */
  readonly forwarded?: readonly (readonly [string, string])[];
}

type Headers = readonly (readonly [string, string])[];

const formType = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

/** A form POST, signed as the sender does. */
export function formPost(to: Destination, target: string, params: ParamsInput): WireRequest {
  const { signature } = sign({ authToken: to.authToken, url: to.origin + target, params });
  const body = new URLSearchParams(params as Record<string, string>).toString();
  return assemble('POST', target, to, [formType, ['X-Twilio-Signature', signature]], body);
}

/** A GET, signed as the sender does. */
export function get(to: Destination, target: string): WireRequest {
  const { signature } = sign({ authToken: to.authToken, url: to.origin + target });
  return assemble('GET', target, to, [['X-Twilio-Signature', signature]]);
}

/** A JSON POST under `bodySHA256`, signed as the sender does. */
export function jsonPost(to: Destination, target: string, body: string): WireRequest {
  const { signature, url } = sign({ authToken: to.authToken, url: to.origin + target, body });
  const headers: Headers = [
    ['Content-Type', 'application/json'],
    ['X-Twilio-Signature', signature],
  ];
  return assemble('POST', url.slice(to.origin.length), to, headers, body);
}

/** A WebSocket upgrade (RFC 6455, section 4.1), its `ws` or `wss` URL signed as the sender does. */
export function upgrade(to: Destination, target: string): WireRequest {
  const url = to.origin.replace(/^http/, 'ws') + target;
  const { signature } = sign({ authToken: to.authToken, url });
  return assemble('GET', target, to, [...upgradeHeaders, ['X-Twilio-Signature', signature]]);
}

const upgradeHeaders: Headers = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
];

function assemble(
  method: string,
  target: string,
  to: Destination,
  headers: Headers,
  body?: string,
): WireRequest {
  const host = to.origin.replace(/^\w+:\/\//, '');
  const length: Headers =
    body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))]];
  return {
    method,
    target,
    headers: [['Host', host], ...(to.forwarded ?? []), ...headers, ...length],
    ...(body === undefined ? {} : { body }),
  };
}

/** The same request with another body, and the length to go with it. */
export function withBody(request: WireRequest, body: string | Uint8Array): WireRequest {
  const bytes = Buffer.from(body);
  return withHeader({ ...request, body: bytes }, 'Content-Length', String(bytes.length));
}

/** The same request with a header replaced, added, or (`undefined`) left out. */
export function withHeader(
  request: WireRequest,
  name: string,
  value: string | undefined,
): WireRequest {
  const others = request.headers.filter(([key]) => key.toLowerCase() !== name.toLowerCase());
  const replaced: Headers = value === undefined ? others : [...others, [name, value]];
  return { ...request, headers: replaced };
}

/** The value of a header that the request has. */
export function headerOf(request: WireRequest, name: string): string {
  const found = request.headers.find(([key]) => key.toLowerCase() === name.toLowerCase());
  return found?.[1] ?? '';
}
