// What the application gets of a genuine request, to the byte; and what it never gets.
import { createHash, createHmac } from 'node:crypto';
import {
  exchange,
  formPost,
  get,
  jsonPost,
  toBytes,
  type WireRequest,
  withBody,
  withHeader,
} from '@sig/conformance';
import { afterAll, describe, expect, it } from 'vitest';
import {
  genuine,
  publicUrl,
  sender,
  startProxy,
  startWire,
  stopAll,
  upstreamSecret,
} from './servers.js';

afterAll(stopAll);

const added = [
  'X-Forwarded-For: 127.0.0.1',
  'X-Forwarded-Proto: https',
  'X-Forwarded-Host: phone.example',
];
const withHeaders = (request: WireRequest, ...headers: [string, string][]): WireRequest => ({
  ...request,
  headers: [...request.headers, ...headers],
});

describe('a genuine request', () => {
  it('arrives with the same target, headers in their order and spelling, and bytes', async () => {
    const app = await startWire();
    const { port } = await startProxy(app.port);
    const request = withHeaders(
      genuine('/voice//a/../%41?q=%27&&b=+%2B', { Body: "Grüße 👋 'x'&=", z: '', a: '1' }),
      ['X-One', '1'],
      ['x-TWO', 'Grüße'],
      ['X-One', '2'],
      ['cookie', 'a=b; c'],
    );
    const response = await exchange(port, request);
    expect([response.status, response.body]).toEqual([200, 'reached']);
    const { line, headers, body } = app.last();
    expect(line).toBe(`POST ${request.target} HTTP/1.1`);
    const given = request.headers.map(
      ([name, value]) => `${name}: ${Buffer.from(value).toString('latin1')}`,
    );
    const framing = /^(?:host|content-length):/i;
    expect(headers.filter((one) => !/^(?:host|connection|content-length):/i.test(one))).toEqual([
      ...given.filter((one) => !framing.test(one)),
      ...added,
    ]);
    // undici writes these three, in its own place.
    expect(headers).toContain('host: internal:3000');
    expect(headers).toContain(`content-length: ${Buffer.byteLength(String(request.body))}`);
    expect(headers).toContain('connection: close');
    expect(body.equals(Buffer.from(String(request.body)))).toBe(true);
  });

  it('keeps every byte of a body that is not text', async () => {
    const app = await startWire();
    const { port } = await startProxy(app.port);
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const hash = createHash('sha256').update(bytes).digest('hex');
    const request = withBody(get(sender, `/events?bodySHA256=${hash}`), bytes);
    const response = await exchange(port, {
      ...withHeader(request, 'Content-Type', 'application/octet-stream'),
      method: 'POST',
    });
    expect(response.status).toBe(200);
    expect(app.last().body.equals(bytes)).toBe(true);
  });

  it('that is chunked arrives with the length of what was verified, and without trailers', async () => {
    const app = await startWire();
    const { port } = await startProxy(app.port);
    const request = withHeader(genuine(), 'Content-Length', undefined);
    const bytes = toBytes({
      ...withHeaders(request, ['Transfer-Encoding', 'chunked'], ['Trailer', 'X-Late']),
      body: '3\r\nDig\r\n5\r\nits=1\r\n0\r\nX-Late: evil\r\n\r\n',
    });
    expect((await exchange(port, bytes)).status).toBe(200);
    const { headers, body } = app.last();
    expect(
      headers.filter((one) => /^(?:content-length|transfer|trailer|x-late)/i.test(one)),
    ).toEqual(['content-length: 8']);
    expect(body.toString()).toBe('Digits=1');
  });

  it('in absolute-form arrives without the authority, which nothing has verified', async () => {
    const app = await startWire();
    const { port } = await startProxy(app.port);
    const request = { ...genuine(), target: 'http://evil.example/voice' };
    expect((await exchange(port, request)).status).toBe(200);
    expect(app.last().line).toBe('POST /voice HTTP/1.1');
    expect(app.last().headers).toContain('host: internal:3000');
  });
});

