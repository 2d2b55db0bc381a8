// The public API as its users see it: plain verdicts, verifiers made once, requests for tests.
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { createReceiver, fetchRequest } from '../src/adapter.js';
import { createVerifier as createFetchVerifier } from '../src/fetch/index.js';
import {
  createVerifier,
  isOptionError,
  OptionError,
  type SignedRequestOptions,
  sign,
  signedRequest,
  type VerifiedWebhook,
  verify,
} from '../src/index.js';
import { createVerifier as createNodeVerifier } from '../src/node/index.js';

const authToken = ['old', 'new'];
const url = 'https://example.com/voice';
const params = { Digits: '1' };
const { signature } = sign({ authToken: 'new', url, params });
const key = { kind: 'auth-token', index: 1 };

describe('a verdict', () => {
  it('is a plain object: spread, and as JSON, it is the same', () => {
    const verdict = verify({ authToken, signature, url, params });
    const plain = { ok: true, params, url, key };
    expect({ ...verdict }).toEqual(plain);
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(plain);
  });
});

describe('a verifier of parts', () => {
  const verifier = createVerifier({ authToken, accountSid: 'AC1' });

  it('accepts what is signed, and says with which key', () => {
    const signed = { ...params, AccountSid: 'AC1' };
    const { signature } = sign({ authToken: 'new', url, params: signed });
    expect(verifier.verify({ signature, url, params: signed })).toMatchObject({ ok: true, key });
    expect(verifier.verify({ signature, url, params })).toMatchObject({ ok: false });
  });

  it('refuses another account, and whatever cannot be read', () => {
    const code = (parts: object) => {
      const verdict = verifier.verify(parts as never);
      return verdict.ok ? undefined : verdict.error.code;
    };
    expect(code({ signature, url, params })).toBe('account-mismatch');
    expect(code({ signature, params })).toBe('url-unknown');
    expect(code({ url, params })).toBe('missing-signature');
    const odd = {
      [Symbol.iterator]() {
        throw new Error('odd');
      },
    };
    expect(code({ signature, url, params: odd })).toBe('body-already-parsed');
  });
});

it('a verifier of parts refuses a token look-up, which it could not wait for', () => {
  const error = thrownBy(() => createVerifier({ authToken: () => 'token' } as never));
  expect(error).toMatchObject({ name: 'OptionError', option: 'authToken' });
});

describe('every verifier', () => {
  it.each([
    ['of parts', createVerifier],
    ['of Fetch API requests', createFetchVerifier],
    ['of node:http requests', createNodeVerifier],
  ])('%s throws when it is made without a token', (_title, create) => {
    vi.stubEnv('TWILIO_AUTH_TOKEN', '');
    const failure = thrownBy(() => create());
    expect(failure).toMatchObject({ name: 'OptionError', option: 'authToken' });
    expect(isOptionError(failure)).toBe(true);
    expect(thrownBy(() => create({ authToken, nonsense: 1 } as never))).toMatchObject({
      option: 'nonsense',
    });
  });
});

describe('an OptionError', () => {
  it('is known across copies of the package', async () => {
    vi.resetModules();
    const copy = await import('../src/index.js');
    const error = thrownBy(() => copy.sign({ authToken: '', url }));
    expect((error as Error).constructor).not.toBe(OptionError);
    expect(error).toBeInstanceOf(OptionError);
    expect(isOptionError(error)).toBe(true);
    expect(isOptionError(new TypeError('another'))).toBe(false);
    expect(isOptionError(undefined)).toBe(false);
  });
});

describe('onAccept', () => {
  const genuine = () => {
    const { url: target, ...init } = signedRequest({ authToken: 'new', url, params });
    return new Request(target, init);
  };
  const receive = (options: object) => {
    const warn = vi.fn();
    const receiver = createReceiver({ authToken, ...options }, { warn });
    const request = genuine();
    return { warn, received: receiver.receive(fetchRequest(request, receiver.bodyLimit)) };
  };

  it('is given the verdict of every accepted request', async () => {
    const accepted: VerifiedWebhook[] = [];
    const { received } = receive({
      onAccept: (verdict: VerifiedWebhook) => accepted.push(verdict),
    });
    await received;
    expect(accepted).toEqual([{ ok: true, params, url, key, target: '/voice' }]);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no metrics'))],
    ['never settles', () => new Promise(() => {})],
  ])('that %s changes nothing for the request', async (_title, onAccept) => {
    const { warn, received } = receive({ onAccept, lookupTimeout: 20 });
    expect(await received).toMatchObject({ ok: true });
    await vi.waitFor(() =>
      expect(warn).toHaveBeenCalledWith(expect.stringContaining('"onAccept" failed')),
    );
  });

  it('is not waited for', async () => {
    const onAccept = () => new Promise<void>(() => {});
    // Longer than any test may take.
    const { received } = receive({ onAccept, lookupTimeout: 3_600_000 });
    expect(await received).toMatchObject({ ok: true });
  });

  it('must be a function', () => {
    expect(thrownBy(() => createReceiver({ authToken, onAccept: 1 } as never))).toMatchObject({
      option: 'onAccept',
    });
  });
});

describe('a signed request for tests', () => {
  it('is what fetch takes, in strict TypeScript, with a form, text or bytes', () => {
    expectTypeOf(signedRequest({ authToken: 'new', url, params })).toExtend<RequestInit>();
    expectTypeOf(signedRequest({ authToken: 'new', url, body: '{}' })).toExtend<RequestInit>();
    const body = Uint8Array.of(1, 2);
    expectTypeOf(signedRequest({ authToken: 'new', url, body })).toExtend<RequestInit>();
  });

  const one = (options: Partial<SignedRequestOptions>) =>
    signedRequest({ authToken: 'new', url, ...options });
  const isGenuine = ({ url, headers, body }: ReturnType<typeof signedRequest>) =>
    verify({
      authToken,
      url,
      signature: headers['X-Twilio-Signature'],
      contentType: headers['Content-Type'],
      body,
    }).ok;

  it.each<[string, Partial<SignedRequestOptions>, method: string, path: RegExp]>([
    ['a form', { params: { b: 'ä', a: ['2', '1'] } }, 'POST', /^\/voice$/],
    ['a form in pairs', { params: [['a', '1']] }, 'POST', /^\/voice$/],
    ['JSON', { body: '{"a":1}' }, 'POST', /^\/voice\?bodySHA256=[0-9a-f]{64}$/],
    ['bytes', { body: Uint8Array.of(1, 2) }, 'POST', /^\/voice\?bodySHA256=/],
    ['nothing', {}, 'GET', /^\/voice$/],
    ['a URL without a path', { url: 'https://example.com?a=b' }, 'GET', /^\/\?a=b$/],
    ['a method of its own', { method: 'PUT', body: '{}' }, 'PUT', /^\/voice\?/],
  ])('%s is genuine', (_title, options, method, path) => {
    const request = one(options);
    expect(isGenuine(request)).toBe(true);
    expect(request.method).toBe(method);
    expect(request.path).toMatch(path);
  });

  it('reads pairs of an iterator once', () => {
    function* pairs(): Generator<[string, string]> {
      yield ['a', '1'];
    }
    const request = one({ params: pairs() });
    expect(request.body).toBe('a=1');
    expect(isGenuine(request)).toBe(true);
  });

  it('takes further headers', () => {
    const headers = { 'Content-Type': 'application/cloudevents+json', 'X-A': 'b' };
    expect(one({ body: '{}', headers }).headers).toMatchObject(headers);
  });
});

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}
