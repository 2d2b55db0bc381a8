// Requests that shared keys sign: vectors of Python's hmac, and confusions that no combination of headers may make.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createReceiver } from '../src/adapter.js';
import { explainRequest } from '../src/explain/index.js';
import {
  createVerifier,
  type SharedKeys,
  type SharedKeysOption,
  sign,
  signatureGuard,
  signedRequest,
  verify,
  type WebhookRequest,
} from '../src/index.js';
import { parseSignatureSettings } from '../src/scheme/signature-settings.js';

interface Vector {
  readonly id: string;
  readonly url: string;
  readonly params?: Record<string, string | string[]>;
  readonly rawBody?: string;
  readonly contentType?: string;
  readonly signature: string;
  readonly signatureSettings: string;
  readonly code: string | null;
}

const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('../../conformance/shared-key-vectors.json', import.meta.url), 'utf8'),
);

const sharedKeys: SharedKeys = {
  KY1: '9f86d081884c7d659a2feaa0c55ad015',
  KY2: { secret: 'another secret, of another length \u2713' },
  'KY-sha1': { secret: 'an old secret', algorithm: 'HMAC-SHA1' },
  constructor: 'a secret of its own',
};

const codeOf = (verdict: ReturnType<typeof verify>) => (verdict.ok ? null : verdict.error.code);

it.each(vectors)('$id: $code', async (vector) => {
  const { url, signature, signatureSettings, params, rawBody: body, contentType } = vector;
  const parts = { url, signature, signatureSettings, params, body, contentType };
  expect(codeOf(verify({ ...parts, sharedKeys }))).toBe(vector.code);
  expect(codeOf(verify({ ...parts, sharedKeys, authToken: 'token' }))).toBe(vector.code);
  expect(codeOf(createVerifier({ sharedKeys }).verify(parts))).toBe(vector.code);
  expect(await guardCode(sharedKeys, vector)).toBe(vector.code);
  const keys = new Map(Object.entries(sharedKeys));
  expect(await guardCode(async (id) => keys.get(id), vector)).toBe(vector.code);
});

/** What a signature guard says of a vector. */
async function guardCode(sharedKeys: SharedKeysOption, vector: Vector): Promise<string | null> {
  const verdict = await signatureGuard({ sharedKeys })(requestOf(vector));
  return verdict.ok ? null : verdict.error.code;
}

