import { bodyHash } from '@sig/core';
import { expect } from 'vitest';
import { formPost, get, jsonPost, withBody, withHeader } from '../kit/requests.js';
import type { WireRequest } from '../kit/wire.js';
import type { Check } from './check.js';
import type { Harness, Setting } from './harness.js';
import { authToken } from './scenarios.js';
import { codeOf, echoOf, type Servers } from './servers.js';

const to = { authToken, origin: 'http://phone.example:8080' };
const outside = { authToken, origin: 'https://public.example' };
const form = 'application/x-www-form-urlencoded';
const genuine = formPost(to, '/hook', { Digits: '1', To: '+15550100001' });
const captured = get(to, '/voice');
// Its hash alone covers the body, so what follows the URL may also be read as a part of the URL.
const odd = formPost(to, `/hook?bodySHA256=${bodyHash('%23to=EVIL')}`, { '#to': 'EVIL' });

/** What an attacker makes of a genuine request that was captured, beyond its parameters. */
export function attacks({ send }: Servers, check: Check, { refusals }: Harness): void {
  const refused: [title: string, WireRequest, status: number, Partial<Setting>?][] = [
    ...[
      'http://:acme/voice',
      'http:///voice',
      'http://a@b/voice',
      'http://phone.example',
      'http://phone.example?x',
    ].map((target): [string, WireRequest, number] => [
      `the target ${target}`,
      { ...captured, target },
      400,
    ]),
    ...[
      `${form};, multipart/form-data; boundary=B`,
      `${form}, multipart/form-data; boundary=B`,
      `${form}; x=", multipart/form-data; boundary=B"`,
      `${form}; boundary`,
      `${form}; =`,
      `${form} multipart/form-data`,
      `${form}x`,
      `text/plain, ${form}`,
    ].map((type): [string, WireRequest, number] => [
      `the Content-Type ${type}`,
      withHeader(genuine, 'Content-Type', type),
      403,
    ]),
    [
      'two Content-Types',
      { ...genuine, headers: [...genuine.headers, ['Content-Type', 'text/plain']] },
      403,
    ],
    ...['https://phone.example:8080/hook?next=https', 'javascript', 'https:', 'https /hook'].map(
      (scheme): [string, WireRequest, number] => [
        `X-Forwarded-Proto: ${scheme}`,
        withHeader(genuine, 'X-Forwarded-Proto', scheme),
        400,
      ],
    ),
    ...['evil.example/hook', 'phone.example:8080?x', 'phone.example#'].map(
      (host): [string, WireRequest, number] => [
        `X-Forwarded-Host: ${host}`,
        withHeader(genuine, 'X-Forwarded-Host', host),
        400,
      ],
    ),
    [
      'a query under a publicUrl function that knows the whole URL',
      withHeader({ ...get(outside, '/hook'), target: '/hook?a=EVIL' }, 'X-Whole', 'yes'),
      400,
      { scenario: 'wholeUrlFunction' },
    ],
    [
      'a query that the configured URL has not',
      { ...get(outside, '/hook?a=b'), target: '/hook?a=EVIL' },
      403,
      { scenario: 'configuredUrl' },
    ],
    [
      'a path that the configured URL has not',
      { ...get(outside, '/hook?a=b'), target: '/other?a=b' },
      403,
      { scenario: 'configuredUrl' },
    ],
    [
      'a path that is not the rewritten one',
      { ...get(outside, '/twilio/voice'), target: '/internal/hooksx/voice' },
      403,
      { scenario: 'rewrite' },
    ],
  ];
  for (const [title, request, status, setting] of refused) {
    const name = `refuses: ${title}`;
    check(name, async () => {
      const response = await send(request, setting);
      expect(echoOf(response)).toBeUndefined();
      expect(response.status).toBe(refusals?.[name] ?? status);
    });
  }

  check('refuses: a parameter moved into a fragment, or the framework has dropped it', async () => {
    const response = await send({ ...odd, target: `${odd.target}#toEVIL` });
    const { webhook } = echoOf(response) ?? {};
    if (webhook === undefined) expect([400, 403]).toContain(response.status);
    else expect(webhook.target).toBe(odd.target);
  });

  const accepted: [title: string, WireRequest, Partial<Setting>?][] = [
    ['absolute-form', { ...captured, target: 'http://proxy.example:8080/voice' }],
    ['a form with a charset', withHeader(genuine, 'Content-Type', `${form}; charset=UTF-8`)],
    [
      'a form with a quoted charset',
      withHeader(genuine, 'Content-Type', `${form};charset="utf-8"`),
    ],
    ['a form in capitals', withHeader(genuine, 'Content-Type', form.toUpperCase())],
    ['a form with an empty parameter', withHeader(genuine, 'Content-Type', `${form}; `)],
    [
      'other escapes than in the configured URL',
      { ...get(outside, '/hook?a=b%7C'), target: '/hook?a=b|' },
      { scenario: 'configuredUrl' },
    ],
    [
      'JSON at the configured URL',
      withHeader(jsonPost(outside, '/hook?a=b', '{}'), 'Host', 'internal:3000'),
      { scenario: 'configuredUrl' },
    ],
    [
      'a path that a proxy maps',
      { ...formPost(outside, '/twilio/voice?x', { a: '1' }), target: '/internal/hooks/voice?x' },
      { scenario: 'rewrite' },
    ],
  ];
  for (const [title, request, setting] of accepted) {
    check(`accepts: ${title}`, async () => {
      const response = await send(request, setting);
      expect(response.status).toBe(200);
      expect(echoOf(response)).toMatchObject({ reached: true });
    });
  }

  for (const verdict of ['undefined', 'null', 'false', '{}', '{ok: 0}', '{ok: false}', '"yes"']) {
    for (const alone of [false, true]) {
      check(`refuses: a guard that returns ${verdict}${alone ? ', alone' : ''}`, async () => {
        const request = withHeader(genuine, 'X-Verdict', verdict);
        const response = await send(request, { scenario: 'oddGuard', alone });
        expect(echoOf(response)).toBeUndefined();
        expect([response.status, codeOf(response)]).toEqual([500, 'guard-failed']);
      });
    }
  }

  check('refuses: a guard that throws', async () => {
    const response = await send(withHeader(genuine, 'X-Verdict', 'throw'), {
      scenario: 'oddGuard',
    });
    expect([response.status, codeOf(response)]).toEqual([500, 'guard-failed']);
  });

  check('a look-up that hangs is answered with 503', async () => {
    const response = await send(genuine, { scenario: 'hangingResolver' });
    expect([response.status, codeOf(response)]).toEqual([503, 'lookup-timeout']);
  });

  check('a malformed signature is refused before the body has come', async () => {
    const request = withHeader(withBody(genuine, ''), 'X-Twilio-Signature', 'x');
    const stalled = withHeader(request, 'Content-Length', '1000');
    expect((await send(stalled)).status).toBe(403);
  });
}
