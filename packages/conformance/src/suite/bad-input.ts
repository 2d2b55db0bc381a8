import { bodyHash, sign } from '@sig/core';
import { expect } from 'vitest';
import { formPost, get, jsonPost, withBody, withHeader } from '../kit/requests.js';
import { toBytes, type WireRequest } from '../kit/wire.js';
import type { Check } from './check.js';
import { authToken } from './scenarios.js';
import { codeOf, echoOf, type Servers } from './servers.js';

const to = { authToken, origin: 'http://phone.example' };
const form = 'application/x-www-form-urlencoded';

/** A form of any bytes, signed as if its decoded pairs had been meant. */
function rawForm(body: string | Uint8Array, pairs: [string, string][]): WireRequest {
  return withBody(formPost(to, '/hook', pairs), body);
}

/** Parameters of different names. */
function many(count: number): [string, string][] {
  return Array.from({ length: count }, (_, i) => [`p${i}`, `v${i}`]);
}

export function badInput({ send }: Servers, check: Check): void {
  const refused: [title: string, WireRequest, code: string, status: number][] = [
    [
      'no Content-Type',
      withHeader(formPost(to, '/hook', { a: '1' }), 'Content-Type', undefined),
      'body-not-signed',
      403,
    ],
    [
      'wrong Content-Type',
      withHeader(formPost(to, '/hook', { a: '1' }), 'Content-Type', 'text/plain'),
      'body-not-signed',
      403,
    ],
    [
      'multipart',
      withHeader(
        formPost(to, '/hook', { a: '1' }),
        'Content-Type',
        'multipart/form-data; boundary=x',
      ),
      'body-not-signed',
      403,
    ],
    [
      'JSON without bodySHA256',
      { ...jsonPost(to, '/hook', '{"a":1}'), target: '/hook' },
      'body-not-signed',
      403,
    ],
    ['different bodySHA256s', jsonWithHashes('{"a":1}', '{"a":2}'), 'body-hash-mismatch', 403],
    [
      'a GET with a body',
      withBody(withHeader(get(to, '/hook'), 'Content-Type', 'application/json'), '{}'),
      'body-not-signed',
      403,
    ],
    ['20,000 params', formPost(to, '/hook', many(20_000)), 'body-too-large', 413],
    ['signed JSON that does not parse', jsonPost(to, '/hook', '{"a":'), 'malformed-body', 400],
    [
      'brotli',
      withHeader(formPost(to, '/hook', { a: '1' }), 'Content-Encoding', 'br'),
      'unsupported-encoding',
      415,
    ],
    [
      'a Host that is a URL',
      withHeader(formPost(to, '/hook', {}), 'Host', 'phone.example/hook?'),
      'url-unknown',
      400,
    ],
    [
      'a Host with userinfo',
      withHeader(formPost(to, '/hook', {}), 'Host', 'phone.example@x'),
      'url-unknown',
      400,
    ],
    [
      'an endless signature',
      withHeader(formPost(to, '/hook', {}), 'X-Twilio-Signature', 'A'.repeat(8000)),
      'malformed-signature',
      403,
    ],
  ];
  for (const [title, request, code, status] of refused) {
    check(`rejects: ${title} (${code})`, async () => {
      const response = await send(request);
      expect(echoOf(response)).toBeUndefined();
      expect([codeOf(response), response.status]).toEqual([code, status]);
    });
  }

  check('rejects: HTTP/1.0 without a Host (url-unknown)', async () => {
    const request = withHeader(get(to, '/hook'), 'Host', undefined);
    const bytes = Buffer.from(toBytes(request).toString().replace('HTTP/1.1', 'HTTP/1.0'));
    const response = await send(bytes);
    expect(response.status).toBe(400);
    expect(codeOf(response)).toBe('url-unknown');
  });

  const accepted: [title: string, WireRequest, body: unknown][] = [
    [
      'malformed percent-escapes',
      rawForm('a=%zz&b=%4&%=c', [
        ['a', '%zz'],
        ['b', '%4'],
        ['%', 'c'],
      ]),
      { a: '%zz', b: '%4', '%': 'c' },
    ],
    ['invalid UTF-8', rawForm(Buffer.from('a=\xff', 'latin1'), [['a', '\ufffd']]), { a: '\ufffd' }],
    [
      'a raw byte and an escape in one character',
      rawForm(Buffer.from('a=\xc3%a9', 'latin1'), [['a', 'é']]),
      { a: 'é' },
    ],
    [
      'blank and bare names',
      rawForm('a=&b&=c&&', [
        ['a', ''],
        ['b', ''],
        ['', 'c'],
      ]),
      { a: '', b: '', '': 'c' },
    ],
    [
      'names with brackets and dots',
      rawForm('a[b]=1&a.b=2', [
        ['a[b]', '1'],
        ['a.b', '2'],
      ]),
      { 'a[b]': '1', 'a.b': '2' },
    ],
    [
      'repeated names, as the signature covers them',
      rawForm('To=b&To=a&To=b', [
        ['To', 'b'],
        ['To', 'a'],
      ]),
      { To: ['a', 'b'] },
    ],
    ['10,000 params', formPost(to, '/hook', many(10_000)), Object.fromEntries(many(10_000))],
    ['an empty form', formPost(to, '/hook', {}), {}],
    ['equal bodySHA256s', jsonWithHashes('{"a":1}', '{"a":1}'), { a: 1 }],
    [
      'a form with another charset said',
      withHeader(formPost(to, '/hook', { a: 'é' }), 'Content-Type', `${form}; charset=ISO-8859-1`),
      { a: 'é' },
    ],
    ['a PUT', { ...formPost(to, '/hook', { a: '1' }), method: 'PUT' }, { a: '1' }],
  ];
  for (const [title, request, body] of accepted) {
    check(`accepts: ${title}`, async () => {
      const response = await send(request);
      expect(echoOf(response)?.body).toEqual(body);
      expect(response.status).toBe(200);
    });
  }

  check('accepts: names of Object.prototype are only names', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const response = await send(
      formPost(
        to,
        '/hook',
        names.map((name): [string, string] => [name, 'x']),
      ),
    );
    expect(Object.keys(echoOf(response)?.body ?? {}).sort()).toEqual([...names].sort());
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
}

/** JSON in a URL that has one bodySHA256 after the other. */
function jsonWithHashes(body: string, other: string): WireRequest {
  const target = `/hook?bodySHA256=${bodyHash(body)}&bodySHA256=${bodyHash(other)}`;
  const { signature } = sign({ authToken, url: to.origin + target });
  const request = { ...jsonPost(to, '/hook', body), target };
  return withHeader(request, 'X-Twilio-Signature', signature);
}