/** A vector as a request. */
function requestOf(vector: Vector): WebhookRequest {
  const { url, params, rawBody, contentType, signature, signatureSettings } = vector;
  const [, scheme = '', host, target = '/'] = /^(\w+):\/\/([^/]+)([^#]*)/.exec(url) ?? [];
  const form = new URLSearchParams(
    Object.entries(params ?? {}).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    ),
  );
  const headers = new Map([
    ['x-twilio-signature', signature],
    ['x-twilio-webhooks-signature-settings', signatureSettings],
    ['content-type', contentType ?? 'application/x-www-form-urlencoded'],
  ]);
  return {
    method: 'POST',
    target,
    protocol: scheme.replace('ws', 'http'),
    host,
    upgrade: scheme.startsWith('ws'),
    header: (name) => headers.get(name),
    body: () => ({ bytes: new TextEncoder().encode(rawBody ?? String(form)) }),
  };
}

describe('sign', () => {
  it.each(vectors.filter(({ id, code }) => code === null && !id.startsWith('settings')))(
    '$id: signs as Python does',
    ({ url, params, rawBody, signature, signatureSettings }) => {
      const id = /key=([^,]+)/.exec(signatureSettings)?.[1] ?? '';
      const key = sharedKeys[id] ?? '';
      const sharedKey = { id, ...(typeof key === 'string' ? { secret: key } : key) };
      const content = rawBody === undefined ? { ...(params && { params }) } : { body: rawBody };
      const signed = sign({ sharedKey, url, ...content });
      expect(signed).toEqual({ signature, signatureSettings, url: url.replace(/#.*/, '') });
    },
  );

  it('makes requests for tests, with the settings header', () => {
    const sharedKey = { id: 'KY1', secret: 's' };
    const { headers } = signedRequest({ sharedKey, url: 'https://example.com/' });
    expect(headers['X-Twilio-Webhooks-Signature-Settings']).toBe('key=KY1,algorithm=HMAC_SHA256');
  });

  it.each([
    ['two keys', { authToken: 'a', sharedKey: { id: 'k', secret: 's' } }],
    ['no key', {}],
    ['no secret', { sharedKey: { id: 'k', secret: '' } }],
    ['no id', { sharedKey: { id: '', secret: 's' } }],
    ['an id that no header can carry', { sharedKey: { id: 'a,b', secret: 's' } }],
    ['an id with a line end', { sharedKey: { id: 'a\r\nb', secret: 's' } }],
    ['another algorithm', { sharedKey: { id: 'k', secret: 's', algorithm: 'HMAC-MD5' } }],
  ])('refuses %s', (_title, keys) => {
    expect(() => sign({ ...keys, url: 'https://example.com/' } as never)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});

describe('the option', () => {
  it.each([
    ['no keys', {}],
    ['a list', ['secret']],
    ['a text', 'secret'],
    ['null', null],
    ['undefined', undefined],
    ['an empty secret', { KY1: '' }],
    ['an unset variable', { KY1: undefined }],
    ['an unset variable in an object', { KY1: { secret: undefined } }],
    ['an algorithm that there is not', { KY1: { secret: 's', algorithm: 'HMAC-SHA512' } }],
    ['an id that no header can carry', { 'KY 1': 's' }],
  ])('refuses %s when it is given, not at the first request', (_title, keys) => {
    const thrown = expect.objectContaining({ code: 'invalid-option', option: 'sharedKeys' });
    expect(() => signatureGuard({ sharedKeys: keys as never })).toThrow(thrown);
    expect(() => createVerifier({ sharedKeys: keys as never })).toThrow(thrown);
  });

  it('does without an auth token, and takes none from the environment', () => {
    const url = 'https://example.com/';
    process.env.TWILIO_AUTH_TOKEN = 'token of the environment';
    try {
      const { signature } = sign({ authToken: 'token of the environment', url });
      expect(codeOf(createVerifier({ sharedKeys }).verify({ signature, url }))).toBe('no-token');
      expect(codeOf(createVerifier({}).verify({ signature, url }))).toBeNull();
    } finally {
      delete process.env.TWILIO_AUTH_TOKEN;
    }
  });

  it('of verify(): a key without a secret is none', () => {
    const vector = vectors[0];
    const { url = '', signature = '', signatureSettings = '' } = vector ?? {};
    const parts = { url, signature, signatureSettings, params: vector?.params };
    for (const keys of [undefined, null, {}, { KY1: '' }, { KY1: null }, { KY1: {} }, { KY1: 7 }]) {
      const verdict = verify({ ...parts, sharedKeys: keys as never });
      expect(codeOf(verdict)).toBe('unknown-key');
    }
  });

  it.each([
    ['an empty secret', ''],
    ['no secret', {}],
    ['a number', 7],
    ['an algorithm that there is not', { secret: 's', algorithm: 'none' }],
  ])('a look-up that finds %s has failed', async (_title, found) => {
    expect(await guardCode(() => found as never, vectors[0] as Vector)).toBe('lookup-failed');
  });
});

it.each(['__proto__', 'constructor', 'toString', 'valueOf', '__defineGetter__'])(
  'a look-up in a plain object finds nothing under the id %s, which is no error of the server',
  async (id) => {
    const keys: Record<string, string> = { KY1: 'secret' };
    const vector = {
      ...(vectors[0] as Vector),
      signatureSettings: `key=${id},algorithm=HMAC_SHA256`,
    };
    expect(await guardCode((unverifiedId) => keys[unverifiedId], vector)).toBe('unknown-key');
    const explained = await explainRequest(requestOf(vector), {
      sharedKeys: (unverifiedId) => keys[unverifiedId],
    });
    expect(explained.cause).toBe('shared-key-unknown');
  },
);

it('an explanation looks a key up with what the guard knew: URL and params', async () => {
  const seen: unknown[] = [];
  const sharedKeys: SharedKeysOption = (_id, { unverifiedUrl, unverifiedParams }) => {
    seen.push([unverifiedUrl, unverifiedParams.Digits]);
    return 'another secret';
  };
  const vector = vectors[0] as Vector;
  expect(await guardCode(sharedKeys, vector)).toBe('signature-mismatch');
  await explainRequest(requestOf(vector), { sharedKeys });
  expect(seen).toEqual([
    [vector.url, '1234'],
    [vector.url, '1234'],
  ]);
});

it('in development no key is looked up a second time', async () => {
  let lookUps = 0;
  const warned: string[] = [];
  const sharedKeys = () => {
    lookUps += 1;
    return 'another secret';
  };
  const { receive } = createReceiver({ sharedKeys }, { warn: (message) => warned.push(message) });
  await receive(requestOf(vectors[0] as Vector));
  await vi.waitFor(() => expect(warned.join()).toContain('signature-mismatch'), {
    timeout: 60_000,
  });
  expect(lookUps).toBe(1);
});

describe('no combination of headers', () => {
  const url = 'https://example.com/voice';
  const secrets = ['auth token', 'secret one', 'secret two'];
  const verifier = createVerifier({
    authToken: 'auth token',
    sharedKeys: { one: 'secret one', two: { secret: 'secret two', algorithm: 'HMAC-SHA1' } },
  });
  /** What is genuine: each secret with its algorithm and under its name alone. */
  const genuine: Record<string, object> = {
    'auth token|sha1|': { kind: 'auth-token', index: 0 },
    'secret one|sha256|key=one,algorithm=HMAC_SHA256': { kind: 'shared-key', id: 'one' },
    'secret two|sha1|key=two,algorithm=HMAC_SHA1': { kind: 'shared-key', id: 'two' },
  };
  const headers = [
    '',
    ...['one', 'two', 'three'].flatMap((id) =>
      ['HMAC_SHA1', 'HMAC_SHA256'].map((algorithm) => `key=${id},algorithm=${algorithm}`),
    ),
  ];

  for (const secret of secrets) {
    for (const algorithm of ['sha1', 'sha256']) {
      for (const header of headers) {
        const key = genuine[`${secret}|${algorithm}|${header}`];
        it(`${secret}, ${algorithm}, ${header || 'no settings'}: ${key ? 'genuine' : 'refused'}`, () => {
          const signature = createHmac(algorithm, secret).update(url).digest('base64');
          const signatureSettings = header === '' ? undefined : header;
          const verdict = verifier.verify({ url, signature, signatureSettings });
          if (key) expect(verdict).toMatchObject({ ok: true, key });
          else expect(verdict.ok).toBe(false);
        });
      }
    }
  }

  it('makes a request pass under any other settings than its own', () => {
    const signature = createHmac('sha256', 'secret one').update(url).digest('base64');
    const part = fc.constantFrom(
      'key',
      'one',
      'two',
      'algorithm',
      'HMAC_SHA256',
      '=',
      ',',
      ' ',
      ';',
      '"',
      '\t',
      'x',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const signatureSettings = parts.join('');
        const verdict = verifier.verify({ url, signature, signatureSettings });
        const own = parseSignatureSettings(signatureSettings);
        expect(verdict.ok).toBe(own?.id === 'one' && own.algorithm === 'HMAC-SHA256');
        // An independent reading of what is genuine.
        const fields = signatureSettings
          .split(',')
          .map((field) => field.split('=').map((one) => one.trim()));
        const named = (name: string) => fields.filter(([one]) => one === name);
        if (verdict.ok) {
          expect(named('key')).toEqual([['key', 'one']]);
          expect(named('algorithm')).toEqual([['algorithm', 'HMAC_SHA256']]);
        }
      }),
      { numRuns: 3000, examples: [[['key', '=', 'one', ',', 'algorithm', '=', 'HMAC_SHA256']]] },
    );
  });
});

it('a verdict holds nothing that a handler could change for the next request', () => {
  const url = 'https://example.com/voice';
  const verifier = createVerifier({ sharedKeys: { one: 'secret one' } });
  const { signature, signatureSettings } = sign({
    sharedKey: { id: 'one', secret: 'secret one' },
    url,
  });
  const first = verifier.verify({ url, signature, signatureSettings });
  if (first.ok) Object.assign(first.key, { id: 'changed' });
  expect(verifier.verify({ url, signature, signatureSettings })).toMatchObject({
    key: { id: 'one' },
  });
});

it.each(['https://example.com/voice#rc=2&ct=500', 'https://example.com/voice?a=1#rp=all'])(
  'a fragment is neither signed nor verified: %s',
  (url) => {
    const plain = url.replace(/#.*/, '');
    const signature = createHmac('sha1', 'token').update(plain).digest('base64');
    expect(sign({ authToken: 'token', url })).toEqual({ signature, url: plain });
    expect(verify({ authToken: 'token', url, signature })).toMatchObject({ ok: true, url: plain });
  },
);
