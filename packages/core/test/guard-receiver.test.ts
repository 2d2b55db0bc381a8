// Guards: what they see of a request, how their verdicts count, and how long they may take.
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createGuardReceiver,
  createReceiver,
  defaultBodyLimit,
  type Receiver,
} from '../src/adapter.js';
import {
  anyOf,
  type Guard,
  OptionError,
  type RequestBody,
  reject,
  sign,
  signatureGuard,
  WebhookError,
  type WebhookRequest,
} from '../src/index.js';

const authToken = 'token';
const form = 'application/x-www-form-urlencoded';
const utf8 = (text: string) => new TextEncoder().encode(text);
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const genuine = sign({ authToken, url: 'https://example.com/voice' }).signature;

function request(fields: Partial<WebhookRequest> = {}, contentType?: string): WebhookRequest {
  const headers: Record<string, string | undefined> = {
    'content-type': contentType,
    'x-twilio-signature': genuine,
  };
  return {
    method: 'POST',
    target: '/voice',
    protocol: 'https',
    host: 'example.com',
    upgrade: false,
    header: (name) => headers[name],
    body: () => ({ bytes: new Uint8Array(0) }),
    ...fields,
  };
}

const yes: Guard = () => ({ ok: true });
const readsBody: Guard = async (asked) => {
  await asked.body();
  return { ok: true };
};
const challenge =
  (headers: Record<string, string | string[]>): Guard =>
  () =>
    reject('unauthorized', { headers });

describe('a route with guards alone', () => {
  it('leaves the request as it came if no guard reads the body', async () => {
    const body = vi.fn();
    const passed = await createGuardReceiver({ httpAuth: yes }).receive(request({ body }));
    expect(passed).toEqual({ ok: true, headers: {}, rawBody: undefined, body: undefined });
    expect(body).not.toHaveBeenCalled();
  });

  it.each<[string, string | undefined, string, unknown, unknown]>([
    ['a form', form, 'a=1&b=2&b=1', { a: '1', b: ['1', '2'] }, { a: '1', b: ['1', '2'] }],
    ['JSON', 'application/json', '{"a":[1]}', { a: [1] }, {}],
    ['text', 'text/plain', 'Zoë', 'Zoë', {}],
    ['bytes', undefined, 'x', utf8('x'), {}],
    ['nothing', 'application/json', '', {}, {}],
  ])('gives its handler %s that a guard has read', async (_t, type, text, parsed, unparsed) => {
    const asked = request({ body: () => ({ bytes: utf8(text) }) }, type);
    const passed = await createGuardReceiver({ httpAuth: readsBody }).receive(asked);
    expect(passed).toMatchObject({ ok: true, rawBody: utf8(text), body: parsed });
    const raw = await createGuardReceiver({ httpAuth: readsBody }, { parse: false }).receive(asked);
    expect(raw).toMatchObject({ ok: true, rawBody: utf8(text) });
    expect(raw.ok && { ...(raw.body as object) }).toEqual(unparsed);
  });

  it('gives no body of which a parser has left no bytes', async () => {
    const asked = request({ body: () => ({ parsed: { a: '1' } }) }, form);
    expect(await createGuardReceiver({ httpAuth: readsBody }).receive(asked)).toEqual({
      ok: true,
      headers: {},
      rawBody: undefined,
      body: undefined,
    });
  });

  it('refuses JSON that does not parse', async () => {
    const asked = request({ body: () => ({ bytes: utf8('{') }) }, 'application/json');
    expect(await createGuardReceiver({ httpAuth: readsBody }).receive(asked)).toMatchObject({
      ok: false,
      error: { code: 'malformed-body', cause: expect.any(SyntaxError) },
    });
  });

  it('passes on headers for the response, and the reason of a refusal', async () => {
    const headers = { 'Authentication-Info': 'x' };
    const passed = await createGuardReceiver({ httpAuth: () => ({ ok: true, headers }) }).receive(
      request(),
    );
    expect(passed.ok && passed.headers).toEqual(headers);
    expect(
      await createGuardReceiver({ httpAuth: challenge({ 'X-A': 'b' }) }).receive(request()),
    ).toMatchObject({
      error: { code: 'unauthorized', headers: { 'X-A': 'b' } },
    });
  });

  it('reads no more than the usual limit', () => {
    expect(createGuardReceiver({ httpAuth: yes }).bodyLimit).toBe(1024 * 1024);
    expect(createReceiver({ authToken }).bodyLimit).toBe(defaultBodyLimit);
    expect(createReceiver({ authToken, bodyLimit: 7 }).bodyLimit).toBe(7);
  });

  it.each<[unknown]>([[null], [{}], ['x'], [[]], [[yes, {}]], [[undefined]]])(
    'cannot have %j for a guard',
    (guards) => {
      expect(() => createGuardReceiver({ httpAuth: guards as never })).toThrow(OptionError);
      expect(() => createGuardReceiver({ httpAuth: guards as never })).toThrow(
        /a guard or a list of guards/,
      );
    },
  );
});

