// Requests as Traefik and Envoy document them. The programs themselves are not here.
import { createHash, createHmac } from 'node:crypto';
import { exchange, formPost, get, type WireRequest, withBody, withHeader } from '@sig/conformance';
import { afterAll, describe, expect, it } from 'vitest';
import { authToken, sender, startProxy, stopAll, upstreamSecret } from './servers.js';

afterAll(stopAll);

const form = formPost(sender, '/voice?a=b', { Digits: '1' });
const trustedProxies = ['loopback'];

/** A form that the asking proxy has left out, under the captured signature of a URL. */
const unseen: WireRequest = {
  ...withHeader(get(sender, '/x'), 'Content-Type', 'application/x-www-form-urlencoded'),
  method: 'POST',
};

/** https://doc.traefik.io/traefik/middlewares/http/forwardauth/: a GET, whatever the method was. */
function traefik(request: WireRequest, ...others: [string, string][]): WireRequest {
  return {
    ...request,
    method: 'GET',
    target: '/',
    headers: [
      ...request.headers.map(
        ([name, value]) => [name, name === 'Host' ? 'sig:4000' : value] as const,
      ),
      ['X-Forwarded-Method', request.method],
      ['X-Forwarded-Proto', 'https'],
      ['X-Forwarded-Host', 'phone.example'],
      ['X-Forwarded-Uri', request.target],
      ['X-Forwarded-For', '203.0.113.7'],
      ...others,
    ],
  };
}

/** https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/ext_authz/v3/ext_authz.proto */
function envoy(request: WireRequest, partial = 'false'): WireRequest {
  return withHeader(request, 'x-envoy-auth-partial-body', partial);
}

describe('Traefik', () => {
  const start = () =>
    startProxy(undefined, { forwardAuth: 'traefik', trustedProxies, upstreamSecret });

  it('is told that a genuine request may pass, with the header for the application', async () => {
    const { port } = await start();
    const response = await exchange(port, traefik(form));
    expect([response.status, response.body]).toEqual([200, '']);
    const [, time, key, mac] =
      /^t=(\d+),key=([^,]+),mac=(.*)$/.exec(response.headers['x-sig-verified'] ?? '') ?? [];
    const hash = createHash('sha256').update('Digits=1').digest('hex');
    const text = ['sig-verified-1', time, key, 'POST', '/voice?a=b', hash].join('\n');
    expect(mac).toBe(createHmac('sha256', upstreamSecret).update(text).digest('hex'));
    expect((await exchange(port, traefik(get(sender, '/voice')))).status).toBe(200);
  });

  it.each([
    ['another body', traefik(withBody(form, 'Digits=2')), 403],
    ['no body (forwardBody is off)', traefik(withBody(form, '')), 413],
    ['no body, and the signature of a URL', traefik(unseen), 413],
    ['the same as another method', traefik({ ...unseen, method: 'DELETE' }), 413],
    [
      'the same as one that applications take for POST',
      traefik({ ...unseen, method: 'post' }),
      413,
    ],
    ['the same, said twice', traefik(get(sender, '/x'), ['X-Forwarded-Method', 'POST']), 413],
    ['the same, not said', withHeader(traefik(unseen), 'X-Forwarded-Method', undefined), 413],
    ['a GET with a body', traefik(withBody(get(sender, '/x'), 'Digits=1')), 403],
    ['another URI', traefik({ ...form, target: '/admin' }), 403],
    ['no signature', traefik(withHeader(form, 'X-Twilio-Signature', undefined)), 403],
    ['two URIs', traefik(form, ['X-Forwarded-Uri', '/admin']), 400],
    ['no URI', withHeader(traefik(form), 'X-Forwarded-Uri', undefined), 400],
    [
      'an upgrade',
      { ...traefik(get(sender, '/x'), ['Connection', 'Upgrade'], ['Upgrade', 'websocket']) },
      400,
    ],
  ])('%s', async (_title, request, status) => {
    const { port } = await start();
    const response = await exchange(port, request);
    expect([response.status, response.headers['x-sig-verified']]).toEqual([status, undefined]);
  });

  it('is told so of a body in chunks too', async () => {
    const { port } = await start();
    const chunks = withHeader(traefik(form), 'Content-Length', undefined);
    const request = withHeader(chunks, 'Transfer-Encoding', 'chunked');
    const body = '8\r\nDigits=1\r\n0\r\n\r\n';
    expect((await exchange(port, { ...request, body })).status).toBe(200);
  });

  it('takes scheme and host from it without a publicUrl', async () => {
    const webhook = { authToken };
    const { port } = await startProxy(undefined, {
      forwardAuth: 'traefik',
      trustedProxies,
      webhook,
    });
    expect((await exchange(port, traefik(form))).status).toBe(200);
    const other = withHeader(traefik(form), 'X-Forwarded-Host', 'evil.example');
    expect((await exchange(port, other)).status).toBe(403);
  });

  it('from an address that is not trusted is refused', async () => {
    const { port } = await startProxy(undefined, {
      forwardAuth: 'traefik',
      trustedProxies: ['10.0.0.1'],
    });
    const response = await exchange(port, traefik(form));
    expect([response.status, JSON.parse(response.body).code]).toEqual([403, 'untrusted-peer']);
  });
});

describe('Envoy', () => {
  const start = () => startProxy(undefined, { forwardAuth: 'envoy', trustedProxies });

  it('is told that a genuine request may pass', async () => {
    const { port } = await start();
    expect((await exchange(port, envoy(form))).status).toBe(200);
    expect((await exchange(port, get(sender, '/voice'))).status).toBe(200);
  });

  it('is refused with a truncated body, whatever it says of it', async () => {
    const { port } = await start();
    for (const partial of ['true', 'True', 'false, true', '']) {
      const response = await exchange(port, envoy(form, partial));
      expect([response.status, JSON.parse(response.body).code]).toEqual([413, 'body-truncated']);
    }
  });

  it.each([
    ['another body', envoy(withBody(form, 'Digits=2')), 403],
    ['another target', envoy({ ...form, target: '/admin' }), 403],
    ['no body (with_request_body is off)', withBody(form, ''), 413],
    ['no body, and the signature of a URL', withBody(unseen, ''), 413],
    [
      'the URI of Traefik',
      { ...envoy(form), target: '/admin', headers: traefik(form).headers },
      403,
    ],
  ])('%s', async (_title, request, status) => {
    const { port } = await start();
    expect((await exchange(port, request)).status).toBe(status);
  });
});
