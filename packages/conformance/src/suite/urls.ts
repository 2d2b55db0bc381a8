import { expect } from 'vitest';
import { type Destination, formPost, get, withHeader } from '../kit/requests.js';
import type { WireRequest } from '../kit/wire.js';
import type { Check } from './check.js';
import type { Setting } from './harness.js';
import { authToken } from './scenarios.js';
import { codeOf, echoOf, type Servers } from './servers.js';

const params = { a: '1' };
const here: Destination = { authToken, origin: 'http://phone.example:8080' };
const outside: Destination = { authToken, origin: 'https://public.example' };

/** A request that the sender signed for `signed`, as it looks on a connection to `seen`. */
function seenAs(
  signed: Destination,
  target: string,
  seen: { target?: string; host?: string; proxy?: boolean },
): WireRequest {
  const host = seen.host ?? 'internal:3000';
  const request = { ...formPost(signed, target, params), target: seen.target ?? target };
  const direct = withHeader(request, 'Host', host);
  if (seen.proxy !== true) return direct;
  const [scheme = '', publicHost = ''] = signed.origin.split('://');
  return withHeader(
    withHeader(direct, 'X-Forwarded-Proto', scheme),
    'X-Forwarded-Host',
    publicHost,
  );
}

export function urls({ send }: Servers, check: Check): void {
  const accepted: [title: string, WireRequest, Partial<Setting>][] = [
    ['reached directly', formPost(here, '/hook', params), { trustProxy: false }],
    ['mounted under a prefix', formPost(here, '/api/hooks/x?y=z', params), { mount: '/api/hooks' }],
    ['GET under a prefix', get(here, '/api/hooks/x?y=z'), { mount: '/api/hooks' }],
    [
      'escapes, quotes, plus and pipe as they came',
      formPost(here, "/hook/%7eA%2f;x=1,(2)?q='+%2B|&e=%C3%A9&&b", params),
      {},
    ],
    ['an encoded path', formPost(here, '/a%20b/c%2Bd', params), {}],
    [
      'a trailing slash that the sender did not sign',
      seenAs(here, '/hook', { target: '/hook/', host: 'phone.example:8080' }),
      {},
    ],
    ['publicUrl: origin', seenAs(outside, '/hook?x=1', {}), { scenario: 'publicOrigin' }],
    [
      'publicUrl takes precedence over what proxies say',
      withHeader(seenAs(outside, '/hook', {}), 'X-Forwarded-Host', 'evil.example'),
      { scenario: 'publicOrigin' },
    ],
    [
      'publicUrl: prefix that a proxy strips',
      seenAs(outside, '/stripped/hook?x=1', { target: '/hook?x=1' }),
      { scenario: 'publicPrefix' },
    ],
    [
      'publicUrl: function',
      withHeader(
        seenAs({ authToken, origin: 'https://tenant7.example' }, '/hook', {}),
        'X-Tenant',
        'tenant7',
      ),
      { scenario: 'publicFunction' },
    ],
  ];
  accepted.push(
    [
      'a proxy that is trusted',
      seenAs(outside, '/hook?x=1', { proxy: true }),
      { trustProxy: true },
    ],
    [
      'a proxy that is trusted, under a prefix',
      seenAs(outside, '/api/hooks/x', { proxy: true }),
      { trustProxy: true, mount: '/api/hooks' },
    ],
  );
  check(
    'rejects: a proxy that is not trusted',
    async () => {
      const response = await send(seenAs(outside, '/hook', { proxy: true }), { trustProxy: false });
      expect(codeOf(response)).toBe('signature-mismatch');
    },
    'distrust',
  );
  for (const [title, request, setting] of accepted) {
    check(`accepts: ${title}`, async () => {
      const response = await send(request, setting);
      expect(response.status).toBe(200);
      expect(echoOf(response)).toMatchObject({ reached: true });
    });
  }

  const rejected: [title: string, WireRequest, Partial<Setting>][] = [
    ['the public URL without a publicUrl', seenAs(outside, '/hook', {}), {}],
    [
      'the URL of the connection with a publicUrl',
      formPost(here, '/hook', params),
      { scenario: 'publicOrigin' },
    ],
    [
      'another tenant',
      withHeader(
        seenAs({ authToken, origin: 'https://tenant7.example' }, '/hook', {}),
        'X-Tenant',
        'tenant8',
      ),
      { scenario: 'publicFunction' },
    ],
    [
      'the mount path left out',
      seenAs(here, '/x', { target: '/api/hooks/x', host: 'phone.example:8080' }),
      { mount: '/api/hooks' },
    ],
  ];
  for (const [title, request, setting] of rejected) {
    check(`rejects: ${title}`, async () => {
      const response = await send(request, setting);
      expect(codeOf(response)).toBe('signature-mismatch');
      expect(response.status).toBe(403);
    });
  }
}