describe('a guard sees', () => {
  it.each<[string, (guard: Guard) => Receiver<never>]>([
    ['guard()', (guard) => createGuardReceiver({ httpAuth: guard }) as never],
    ['webhook()', (httpAuth) => createReceiver({ authToken, httpAuth }) as never],
  ])('all of the request in %s', async (_title, receiverOf) => {
    const asked: WebhookRequest = {
      ...request({ method: 'PUT', upgrade: true, protocol: 'http', host: 'h' }, form),
      alternateTargets() {
        return [`${this.target}?a`];
      },
      body: () => ({ bytes: utf8('x') }),
    };
    let seen: WebhookRequest | undefined;
    let body: RequestBody | undefined;
    await receiverOf(async (given) => {
      seen = given;
      body = await given.body();
      return { ok: true };
    }).receive(asked);
    const { method, target, upgrade, protocol, host } = asked;
    expect(seen).toMatchObject({ method, target, upgrade, protocol, host });
    expect([...(seen?.alternateTargets?.() ?? [])]).toEqual(['/voice?a']);
    expect(seen?.header('content-type')).toBe(form);
    expect(seen?.header('x')).toBeUndefined();
    expect(body).toEqual({ bytes: utf8('x') });
  });

  it('no alternates if there are none, and origin and body only when it asks', async () => {
    const never = () => {
      throw new Error('asked');
    };
    const asked = Object.defineProperties(request(), {
      protocol: { get: never },
      host: { get: never },
      body: { value: never },
    });
    let seen: WebhookRequest | undefined;
    const passed = await createGuardReceiver({
      httpAuth: (given) => {
        seen = given;
        return { ok: true };
      },
    }).receive(asked);
    expect(passed.ok).toBe(true);
    expect(seen && 'alternateTargets' in seen).toBe(false);
  });

  it.each<[how: string, derive: (given: WebhookRequest) => WebhookRequest]>([
    ['spread', (given) => ({ ...given })],
    ['as a prototype', (given) => Object.create(given)],
    ['behind a proxy', (given) => new Proxy(given, {})],
  ])('a request that it can derive another from: %s', async (_how, derive) => {
    let seen: WebhookRequest | undefined;
    const httpAuth = (given: WebhookRequest) => {
      seen = derive(given);
      return { ok: true as const };
    };
    const given = request();
    expect((await createGuardReceiver({ httpAuth }).receive(given)).ok).toBe(true);
    const { method, target, protocol, host } = given;
    expect(seen).toMatchObject({ method, target, protocol, host });
    expect(seen?.header('content-type')).toBe(given.header('content-type'));
  });
});

