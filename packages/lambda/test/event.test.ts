// Requests in events, as `sig explain` reads them too. How they are verified is tested in lambda.test.ts.
import { isWebhookError } from '@sig/lambda';
import { eventRequest, type ProxyEvent } from '@sig/lambda/event';
import { describe, expect, it } from 'vitest';

const v1 = { httpMethod: 'POST', path: '/voice' };
const http = { method: 'POST', path: '/voice' };
const v2 = { rawPath: '/voice', rawQueryString: 'b=2&a=1', requestContext: { http } };

/** The targets that an event may stand for. */
function targetsOf(event: ProxyEvent, configured?: readonly string[]): string[] {
  return [...(eventRequest(event)?.targets(configured) ?? [])];
}

describe('the trigger', () => {
  const functionUrl = { http, domainName: 'abc.lambda-url.eu-west-1.on.aws' };
  it.each<[string, ProxyEvent]>([
    ['rest-api', v1],
    ['http-api-v1', { ...v1, version: '1.0' }],
    ['http-api', v2],
    ['function-url', { ...v2, requestContext: functionUrl }],
    ['load-balancer', { ...v1, requestContext: { elb: {} }, headers: { a: 'b' } }],
    [
      'load-balancer-multi',
      { ...v1, requestContext: { elb: {} }, multiValueHeaders: { a: ['b'] } },
    ],
  ])('%s', (trigger, event) => {
    expect(eventRequest(event)).toMatchObject({ trigger, method: 'POST' });
  });

  it.each([[{}], [{ path: '/voice' }], [{ httpMethod: 'GET' }], [{ rawPath: '/' }], [{ path: 1 }]])(
    'none makes %j',
    (event) => {
      expect(eventRequest(event as ProxyEvent)).toBeUndefined();
    },
  );
});

describe('headers', () => {
  it('are found in any case, both maps and all values', () => {
    const headers = { Host: 'a', 'X-Two': '2', n: 1, none: undefined };
    const multiValueHeaders = { host: ['a'], 'x-two': ['1', '2'], empty: null };
    const request = eventRequest({ ...v1, headers, multiValueHeaders });
    const names = ['host', 'x-two', 'n', 'none', 'empty'];
    expect(names.map((name) => request?.header(name))).toEqual([
      'a',
      '1, 2',
      '1',
      undefined,
      undefined,
    ]);
  });

  it('give scheme and host, and the context if there is none', () => {
    const requestContext = { domainName: 'api.example.com' };
    expect(eventRequest({ ...v1, requestContext })).toMatchObject({
      protocol: 'https',
      host: 'api.example.com',
    });
    const headers = { 'x-forwarded-proto': 'http', host: 'example.com' };
    expect(eventRequest({ ...v1, requestContext, headers })).toMatchObject({
      protocol: 'http',
      host: 'example.com',
    });
  });
});

describe('targets', () => {
  it('of an event with the whole query are that one', () => {
    expect(targetsOf(v2)).toEqual(['/voice?b=2&a=1']);
    expect(targetsOf({ ...v2, rawQueryString: '' })).toEqual(['/voice', '/voice?']);
  });

  it('of parameters are all their orders, the configured one first', () => {
    const event = { ...v1, queryStringParameters: { a: '1', b: '2' } };
    expect(targetsOf(event)).toEqual(['/voice?a=1&b=2', '/voice?b=2&a=1']);
    expect(targetsOf(event, ['https://example.com/x?b=2&a=1'])[0]).toBe('/voice?b=2&a=1');
    expect(targetsOf(event, ['https://example.com/x?b=2&a=3'])).toEqual(targetsOf(event));
  });

  it('are not without bounds', () => {
    const names = Array.from({ length: 500 }, (_, i) => [`n${i}`, 'a b'] as const);
    const event = { ...v1, queryStringParameters: Object.fromEntries(names) };
    expect(targetsOf(event).length).toBeLessThanOrEqual(16);
  });
});

describe('the body', () => {
  const codeOf = (event: ProxyEvent, limit: number) => {
    try {
      return Buffer.from(eventRequest(event)?.body(limit) ?? []).toString();
    } catch (error) {
      return isWebhookError(error) ? error.code : error;
    }
  };

  it('is text or base64, within the limit', () => {
    expect(codeOf({ ...v1, body: 'Ω' }, 2)).toBe('Ω');
    expect(codeOf({ ...v1, body: btoa('abc'), isBase64Encoded: true }, 3)).toBe('abc');
    expect(codeOf({ ...v1, body: null }, 0)).toBe('');
    expect(codeOf({ ...v1, body: 'Ω' }, 1)).toBe('body-too-large');
  });

  it('is not decompressed', () => {
    const headers = { 'Content-Encoding': 'gzip' };
    expect(codeOf({ ...v1, headers, body: 'a' }, 9)).toBe('unsupported-encoding');
  });
});
