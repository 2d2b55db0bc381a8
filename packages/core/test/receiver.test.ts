import { afterEach, describe, expect, it, vi } from 'vitest';
import { createReceiver } from '../src/adapter.js';
import {
  type AuthToken,
  type Guard,
  sign,
  WebhookError,
  type WebhookOptions,
  type WebhookRequest,
} from '../src/index.js';

const authToken = 'token';

interface Fields {
  target?: string;
  host?: string;
  protocol?: string;
  upgrade?: boolean;
  headers?: Record<string, string>;
  body?: string;
}

/** A request as an adapter makes it. The adapters' own suites send the same over sockets. */
function request({ headers = {}, body = '', ...fields }: Fields = {}): WebhookRequest {
  return {
    method: 'POST',
    target: '/voice',
    host: 'example.com',
    protocol: 'https',
    upgrade: false,
    header: (name) => headers[name],
    body: () => ({ bytes: new TextEncoder().encode(body) }),
    ...fields,
  };
}

function form(
  params: Record<string, string>,
  url = 'https://example.com/voice',
  token = authToken,
): Fields {
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': sign({ authToken: token, url, params }).signature,
    },
    body: new URLSearchParams(params).toString(),
  };
}

async function reason(fields: Fields, options: WebhookOptions = { authToken }) {
  const received = await createReceiver(options).receive(request(fields));
  return received.ok ? undefined : received.error.code;
}

afterEach(() => vi.restoreAllMocks());

describe('the URL', () => {
  it.each<[string, Fields, WebhookOptions, string]>([
    ['from the framework', {}, {}, 'https://example.com/voice'],
    [
      'publicUrl: origin',
      { host: 'internal:3000', protocol: 'http' },
      { publicUrl: 'https://pub.example' },
      'https://pub.example/voice',
    ],
    [
      'publicUrl: origin with a slash',
      {},
      { publicUrl: 'https://pub.example/' },
      'https://pub.example/voice',
    ],
    [
      'publicUrl: prefix',
      {},
      { publicUrl: 'https://pub.example/api' },
      'https://pub.example/api/voice',
    ],
    [
      'publicUrl: function',
      {},
      { publicUrl: (r) => `https://${r.host}/t` },
      'https://example.com/t/voice',
    ],
    [
      'publicUrl: no Host needed',
      { host: undefined as never },
      { publicUrl: 'https://pub.example' },
      'https://pub.example/voice',
    ],
    ['absolute-form', { target: 'http://proxy/voice?a=b' }, {}, 'https://example.com/voice?a=b'],
    ['upgrade', { upgrade: true }, {}, 'wss://example.com/voice'],
    ['upgrade over http', { upgrade: true, protocol: 'http' }, {}, 'ws://example.com/voice'],
    [
      'upgrade with publicUrl',
      { upgrade: true, protocol: 'http' },
      { publicUrl: 'https://pub.example' },
      'wss://pub.example/voice',
    ],
    ['IPv6', { host: '[::1]:8080' }, {}, 'https://[::1]:8080/voice'],
    [
      'bytes as they came',
      { target: "/a%2f'b?c=%zz&d=é|" },
      {},
      "https://example.com/a%2f'b?c=%zz&d=é|",
    ],
  ])('%s', async (_title, fields, options, url) => {
    const received = await createReceiver({ authToken, ...options }).receive(
      request({ ...form({ Digits: '1' }, url), ...fields }),
    );
    expect(received).toMatchObject({ ok: true, url });
  });

  it.each([
    '',
    'a/b',
    'a?b',
    'a#b',
    'u@a',
    'a b',
    'a, b',
    '-',
    'a:',
    'a:123456',
    '[::1',
    'x'.repeat(300),
    "a'b",
    'ä',
  ])('no URL from the Host %j', async (host) => {
    expect(await reason({ ...form({}), host })).toBe('url-unknown');
  });

  it.each(['*', 'example.com:443', 'ftp://example.com/', ''])(
    'no URL from the target %j',
    async (target) => {
      expect(await reason({ ...form({}), target })).toBe('url-unknown');
    },
  );

  it('with userinfo that the sender signed and sends as Basic credentials', async () => {
    const genuine = form({ a: '1' }, 'https://user:pass@example.com/voice');
    const authorization = `Basic ${btoa('user:pass')}`;
    expect(await reason(genuine)).toBe('signature-mismatch');
    expect(
      await reason({ ...genuine, headers: { ...genuine.headers, authorization } }),
    ).toBeUndefined();
  });
});