describe('of several guards', () => {
  it('the first that accepts decides, and no later one is asked', async () => {
    const later = vi.fn(yes);
    const headers = { 'X-First': '1' };
    const guard = anyOf([challenge({}), () => ({ ok: true, headers }), later]);
    expect(await guard(request())).toEqual({ ok: true, headers });
    expect(later).not.toHaveBeenCalled();
    const { receive } = createReceiver({ authToken, httpAuth: [challenge({}), yes] });
    expect(await receive(request())).toMatchObject({ ok: true, headers: {} });
  });

  it('all challenges are offered if all of them ask for credentials', async () => {
    const guard = anyOf([
      challenge({ 'WWW-Authenticate': ['Digest a', 'Digest b'], 'X-Other': '1' }),
      challenge({}),
      challenge({ 'WWW-Authenticate': 'Basic c' }),
    ]);
    const verdict = await guard(request());
    expect(verdict).toMatchObject({ ok: false, error: { code: 'unauthorized', status: 401 } });
    expect(!verdict.ok && verdict.error.headers).toEqual({
      'WWW-Authenticate': ['Digest a', 'Digest b', 'Basic c'],
    });
  });

  it('a request without a signature is asked for the password of the other guard', async () => {
    const without = { ...request(), header: () => undefined };
    const asked = [signatureGuard({ authToken }), challenge({ 'WWW-Authenticate': 'Digest a' })];
    for (const guards of [asked, [...asked].reverse()]) {
      expect(await anyOf(guards)(without)).toMatchObject({
        error: { code: 'unauthorized', headers: { 'WWW-Authenticate': ['Digest a'] } },
      });
    }
    const forged = { ...without, header: () => `${'A'.repeat(27)}=` };
    expect(await anyOf(asked)(forged)).toMatchObject({ error: { status: 403 } });
    const alone = anyOf([signatureGuard({ authToken }), challenge({})]);
    expect(await alone(without)).toMatchObject({ error: { code: 'missing-signature' } });
  });

  it('the first reason that is no challenge stands', async () => {
    const guard = anyOf([
      challenge({ 'WWW-Authenticate': 'Basic' }),
      () => reject('malformed-credentials'),
      () => reject('no-token'),
    ]);
    expect(await guard(request())).toMatchObject({ error: { code: 'malformed-credentials' } });
  });

  it('a single one in a list is asked as it is', async () => {
    const headers = { 'X-Other': '1' };
    const { receive } = createGuardReceiver({ httpAuth: [challenge(headers)] });
    expect(await receive(request())).toMatchObject({ error: { headers } });
  });
});

it('what a guard refuses is all that a receiver takes of its verdict', async () => {
  const error = new WebhookError('unauthorized');
  const guard = (() => ({ ok: false, error, params: 1 })) as unknown as Guard;
  expect(await createGuardReceiver({ httpAuth: guard }).receive(request())).toEqual({
    ok: false,
    error,
  });
  const odd = await createGuardReceiver({ httpAuth: (() => 1) as never }).receive(request());
  expect(!odd.ok && odd.error.cause).toMatchObject({
    name: 'TypeError',
    message: expect.stringContaining('{ ok: true }'),
  });
});

