import { expect } from 'vitest';
import { formPost, get, jsonPost, withBody } from '../kit/requests.js';
import type { Check } from './check.js';
import { authToken } from './scenarios.js';
import { codeOf, echoOf, type Servers } from './servers.js';

const to = { authToken, origin: 'http://phone.example' };
const json = '{ "b": [1, 2.0], "a": "Ω" }';

export function parsers({ send }: Servers, check: Check): void {
  for (const parsers of ['none', 'before-raw', 'after'] as const) {
    const needs = parsers === 'none' ? undefined : 'parsers';
    const title = {
      none: 'without parsers',
      'before-raw': 'before, raw bytes kept',
      after: 'after',
    }[parsers];

    check(
      `${title}: a form, parsed and raw`,
      async () => {
        const request = formPost(to, '/hook', { 'a[b]': ' x ', Body: "it's + 👋", c: '' });
        const echo = echoOf(await send(request, { parsers }));
        expect(echo?.body).toEqual({ 'a[b]': ' x ', Body: "it's + 👋", c: '' });
        expect(Buffer.from(echo?.rawBody ?? '', 'base64').toString()).toBe(request.body);
      },
      needs,
    );

    check(
      `${title}: JSON, parsed and raw`,
      async () => {
        const echo = echoOf(await send(jsonPost(to, '/hook', json), { parsers }));
        expect(echo?.body).toEqual(JSON.parse(json));
        expect(Buffer.from(echo?.rawBody ?? '', 'base64').toString()).toBe(json);
      },
      needs,
    );

    check(
      `${title}: a GET`,
      async () => {
        const response = await send(get(to, '/hook?a=b'), { parsers });
        expect([response.status, echoOf(response)?.body]).toEqual([200, {}]);
      },
      needs,
    );

    check(
      `${title}: a forgery`,
      async () => {
        const forged = withBody(formPost(to, '/hook', { a: '1' }), 'a=2');
        expect(codeOf(await send(forged, { parsers }))).toBe('signature-mismatch');
      },
      needs,
    );
  }

  check(
    'before, bytes lost: a flat form is verified from its params',
    async () => {
      const genuine = formPost(to, '/hook', { b: '1', a: '', To: '+1 555' });
      const echo = echoOf(await send(genuine, { parsers: 'before' }));
      expect(echo?.body).toEqual({ b: '1', a: '', To: '+1 555' });
      const forged = withBody(genuine, `${genuine.body}&c=1`);
      expect(codeOf(await send(forged, { parsers: 'before' }))).toBe('signature-mismatch');
    },
    'parsersFirst',
  );

  check(
    'before, bytes lost: JSON is an error of the set-up (body-already-parsed)',
    async () => {
      const response = await send(jsonPost(to, '/hook', json), { parsers: 'before' });
      expect([response.status, codeOf(response)]).toEqual([500, 'body-already-parsed']);
    },
    'parsersFirst',
  );

  check(
    'before, bytes lost: flat JSON does not pass for a form',
    async () => {
      const request = formPost(to, '/hook', { Digits: '1' });
      const forged = withBody(request, '{"Digits":"1"}');
      const headers = forged.headers.map(([name, value]): [string, string] => [
        name,
        name === 'Content-Type' ? 'application/json' : value,
      ]);
      const response = await send({ ...forged, headers }, { parsers: 'before' });
      expect(echoOf(response)).toBeUndefined();
      expect(response.status).toBeGreaterThanOrEqual(400);
    },
    'parsersFirst',
  );

  check(
    'before, bytes lost: a GET',
    async () => {
      expect((await send(get(to, '/hook'), { parsers: 'before' })).status).toBe(200);
    },
    'parsersFirst',
  );
}
