// Files as tools write them, and damaged ones: what cannot be read is said, in a sentence.
import { describe, expect, it } from 'vitest';
import { CaptureError, headerOf, parseCapture, parseEvent, parseHar } from '../src/index.js';

const name = 'x-twilio-signature';
const type = 'application/x-www-form-urlencoded';
const form = 'CallSid=CA123&From=%2B14155550123';
const url = 'https://example.com/voice?a=1';

// With what this does not read, in the shapes of the browsers.
const chrome = {
  log: {
    version: '1.2',
    creator: { name: 'WebInspector', version: '537.36' },
    pages: [],
    entries: [
      {
        _initiator: { type: 'script' },
        _resourceType: 'fetch',
        startedDateTime: '2026-01-01T00:00:00.000Z',
        request: {
          method: 'POST',
          url,
          httpVersion: 'http/2.0',
          headers: [
            { name: ':authority', value: 'example.com' },
            { name: ':method', value: 'POST' },
            { name: 'content-type', value: type },
            { name, value: 'abc=' },
          ],
          queryString: [{ name: 'a', value: '1' }],
          cookies: [],
          headersSize: -1,
          bodySize: 33,
          postData: {
            mimeType: type,
            text: form,
            params: [
              { name: 'CallSid', value: 'CA123' },
              { name: 'From', value: '%2B14155550123' },
            ],
          },
        },
        response: { status: 403, headers: [], content: { size: 0, mimeType: 'text/plain' } },
        serverIPAddress: '127.0.0.1',
      },
    ],
  },
};
const firefox = {
  log: {
    version: '1.2',
    creator: { name: 'Firefox', version: '140.0' },
    browser: { name: 'Firefox', version: '140.0' },
    pages: [{ id: 'page_1', pageTimings: { onContentLoad: -1 } }],
    entries: [
      {
        startedDateTime: '2026-01-01T00:00:00.000+00:00',
        request: {
          bodySize: 33,
          method: 'POST',
          url,
          httpVersion: 'HTTP/1.1',
          headers: [
            { name: 'Host', value: 'example.com' },
            { name: 'Content-Type', value: type },
            { name: 'X-Twilio-Signature', value: 'abc=' },
          ],
          cookies: [],
          queryString: [{ name: 'a', value: '1' }],
          headersSize: 200,
          postData: { mimeType: type, params: [], text: form },
        },
        response: { status: 403, headers: [], content: { mimeType: 'text/plain', size: 0 } },
      },
    ],
  },
};
const event = {
  version: '2.0',
  rawPath: '/voice',
  rawQueryString: 'a=1',
  headers: { host: 'example.com', 'content-type': type, [name]: 'abc=' },
  requestContext: { http: { method: 'POST', path: '/voice' } },
  body: form,
  isBase64Encoded: false,
};

describe.each(Object.entries({ chrome, firefox, event }))('%s', (source, value) => {
  it.each([
    ['', 'as it is'],
    ['\uFEFF', 'with a byte order mark'],
  ])('%j', (mark) => {
    const text = mark + JSON.stringify(value, null, 2);
    const [read] = source === 'event' ? [parseEvent(text)] : parseHar(text, undefined, name);
    for (const request of [read, parseCapture(text).request]) {
      expect(request).toMatchObject({ method: 'POST', host: 'example.com', target: '/voice?a=1' });
      expect(headerOf(request ?? { headers: [] }, name)).toBe('abc=');
      const body = request?.body ?? '';
      expect(typeof body === 'string' ? body : new TextDecoder().decode(body)).toBe(form);
    }
  });
});

const har = (...entries: unknown[]) => JSON.stringify({ log: { entries } });
const { request } = firefox.log.entries[0] ?? {};

describe('a HAR', () => {
  it.each([
    ['without a request', {}],
    ['null', null],
    ['without headers', { request: { ...request, headers: undefined } }],
    ['with other headers', { request: { ...request, headers: { Host: 'a' } } }],
    ['with headers without names', { request: { ...request, headers: [{}, null] } }],
    ['without a URL', { request: { ...request, url: null } }],
  ])('%s', (_, entry) => {
    for (const which of [undefined, 1]) {
      const read = () => parseHar(har(entry), which, name);
      expect(read).toThrow(CaptureError);
      expect(read).toThrow('An entry of the HAR has no request with method, url and headers');
    }
    expect(() => parseHar(har(entry), 'all', name)).toThrow('none is signed');
    expect(parseHar(har(entry, { request }), undefined, name)).toHaveLength(1);
  });

  const bodyOf = (postData: unknown) =>
    parseHar(har({ request: { ...request, postData } }), 1, name)[0]?.body;

  it('no body', () => {
    for (const postData of [undefined, null, {}, { text: null, params: null }, { params: [] }]) {
      expect(bodyOf(postData)).toBe('');
    }
    expect(bodyOf({ params: [{ name: 'a', value: '+' }, { name: 'b' }] })).toBe('a=%2B&b=');
  });

  it.each([
    [{ text: 1 }, 'is not text'],
    [{ text: {} }, 'is not text'],
    ['text', 'is not text'],
    [{ params: {} }, 'parameters without names'],
    [{ params: [null, {}] }, 'parameters without names'],
    [{ text: '*', encoding: 'base64' }, 'said to be base64'],
  ])('a body that is none: %j', (postData, says) => {
    expect(() => bodyOf(postData)).toThrow(CaptureError);
    expect(() => bodyOf(postData)).toThrow(says);
  });
});

describe('an event', () => {
  const withHeader = { ...event.headers, 'content-encoding': 'gzip' };
  it.each<[string, object, RegExp]>([
    ['compressed', { ...event, headers: withHeader }, /body of the event is compressed/],
    ['parsed', { ...event, body: { a: 1 } }, /middleware has parsed it/],
    [
      'a path that is none',
      { ...event, requestContext: { http: { method: 'POST', path: 1 } } },
      /./,
    ],
    ['a stage that is none', { httpMethod: 'GET', path: '/', requestContext: { path: 1 } }, /./],
    ['a template that is none', { ...event, pathParameters: { a: 1 }, routeKey: 1 }, /./],
  ])('%s', (_, value, says) => {
    for (const read of [parseEvent, parseCapture]) {
      expect(() => read(JSON.stringify(value))).toThrow(CaptureError);
      expect(() => read(JSON.stringify(value))).toThrow(says);
    }
  });
});
