import type { SigningSharedKey } from '@sig/core';
import { type FormParams, type RequestToSign, signRequest } from '@sig/sender';
import type { WireRequest } from './wire.js';

/** Where a request goes, and under which URL the sender knows it. */
export interface Destination {
  readonly authToken?: string;
  /** Signs in place of the auth token. */
  readonly sharedKey?: SigningSharedKey;
  /** Scheme, host and port as configured at the sender. */
  readonly origin: string;
  /** Headers that a proxy adds on the way. */
  readonly forwarded?: readonly (readonly [string, string])[];
}

/** A destination whose requests a TLS proxy on this machine passes on. */
export function behindTlsProxy(authToken: string): Destination {
  return {
    authToken,
    origin: 'https://phone.example',
    forwarded: [
      ['X-Forwarded-Proto', 'https'],
      ['X-Forwarded-Host', 'phone.example'],
      ['X-Forwarded-For', '203.0.113.7'],
    ],
  };
}

type Headers = readonly (readonly [string, string])[];

/** A form POST, signed as the sender does. */
export function formPost(to: Destination, target: string, params: FormParams): WireRequest {
  return signed(to, { url: to.origin + target, params });
}

/** A GET, signed as the sender does. */
export function get(to: Destination, target: string): WireRequest {
  return signed(to, { url: to.origin + target });
}

/** A JSON POST under `bodySHA256`, signed as the sender does. */
export function jsonPost(to: Destination, target: string, body: string): WireRequest {
  return signed(to, { url: to.origin + target, body });
}

/** A WebSocket upgrade (RFC 6455, section 4.1), its `ws` or `wss` URL signed as the sender does. */
export function upgrade(to: Destination, target: string): WireRequest {
  return signed(to, { url: to.origin + target, upgrade: true });
}

/** What the sender would send, as bytes that a test can tamper with. */
function signed(to: Destination, request: RequestToSign): WireRequest {
  const { method, target, destination, headers, body } = signRequest(request, to);
  const length: Headers = body === undefined ? [] : [['Content-Length', String(body.length)]];
  return {
    method,
    target,
    headers: [['Host', destination.host], ...(to.forwarded ?? []), ...headers, ...length],
    ...(body === undefined ? {} : { body: body.toString() }),
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
