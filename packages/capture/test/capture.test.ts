// A capture is recognized by what it looks like, and reads the same in every format.
import { describe, expect, it } from 'vitest';
import { CaptureError, headerOf, parseCapture, urlAsSeen } from '../src/index.js';

const form = 'CallSid=CA123&From=%2B14155550123&Digits=1234';
const type = 'application/x-www-form-urlencoded';
const request = {
  method: 'POST',
  url: 'https://example.com/voice?a=1',
  headers: [
    { name: 'Content-Type', value: type },
    { name: 'X-Twilio-Signature', value: 'abc=' },
  ],
  postData: { text: form },
};
const event = {
  version: '2.0',
  rawPath: '/voice',
  rawQueryString: 'a=1',
  headers: { host: 'example.com', 'content-type': type, 'x-twilio-signature': 'abc=' },
  requestContext: { http: { method: 'POST', path: '/voice' } },
};
const restEvent = {
  httpMethod: 'POST',
  path: '/voice',
  queryStringParameters: { a: '1' },
  multiValueQueryStringParameters: { a: ['1'] },
  multiValueHeaders: {
    Host: ['example.com'],
    'Content-Type': [type],
    'X-Twilio-Signature': ['abc='],
  },
  requestContext: { path: '/voice', stage: 'prod' },
  body: form,
  isBase64Encoded: false,
};

const http = `POST https://example.com/voice?a=1 HTTP/1.1
Host: example.com
Content-Type: ${type}
X-Twilio-Signature: abc=

${form}
`;

const captures = {
  'raw HTTP': ['raw-http', http],
  'raw HTTP, with CR LF': ['raw-http', http.replaceAll('\n', '\r\n')],
  curl: [
    'curl',
    `curl 'https://example.com/voice?a=1' -H 'X-Twilio-Signature: abc=' \\\n -d '${form}'`,
  ],
  'curl, from a terminal': [
    'curl',
    `$ curl 'https://example.com/voice?a=1' -H 'X-Twilio-Signature: abc=' --data-raw '${form}'`,
  ],
  HAR: [
    'har',
    JSON.stringify({ log: { entries: [{ request: { ...request, headers: [] } }, { request }] } }),
  ],
  'a HAR in base64': [
    'har',
    JSON.stringify({ ...request, postData: { text: btoa(form), encoding: 'base64' } }),
  ],
  'an entry of a HAR': ['har', JSON.stringify({ request })],
  'a request of a HAR': ['har', JSON.stringify(request, null, 2)],
  'an event of format 2.0': [
    'event',
    JSON.stringify({ ...event, body: form, isBase64Encoded: false }),
  ],
  'an event in base64': [
    'event',
    JSON.stringify({ ...event, body: btoa(form), isBase64Encoded: true }),
  ],
  'an event of a REST API': ['event', JSON.stringify(restEvent)],
} as const;

describe.each(Object.entries(captures))('%s', (_, [format, text]) => {
  it('is recognized, and is the request', () => {
    const capture = parseCapture(text);
    expect(capture.format).toBe(format);
    const { method, body } = capture.request;
    expect({
      method,
      url: urlAsSeen(capture.request, false),
      signature: headerOf(capture.request, 'x-twilio-signature'),
      body: typeof body === 'string' ? body : new TextDecoder().decode(body),
    }).toEqual({ method: 'POST', url: request.url, signature: 'abc=', body: form });
  });
});

it('reads base64 without the Buffer of Node, as a browser does', () => {
  const { Buffer } = globalThis;
  const [, text] = captures['an event in base64'];
  Reflect.deleteProperty(globalThis, 'Buffer');
  try {
    expect(parseCapture(text).request.body).toEqual(new TextEncoder().encode(form));
    const damaged = JSON.stringify({ ...event, body: '*', isBase64Encoded: true });
    expect(() => parseCapture(damaged)).toThrow();
  } finally {
    globalThis.Buffer = Buffer;
  }
});

it.each(['', 'hello', '{"a":', '{"a": 1}', '{"log": {}}', 'curl -d a=b', 'null'])(
  '%j is none',
  (text) => {
    expect(() => parseCapture(text)).toThrow(CaptureError);
  },
);
