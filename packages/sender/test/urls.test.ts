// What is signed is what is sent, for every shape of a configured URL.
import { bodyHash, verify } from '@sig/core';
import { describe, expect, it } from 'vitest';
import { type CallRequest, createSender, signRequest } from '../src/index.js';
import { serve } from './server.js';

const authToken = 'token';
const body = '{"a":1}';
const hash = `bodySHA256=${bodyHash(body)}`;
const stale = `bodySHA256=${bodyHash('an old body')}`;

describe('the URL that is signed is the one that is requested', () => {
  it.each<[configured: string, target: string, content?: Omit<CallRequest, 'url'>]>([
    ['/events?', `/events?${hash}`],
    ['/events?a=1&', `/events?a=1&${hash}`],
    ['/events?&', `/events?&${hash}`],
    [`/events?${stale}`, `/events?${hash}`],
    [`/events?a=1&${stale}&b=%7e`, `/events?a=1&b=%7e&${hash}`],
    [`/events?${hash}`, `/events?${hash}`],
    [`/events?${stale}&${stale}`, `/events?${hash}`],
    [`/events?a=1#rc=2&${stale}`, `/events?a=1&${hash}`],
    ['/events#rc=2?x', `/events?${hash}`],
    ['', `/?${hash}`],
    ['?', `/?${hash}`],
    ['?x=1', `/?x=1&${hash}`],
    ['#rc=2', `/?${hash}`],
    ['', '/', { params: { a: '1' } }],
    ['?x=1', '/?x=1', { params: { a: '1' } }],
    ['#rc=2', '/', { params: { a: '1' } }],
    ['?', '/?', { params: { a: '1' } }],
    ['', '/', { method: 'GET' }],
    ['?x=1#y', '/?x=1', { method: 'GET' }],
    ['/a//b/../c?', '/a//b/../c?', { method: 'GET' }],
  ])('%j → %s', async (configured, target, content = { body }) => {
    for (const userinfo of ['', 'user:p%3F%23%40ss@']) {
      for (const signUserinfo of [false, true]) {
        const server = await serve((_req, res) => res.end());
        const call = createSender({ authToken, signUserinfo }).call();
        const url = `http://${userinfo}${server.host}${configured}`;
        const { exchange } = await call.send({ ...content, url });
        call.close();
        const [seen] = server.seen;
        expect(seen?.target).toBe(target);
        const signed = `http://${signUserinfo ? userinfo : ''}${server.host}${target}`;
        expect(exchange[0]?.signedUrl).toBe(server.url + target);
        const verdict = verify({
          authToken,
          signature: String(seen?.headers['x-twilio-signature']),
          url: signed,
          contentType: seen?.headers['content-type'],
          body: seen?.body,
        });
        expect(verdict.ok).toBe(true);
      }
    }
  });
});

describe('hosts that are not ASCII', () => {
  it('are as good when the process is warm', () => {
    for (let i = 0; i < 5000; i++) {
      const url = `https://bücher${i}.example/voice`;
      expect(signRequest({ url, params: {} }, { authToken }).signedUrl).toBe(url);
    }
  });

  it('go into Host as IDNA has them, and are signed as configured', () => {
    const url = 'https://пример.рф:8443/voice';
    const { destination, signedUrl } = signRequest({ url, params: {} }, { authToken });
    expect(signedUrl).toBe(url);
    expect(destination).toMatchObject({
      host: 'xn--e1afmkfd.xn--p1ai:8443',
      hostname: 'xn--e1afmkfd.xn--p1ai',
    });
  });
});

it('credentials with control characters are refused', () => {
  for (const userinfo of ['a%0D%0AX: y:p', 'u:p%00']) {
    const sign = () => signRequest({ url: `https://${userinfo}@h/` }, { authToken });
    expect(sign).toThrow(expect.objectContaining({ code: 'invalid-url' }));
  }
});
