// What a server sees of the scheme, which raw HTTP and the events of load balancers do not always tell.
import { sign } from '@sig/core';
import { webhook } from '@sig/lambda';
import { describe, expect, it } from 'vitest';
import { headerOf, parseEvent, parseRawHttp, urlAsSeen, urlsAsSeen } from '../src/index.js';

describe('raw HTTP', () => {
  const raw = (host: string, more = '') =>
    parseRawHttp(`GET /voice HTTP/1.1\nHost: ${host}${more}`);

  it.each([
    ['localhost'],
    ['localhost:3000'],
    ['127.0.0.1'],
    ['[::1]:3000'],
    ['[fd00::1]'],
    ['10.0.0.7'],
    ['172.20.0.1'],
    ['192.168.1.2:80'],
    ['app'],
    ['app.internal'],
    ['example.com:3000'],
    ['example.com:80'],
  ])('%s sees http', (host) => {
    expect(urlsAsSeen(raw(host), false)).toEqual([`http://${host}/voice`]);
  });

  it.each([['example.com:443'], ['example.com:8443'], ['localhost:8443']])(
    '%s sees https',
    (host) => {
      expect(urlsAsSeen(raw(host), false)).toEqual([`https://${host}/voice`]);
    },
  );

  it.each([['example.com'], ['172.40.0.1'], ['10.example.com'], ['[2001:db8::1]']])(
    '%s may see either',
    (host) => {
      expect(urlsAsSeen(raw(host), false)).toEqual([
        `https://${host}/voice`,
        `http://${host}/voice`,
      ]);
    },
  );

  it('what tells the scheme decides', () => {
    const behind = raw('example.com', '\nX-Forwarded-Proto: https');
    expect(urlsAsSeen(behind, false)).toEqual(['http://example.com/voice']);
    expect(urlsAsSeen(behind, true)).toEqual(['https://example.com/voice']);
    expect(urlsAsSeen({ ...raw('localhost'), scheme: 'https' }, false)).toEqual([
      'https://localhost/voice',
    ]);
  });
});

describe('an event of a load balancer', () => {
  const authToken = '12345';
  const type = 'application/x-www-form-urlencoded';

  it.each(['https', 'http', undefined])('is seen as webhook() sees it: %s', async (proto) => {
    for (const scheme of ['https', 'http']) {
      const url = `${scheme}://alb.example.com/voice`;
      const { signature } = sign({ authToken, url, params: { Digits: '1234' } });
      const event = {
        requestContext: { elb: { targetGroupArn: 'arn:x' } },
        httpMethod: 'POST',
        path: '/voice',
        queryStringParameters: {},
        headers: {
          host: 'alb.example.com',
          'content-type': type,
          'x-twilio-signature': signature,
          ...(proto === undefined ? {} : { 'x-forwarded-proto': proto }),
        },
        body: 'Digits=1234',
        isBase64Encoded: false,
      };
      const handler = webhook({ authToken }, async () => ({ statusCode: 200, body: '' }));
      const { statusCode } = (await handler(event, {})) as { statusCode: number };
      const request = parseEvent(JSON.stringify(event));
      expect(headerOf(request, 'x-twilio-signature')).toBe(signature);
      expect(urlAsSeen(request, false) === url).toBe(statusCode === 200);
      expect(urlAsSeen(request, true) === url).toBe(statusCode === 200);
    }
  });
});