describe('the response', () => {
  it('arrives with its status, message, headers in their order and spelling, and bytes', async () => {
    const app = await startWire(
      'HTTP/1.1 299 Odd But Fine\r\nX-ONE: 1\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nConnection: close, x-hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=9\r\nContent-Length: 3\r\n\r\na\xffb',
    );
    const { port } = await startProxy(app.port);
    const socket = await rawExchange(port, toBytes(genuine()));
    expect(socket.split('\r\n').filter((one) => !/^(?:connection|keep-alive):/i.test(one))).toEqual(
      [
        'HTTP/1.1 299 Odd But Fine',
        'X-ONE: 1',
        'set-cookie: a=1',
        'Set-Cookie: b=2',
        'Content-Length: 3',
        '',
        'a\xc3\xbf',
      ],
    );
  });

  it('keeps the bytes of a header that are not ASCII, with a body and without one', async () => {
    for (const [length, end] of [
      ['3', 'abc'],
      ['0', ''],
    ]) {
      const head = `HTTP/1.1 200 OK\r\nX-A: Gr\xfc\xdfe \xe2\x9c\x93\r\nContent-Length: ${length}\r\n`;
      const app = await startWire((socket) =>
        socket.end(Buffer.from(`${head}\r\n${end}`, 'latin1')),
      );
      const { port } = await startProxy(app.port);
      const request = toBytes(withHeaders(genuine(), ['Connection', 'close']));
      expect(await rawExchange(port, request)).toBe(`${head}Connection: close\r\n\r\n${end}`);
    }
  });

  it('of HTTP/1.0, without a length, arrives whole', async () => {
    const app = await startWire('HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n<Response/>');
    const { port } = await startProxy(app.port);
    expect((await exchange(port, genuine())).body).toBe('<Response/>');
  });
});

