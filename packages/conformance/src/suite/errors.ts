import { sign } from '@sig/core';
import { expect } from 'vitest';
import { formPost, withBody, withHeader } from '../kit/requests.js';
import type { WireRequest } from '../kit/wire.js';
import type { Check } from './check.js';
import { authToken } from './scenarios.js';
import { codeOf, type Servers } from './servers.js';

const to = { authToken, origin: 'http://phone.example' };
const genuine = formPost(to, '/hook', { a: '1' });
const expected = sign({ authToken, url: `${to.origin}/hook`, params: { a: '2' } }).signature;

export function errors({ send }: Servers, check: Check): void {
  const rows: [status: number, WireRequest, code: string, message: string][] = [
    [
      403,
      withBody(genuine, 'a=2'),
      'signature-mismatch',
      'The signature does not match the request.',
    ],
    [
      403,
      withHeader(genuine, 'X-Twilio-Signature', undefined),
      'missing-signature',
      'The request carries no signature header.',
    ],
    [
      400,
      withHeader(genuine, 'Host', 'a/b'),
      'url-unknown',
      'Could not determine the URL of the request.',
    ],
    [
      415,
      withHeader(genuine, 'Content-Encoding', 'gzip'),
      'unsupported-encoding',
      'The body has a Content-Encoding that is not accepted here.',
    ],
    [
      413,
      withBody(genuine, 'x'.repeat(2 ** 20 + 1)),
      'body-too-large',
      'The body is larger than is accepted here.',
    ],
  ];
  for (const [status, request, code, message] of rows) {
    check(`${status} ${code}: the app's own error handler sees status and code`, async () => {
      const response = await send(request);
      expect([response.status, codeOf(response)]).toEqual([status, code]);
      expect(JSON.parse(response.body).message).toBe(message);
    });

    check(`${status} ${code}: without one the client gets a short answer`, async () => {
      const response = await send(request, { errorHandler: false });
      expect(response.status).toBe(status);
      expect(response.body.length).toBeLessThan(400);
      for (const secret of [expected, authToken, 'node_modules', '.js:', '.ts:']) {
        expect(response.body).not.toContain(secret);
      }
    });
  }
}