describe('authToken as a function', () => {
  it('sees the unverified account, and may be asynchronous', async () => {
    const tokens: Record<string, string> = { AC1: 'one', AC2: 'two' };
    const lookUp: AuthToken = async ({ unverifiedParams, unverifiedUrl, header }) => {
      expect(unverifiedUrl).toBe('https://example.com/voice');
      expect(header('content-type')).toContain('form');
      return tokens[String(unverifiedParams.AccountSid)];
    };
    const check = (AccountSid: string, token: string) =>
      reason(form({ AccountSid }, undefined, token), { authToken: lookUp });
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await check('AC1', 'one')).toBeUndefined();
    expect(await check('AC2', 'two')).toBeUndefined();
    expect(await check('AC2', 'one')).toBe('signature-mismatch');
    expect(await check('AC3', 'one')).toBe('no-token');
  });

  it('that knows no token is heard by the operator once, the client learns nothing', async () => {
    vi.resetModules();
    const { createReceiver } = await import('../src/adapter.js');
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const receiver = createReceiver({ authToken: () => [] });
    for (let i = 0; i < 3; i++) {
      const received = await receiver.receive(request(form({ AccountSid: 'AC1' })));
      expect(received).toMatchObject({
        error: { status: 403, message: expect.not.stringMatching(/token/i) },
      });
    }
    expect(log).toHaveBeenCalledTimes(1);
    expect(log.mock.calls[0]?.join()).toMatch(/no-token/);
  });

  it('that throws or rejects is an error of the server, with its cause', async () => {
    const cause = new Error('no database');
    const failing: AuthToken[] = [
      () => Promise.reject(cause),
      () => {
        throw cause;
      },
    ];
    for (const authToken of failing) {
      const received = await createReceiver({ authToken }).receive(request(form({})));
      expect(received).toMatchObject({ ok: false, error: { code: 'lookup-failed', status: 500 } });
      expect(!received.ok && received.error.cause).toBe(cause);
    }
  });

  it('that does not settle is answered after "lookupTimeout"', async () => {
    const authToken = () => new Promise<string>(() => {});
    const receiver = createReceiver({ authToken, lookupTimeout: 5 });
    const received = await receiver.receive(request(form({})));
    expect(received).toMatchObject({ ok: false, error: { code: 'lookup-timeout', status: 503 } });
  });
});

describe('httpAuth', () => {
  const yes: Guard = () => ({ ok: true, headers: { 'Authentication-Info': 'x' } });
  const challenge =
    (scheme: string): Guard =>
    () => ({
      ok: false,
      error: new WebhookError('unauthorized', {
        headers: { 'WWW-Authenticate': `${scheme} realm="x"` },
      }),
    });

  it('runs before the signature, and before the body is read', async () => {
    const body = vi.fn();
    const receiver = createReceiver({ authToken, httpAuth: challenge('Basic') });
    const received = await receiver.receive({ ...request(form({})), body });
    expect(received).toMatchObject({ ok: false, error: { code: 'unauthorized', status: 401 } });
    expect(body).not.toHaveBeenCalled();
  });

  it('adds to the signature and does not replace it', async () => {
    expect(await reason({}, { authToken, httpAuth: yes })).toBe('missing-signature');
    const received = await createReceiver({ authToken, httpAuth: yes }).receive(request(form({})));
    expect(received).toMatchObject({ ok: true, headers: { 'Authentication-Info': 'x' } });
  });

  it('of several guards takes any, or offers all their challenges', async () => {
    const both = [challenge('Digest'), challenge('Basic')];
    const received = await createReceiver({ authToken, httpAuth: both }).receive(request());
    expect(received).toMatchObject({
      error: {
        status: 401,
        headers: { 'WWW-Authenticate': ['Digest realm="x"', 'Basic realm="x"'] },
      },
    });
    expect(
      await reason(form({}), { authToken, httpAuth: [challenge('Digest'), yes] }),
    ).toBeUndefined();
    const broken: Guard = () => ({ ok: false, error: new WebhookError('malformed-body') });
    expect(await reason(form({}), { authToken, httpAuth: [challenge('Digest'), broken] })).toBe(
      'malformed-body',
    );
  });
});

describe('what the handler gets', () => {
  const json = (body: string, contentType = 'application/json'): Fields => {
    const { signature, url } = sign({ authToken, url: 'https://example.com/voice', body });
    return {
      target: url.slice('https://example.com'.length),
      headers: { 'content-type': contentType, 'x-twilio-signature': signature },
      body,
    };
  };
  const receive = (fields: Fields) => createReceiver({ authToken }).receive(request(fields));

  it.each<[string, Fields, unknown]>([
    ['params', form({ Digits: '1' }), { Digits: '1' }],
    ['nothing', form({}), {}],
    ['JSON', json('{"a":[1,null]}'), { a: [1, null] }],
    ['JSON of a vendor', json('[1]', 'application/vnd.x+json; charset=utf-8'), [1]],
    ['text', json('Zoë', 'text/plain'), 'Zoë'],
    ['bytes', json('\0', 'application/octet-stream'), Uint8Array.of(0)],
  ])('%s', async (_title, fields, body) => {
    expect(await receive(fields)).toMatchObject({ ok: true, body });
  });

  it.each(['{', '{"a":1}}', ''.padStart(3)])('not JSON: %j', async (body) => {
    expect(await receive(json(body))).toMatchObject({
      error: { code: 'malformed-body', status: 400 },
    });
  });

  it('JSON with a name of Object.prototype pollutes nothing', async () => {
    const received = await receive(json('{"__proto__":{"x":1}}'));
    expect(received.ok && Object.getPrototypeOf(received.body)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('onReject', () => {
  it('hears of every rejection, with the request, and is waited for', async () => {
    const heard: string[] = [];
    const options: WebhookOptions = {
      authToken,
      async onReject(error, request) {
        await Promise.resolve();
        heard.push(`${error.code} ${request.target}`);
      },
    };
    await reason({ target: '/a' }, options);
    await reason({ ...form({}), target: '/b' }, options);
    await reason(form({}), options);
    expect(heard).toEqual(['missing-signature /a', 'signature-mismatch /b']);
  });
});

it('a header of another name', async () => {
  const genuine = form({});
  const headers = { 'x-acme-signature': genuine.headers?.['x-twilio-signature'] ?? '' };
  expect(await reason({ headers }, { authToken, header: 'X-Acme-Signature' })).toBeUndefined();
  expect(await reason(genuine, { authToken, header: 'X-Acme-Signature' })).toBe(
    'missing-signature',
  );
});