describe('what the application never gets', () => {
  const forged: [title: string, string, string][] = [
    ['the header of the proxy', 'X-Sig-Verified', 't=1,key=auth-token:0,mac=00'],
    ['the same in lower case', 'x-sig-verified', 'yes'],
    ['the same as PHP and WSGI read it', 'X_Sig_Verified', 'yes'],
    ['X-Forwarded-Host', 'X-Forwarded-Host', 'evil.example'],
    ['X-Forwarded-For', 'X-Forwarded-For', '203.0.113.66'],
    ['X_Forwarded_For', 'X_Forwarded_For', '203.0.113.66'],
    ['Forwarded', 'Forwarded', 'for=203.0.113.66;host=evil.example'],
    ['X-Real-IP', 'X-Real-IP', '203.0.113.66'],
    ['X-Original-URL', 'X-Original-URL', '/admin'],
    ['X-Rewrite-URL', 'X-Rewrite-URL', '/admin'],
    ['X-HTTP-Method-Override', 'X-HTTP-Method-Override', 'DELETE'],
    ['SCRIPT_NAME, which gunicorn takes for its own', 'SCRIPT_NAME', '/voice'],
    ['the same in lower case, with hyphens', 'script-name', '/voice'],
    ['PATH_INFO', 'PATH_INFO', '/admin'],
    ['X-Script-Name', 'X-Script-Name', '/voice'],
    ['X-Forwarded-Prefix', 'X-Forwarded-Prefix', '/admin'],
    ['X-Forwarded-Anything', 'X-Forwarded-Anything', 'x'],
    ['Front-End-Https', 'Front-End-Https', 'on'],
    ['Proxy-Authorization', 'Proxy-Authorization', 'Basic eDp5'],
    ['TE', 'TE', 'trailers'],
  ];
  it.each(forged)('%s', async (_title, name, value) => {
    const app = await startWire();
    const { port } = await startProxy(app.port);
    expect((await exchange(port, withHeaders(genuine(), [name, value]))).status).toBe(200);
    const { headers } = app.last();
    expect(headers.filter((one) => one.startsWith(`${name}: ${value}`))).toEqual([]);
    expect(
      headers.filter((one) => /^x.(?:sig|forwarded|real|original|rewrite)/i.test(one)),
    ).toEqual(added);
  });

  it.each(['loopback', '127.0.0.0/8', '127.0.0.1', '::ffff:127.0.0.1'])(
    'X-Forwarded-For of a trusted proxy is continued, and nothing else of it: %s',
    async (entry) => {
      expect(await forwardedTo(['10.0.0.0/8', entry])).toEqual([
        'X-Forwarded-For: 203.0.113.7, 127.0.0.1',
        'X-Forwarded-Proto: https',
        'X-Forwarded-Host: phone.example',
      ]);
    },
  );

  // A proxy in front passes them on as its client sent them, and applications route by them.
  it.each([
    ['Forwarded', 'for=203.0.113.66;host=evil.example'],
    ['X-Forwarded-Scheme', 'http'],
    ['X-Forwarded-Uri', '/admin'],
    ['X-Forwarded-Method', 'DELETE'],
    ['X-Original-URL', '/admin'],
    ['X-Rewrite-URL', '/admin'],
    ['X-Host', 'evil.example'],
    ['X-HTTP-Method-Override', 'DELETE'],
    ['X-Method-Override', 'DELETE'],
    ['X_Original_URL', '/admin'],
    ['X-Original-Host', 'evil.example'],
    ['X-Envoy-Original-Path', '/admin'],
    ['SCRIPT_NAME', '/voice'],
    ['Script-Name', '/voice'],
    ['PATH_INFO', '/admin'],
    ['X-Script-Name', '/voice'],
    ['X_Script_Name', '/voice'],
    ['REQUEST_URI', '/admin'],
    ['X-Request-Method', 'DELETE'],
    ['X-Forwarded-Prefix', '/admin'],
    ['X_Forwarded_Prefix', '/admin'],
    ['X-Forwarded-Port', '8443'],
    ['X-Forwarded-Server', 'evil.example'],
    ['X-Forwarded-Ssl', 'off'],
    ['X-Forwarded-Path', '/admin'],
    ['X-Forwarded-Url', '/admin'],
    ['X-Forwarded-Protocol', 'http'],
    ['X-Forwarded-Anything', 'x'],
    ['X-Url-Scheme', 'http'],
    ['X-Scheme', 'http'],
    ['Front-End-Https', 'off'],
    ['X-HTTP-Method', 'DELETE'],
    ['X-HTTP-Host-Override', 'evil.example'],
    ['X_Real_IP', '203.0.113.66'],
  ])('%s, not even through a trusted proxy', async (name, value) => {
    const app = await startWire();
    const { port } = await startProxy(app.port, { trustedProxies: ['loopback'] });
    expect((await exchange(port, withHeaders(genuine(), [name, value]))).status).toBe(200);
    expect(app.last().headers.filter((one) => one.startsWith(`${name}: `))).toEqual([]);
  });

  it.each([
    ['X-Real-IP', ['loopback'], true],
    ['X-Real-IP', [], false],
    ['X-Request-ID', [], true],
    ['X-Twilio-Host', [], true],
    ['X_Custom_Name', [], true],
  ])('%s, with %j as trusted proxies: kept is %j', async (name, trustedProxies, isKept) => {
    const app = await startWire();
    const { port } = await startProxy(app.port, { trustedProxies });
    await exchange(port, withHeaders(genuine(), [name, '203.0.113.7']));
    expect(app.last().headers.includes(`${name}: 203.0.113.7`)).toBe(isKept);
  });

  it('X-Forwarded-* of a proxy that is not trusted', async () => {
    expect(await forwardedTo(['10.0.0.0/8', '::1'])).toEqual(added);
  });

  const hostile: [title: string, WireRequest | Buffer][] = [
    [
      'a forged signature',
      withHeader(genuine(), 'X-Twilio-Signature', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='),
    ],
    ['no signature', withHeader(genuine(), 'X-Twilio-Signature', undefined)],
    ['another body', withBody(genuine(), 'Digits=2')],
    ['another target', { ...genuine(), target: '/admin' }],
    [
      'JSON under the signature of a GET',
      { ...withBody(get(sender, '/voice'), '{}'), method: 'POST' },
    ],
    ['two Content-Lengths', withHeaders(genuine(), ['Content-Length', '3'])],
    ['a length and chunks', withHeaders(genuine(), ['Transfer-Encoding', 'chunked'])],
    [
      'chunks twice',
      withHeaders(withHeader(genuine(), 'Content-Length', undefined), [
        'Transfer-Encoding',
        'chunked, chunked',
      ]),
    ],
    ['an obscure Transfer-Encoding', withHeaders(genuine(), ['Transfer-Encoding', ' xchunked'])],
    ['two Hosts', withHeaders(genuine(), ['Host', 'evil.example'])],
    [
      'Content-Type taken away on the way',
      withHeaders(genuine(), ['Connection', 'close, Content-Type']),
    ],
    [
      'the signature taken away on the way',
      withHeaders(genuine(), ['Connection', 'x-twilio-signature']),
    ],
    [
      'a line break in a header',
      Buffer.from(
        toBytes(genuine()).toString().replace('Host:', 'X-A: b\nX-Sig-Verified: yes\r\nHost:'),
      ),
    ],
    ['a target that is no path', { ...get(sender, '/voice'), target: '*' }],
    ['CONNECT', { ...get(sender, '/voice'), method: 'CONNECT', target: 'evil.example:443' }],
  ];
  it.each(hostile)('%s: the application hears nothing', async (_title, request) => {
    const app = await startWire();
    const { port } = await startProxy(app.port);
    const response = await exchange(port, request, 5_000).catch(() => undefined);
    expect([400, 403, undefined]).toContain(response?.status);
    expect(app.connections()).toBe(0);
  });

  it('a second request hidden in the body of the first', async () => {
    const app = await startWire();
    const { port } = await startProxy(app.port);
    const inner = `a=GET /admin HTTP/1.1\r\nHost: x\r\n\r\n`;
    const outer = { ...formPost(sender, '/voice', new URLSearchParams(inner)), body: inner };
    const response = await exchange(port, withBody(outer, inner));
    expect(response.status).toBe(200);
    expect(app.connections()).toBe(1);
    expect(app.last().body.toString()).toBe(inner);
  });
});

describe('the header of the proxy', () => {
  it('covers method, target, body, time and key, and is set once', async () => {
    const app = await startWire();
    const { port } = await startProxy(app.port, { upstreamSecret });
    const request = withHeaders(
      genuine('/voice?a=%C3%A4'),
      ['X-Sig-Verified', 'forged'],
      ['Connection', 'close'],
    );
    expect((await exchange(port, request)).status).toBe(200);
    const [sealed = '', ...others] = app.last().headers.filter((one) => /^x.sig/i.test(one));
    expect(others).toEqual([]);
    const [, time, key, mac] =
      /^X-Sig-Verified: t=(\d+),key=([^,]+),mac=([0-9a-f]{64})$/.exec(sealed) ?? [];
    const hash = createHash('sha256').update('Digits=1').digest('hex');
    const text = ['sig-verified-1', time, key, 'POST', '/voice?a=%C3%A4', hash].join('\n');
    expect(key).toBe('auth-token:0');
    expect(mac).toBe(createHmac('sha256', upstreamSecret).update(text).digest('hex'));
    expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('names the shared key', async () => {
    const app = await startWire();
    const sharedKey = { id: 'KY1', secret: 'the secret of a shared key' };
    const webhook = { publicUrl, sharedKeys: { KY1: sharedKey.secret } };
    const { port } = await startProxy(app.port, { upstreamSecret, webhook });
    const request = jsonPost({ sharedKey, origin: publicUrl }, '/events', '{"a":1}');
    expect((await exchange(port, request)).status).toBe(200);
    expect(app.last().headers.join()).toContain('key=shared-key:KY1,');
  });
});

/** Which X-Forwarded-* the application gets from a client on loopback. */
async function forwardedTo(trustedProxies: string[]): Promise<string[]> {
  const app = await startWire();
  const { port } = await startProxy(app.port, { trustedProxies });
  const request = withHeaders(
    genuine(),
    ['X-Forwarded-For', '203.0.113.7'],
    ['X-Forwarded-Proto', 'https, http'],
    ['X-Forwarded-Port', '443'],
    ['X_Forwarded_Host', 'evil.example'],
  );
  expect((await exchange(port, request)).status).toBe(200);
  return app.last().headers.filter((one) => /^x.forwarded/i.test(one));
}

/** Everything that comes back, as text, until the response has 3 bytes of a body. */
async function rawExchange(port: number, bytes: Buffer): Promise<string> {
  const { connect } = await import('node:net');
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  let text = '';
  for await (const chunk of socket) {
    text += (chunk as Buffer).toString('latin1');
    if (/\r\n\r\n.{2,}/s.test(text)) break;
  }
  return text;
}
