import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { WireRequest } from '../kit/wire.js';
import type { Check } from './check.js';
import { echoOf, type Servers } from './servers.js';

export interface Vector {
  readonly id: string;
  readonly url: string;
  readonly params?: Record<string, string | string[]>;
  readonly rawBody?: string;
  readonly contentType?: string;
  readonly signature: string;
  readonly signatureSettings?: string;
}

const vectors: (Vector & { readonly valid: boolean })[] = JSON.parse(
  readFileSync(new URL('../../vectors.json', import.meta.url), 'utf8'),
);

/** Every vector as a request that a TLS proxy passes on: scheme and host in the proxy's headers. */
export function vectorsOverHttp({ send }: Servers, check: Check): void {
  for (const vector of vectors) {
    const isUpgrade = vector.url.startsWith('ws');
    check(
      `${vector.id}: ${vector.valid ? 'accepted' : 'rejected'}`,
      async () => {
        const response = await send(onTheWire(vector));
        if (!vector.valid) {
          expect(response.status).toBe(403);
          expect(echoOf(response)).toBeUndefined();
        } else if (isUpgrade) {
          expect(response.status).toBe(101);
        } else {
          expect(response.status).toBe(200);
          expect(echoOf(response)?.reached).toBe(true);
        }
      },
      isUpgrade ? 'upgrade' : undefined,
    );
  }
}

export function onTheWire(vector: Vector): WireRequest {
  const match = /^(\w+):\/\/(?:([^@/?]*)@)?([^/?]+)([^#]*)/.exec(vector.url);
  const [, scheme = '', userinfo, host = '', target = ''] = match ?? [];
  const body = vector.rawBody ?? formOf(vector.params);
  const contentType =
    vector.contentType ?? (body === undefined ? undefined : 'application/x-www-form-urlencoded');
  const headers: [string, string | undefined][] = [
    ['Host', host],
    ['X-Forwarded-Proto', scheme.replace('ws', 'http')],
    ['X-Forwarded-Host', host],
    ['X-Twilio-Signature', vector.signature],
    ['X-Twilio-Webhooks-Signature-Settings', vector.signatureSettings],
    [
      'Authorization',
      userinfo && `Basic ${btoa(userinfo.includes(':') ? userinfo : `${userinfo}:`)}`,
    ],
    ['Content-Type', contentType],
    ['Content-Length', body === undefined ? undefined : String(Buffer.byteLength(body))],
    ...(scheme.startsWith('ws') ? webSocket : []),
  ];
  return {
    method: body === undefined ? 'GET' : 'POST',
    target,
    headers: headers.filter((header): header is [string, string] => header[1] !== undefined),
    ...(body === undefined ? {} : { body }),
  };
}

const webSocket: [string, string][] = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
];

function formOf(params: Vector['params']): string | undefined {
  if (params === undefined) return undefined;
  const pairs = Object.entries(params).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  );
  return new URLSearchParams(pairs).toString();
}