describe('time limits, on a clock of the test', () => {
  const hangs = () => new Promise<never>(() => {});

  /** When a receiver has answered, in milliseconds, and what. */
  async function answer(receive: Promise<{ ok: boolean; error?: WebhookError }>) {
    let verdict: { ok: boolean; error?: WebhookError } | undefined;
    void receive.then((value) => {
      verdict = value;
    });
    const start = Date.now();
    for (let i = 0; i < 10 && verdict === undefined; i++) await vi.advanceTimersToNextTimerAsync();
    return [Date.now() - start, verdict === undefined ? 'no answer' : verdict.error?.code];
  }

  it('a guard has ten seconds unless it is told otherwise', async () => {
    vi.useFakeTimers();
    const alone = createGuardReceiver({ httpAuth: hangs });
    expect(await answer(alone.receive(request()))).toEqual([10_000, 'lookup-timeout']);
    const default_ = createReceiver({ authToken, httpAuth: hangs });
    expect(await answer(default_.receive(request()))).toEqual([10_000, 'lookup-timeout']);
    const told = createReceiver({ authToken, httpAuth: hangs, lookupTimeout: 5 });
    expect(await answer(told.receive(request()))).toEqual([5, 'lookup-timeout']);
  });

  it('and so has a look-up', async () => {
    vi.useFakeTimers();
    for (const options of [{}, { lookupTimeout: 5 }]) {
      const { lookupTimeout = 10_000 } = options;
      const { receive } = createReceiver({ authToken: hangs, ...options });
      expect(await answer(receive(request()))).toEqual([lookupTimeout, 'lookup-timeout']);
    }
  });

  it('the time that the client takes for its body is not counted', async () => {
    vi.useFakeTimers();
    const bodyIn = (ms: number) => () =>
      new Promise<RequestBody>((resolve) => {
        setTimeout(resolve, ms, { bytes: new Uint8Array(0) });
      });
    const reads = createGuardReceiver({ httpAuth: readsBody });
    expect(await answer(reads.receive(request({ body: bodyIn(60_000) })))).toEqual([
      60_000,
      undefined,
    ]);
    // After the body the guard has its ten seconds once more, and not again.
    const stays = createGuardReceiver({
      httpAuth: async (asked) => {
        await asked.body();
        return hangs();
      },
    });
    expect(await answer(stays.receive(request({ body: bodyIn(15_000) })))).toEqual([
      25_000,
      'lookup-timeout',
    ]);
  });

  it('a body that breaks off is what it is', async () => {
    vi.useFakeTimers();
    const body = () =>
      new Promise<RequestBody>((_resolve, fail) => {
        setTimeout(fail, 15_000, new WebhookError('request-aborted'));
      });
    const reads = createGuardReceiver({ httpAuth: readsBody });
    expect(await answer(reads.receive(request({ body })))).toEqual([15_000, 'request-aborted']);
  });

  it('no timer is left behind', async () => {
    vi.useFakeTimers();
    const receiver = createReceiver({
      authToken: async () => authToken,
      httpAuth: async () => yes(request()),
    });
    expect(await receiver.receive(request())).toMatchObject({ ok: true });
    expect(vi.getTimerCount()).toBe(0);
    const failing = createReceiver({ authToken: async () => Promise.reject(new Error('x')) });
    expect(await failing.receive(request())).toMatchObject({ error: { code: 'lookup-failed' } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('what is there at once needs no timer', async () => {
    vi.useFakeTimers();
    const setTimer = vi.spyOn(globalThis, 'setTimeout');
    const guard = signatureGuard({
      authToken: () => authToken,
      publicUrl: () => 'https://example.com',
    });
    expect(await guard(request())).toMatchObject({ ok: true });
    expect(setTimer).not.toHaveBeenCalled();
  });
});

describe('a look-up may return', () => {
  const withThen = (then: unknown) => Object.fromEntries([['then', then]]);

  it.each<[string, unknown, boolean]>([
    ['a token', authToken, true],
    ['several', ['x', authToken], true],
    ['empty ones beside it', ['', undefined, authToken], true],
    ['a promise', Promise.resolve(authToken), true],
    ['what is like a promise', withThen((done: (token: string) => void) => done(authToken)), true],
    ['an object with another "then"', withThen(authToken), false],
    ['null', null, false],
    ['an empty token', '', false],
    ['no tokens', [], false],
    ['a number', 1, false],
  ])('%s', async (_title, found, good) => {
    const verdict = await signatureGuard({ authToken: () => found as string })(request());
    expect(verdict).toMatchObject(good ? { ok: true } : { error: { code: 'no-token' } });
  });

  it('an empty token, with which anybody can sign: it is no key', async () => {
    const forged = createHmac('sha1', '').update('https://example.com/voice').digest('base64');
    const asked = request({
      header: (name) => (name === 'x-twilio-signature' ? forged : undefined),
    });
    for (const found of [
      ['', authToken],
      [authToken, ''],
    ]) {
      const verdict = await signatureGuard({ authToken: () => found })(asked);
      expect(verdict).toMatchObject({ error: { code: 'signature-mismatch' } });
    }
  });

  it('a WebhookError of its own, thrown', async () => {
    const error = new WebhookError('no-token', { message: 'Unknown account.' });
    const verdict = await signatureGuard({ authToken: () => Promise.reject(error) })(request());
    expect(!verdict.ok && verdict.error).toBe(error);
  });
});

describe('accountSid', () => {
  const check = async (accountSid: string | string[], AccountSid: string) => {
    const url = `https://example.com/voice?AccountSid=${AccountSid}`;
    const { signature: signed } = sign({ authToken, url });
    const header = (name: string) => (name === 'x-twilio-signature' ? signed : undefined);
    const target = url.slice('https://example.com'.length);
    const verdict = await signatureGuard({ authToken, accountSid })(request({ target, header }));
    return verdict.ok || verdict.error.code;
  };

  it.each<[string | string[], string, true | string]>([
    ['AC1', 'AC1', true],
    ['AC1', 'AC2', 'account-mismatch'],
    [['AC1', 'AC2'], 'AC2', true],
    [['AC1', 'AC2'], 'AC3', 'account-mismatch'],
    ['AC1', 'AC', 'account-mismatch'],
  ])('%j for %s: %s', async (accountSid, named, verdict) => {
    expect(await check(accountSid, named)).toBe(verdict);
  });
});

describe('the body of a verified request', () => {
  const receive = (type: string | undefined, body: Uint8Array, parse?: boolean) => {
    const signed = sign({ authToken, url: 'https://example.com/voice', body });
    const headers: Record<string, string | undefined> = {
      'content-type': type,
      'x-twilio-signature': signed.signature,
    };
    const setting = parse === undefined ? {} : { parse };
    return createReceiver({ authToken }, setting).receive(
      request({
        target: signed.url.slice('https://example.com'.length),
        header: (name) => headers[name],
        body: () => ({ bytes: body }),
      }),
    );
  };

  it.each<[string | undefined, string, unknown]>([
    ['application/json', '1', 1],
    [' Application/JSON ; charset=utf-8', '"é"', 'é'],
    ['application/json', '\ufeff[]', []],
    ['application/problem+json', '{}', {}],
    ['application/a+b+json', 'null', null],
    ['application/+json', '1', utf8('1')],
    ['application/jsonp', '1', utf8('1')],
    ['application/json5', '1', utf8('1')],
    ['xapplication/json', '1', utf8('1')],
    ['application/xjson', '1', utf8('1')],
    ['text/json', '1', '1'],
    ['TEXT/html', '<p>', '<p>'],
    ['xtext/plain', 'x', utf8('x')],
    ['image/png', 'x', utf8('x')],
    ['', 'x', utf8('x')],
    [undefined, 'x', utf8('x')],
  ])('%j, %j', async (type, text, body) => {
    const received = await receive(type, utf8(text));
    expect(received).toMatchObject({ ok: true, rawBody: utf8(text) });
    expect(received.ok && received.body).toEqual(body);
    const raw = await receive(type, utf8(text), false);
    expect(raw.ok && { ...(raw.body as object) }).toEqual({});
  });

  it.each(['application/json', 'text/plain'])('%s that is not UTF-8', async (type) => {
    expect(await receive(type, Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({
      error: { code: 'malformed-body', cause: expect.any(TypeError) },
    });
  });

  it('is the params if a parser took the bytes of a form', async () => {
    const params = { Digits: '1' };
    const signed = sign({ authToken, url: 'https://example.com/voice', params }).signature;
    const headers: Record<string, string> = { 'content-type': form, 'x-twilio-signature': signed };
    const received = await createReceiver({ authToken }).receive(
      request({ header: (name) => headers[name], body: () => ({ parsed: params }) }),
    );
    expect(received).toMatchObject({ ok: true, rawBody: undefined, body: params, params });
  });
});
