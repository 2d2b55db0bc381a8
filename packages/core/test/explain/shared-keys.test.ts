// Why a request of a shared key was refused.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { explain, explainRequest } from '../../src/explain/index.js';
import { sign, type WebhookOptions, type WebhookRequest } from '../../src/index.js';

const url = 'https://example.com/voice';
const params = { Digits: '1' };
const secret = 'the secret of the key';
const key = { id: 'KY1', secret };

/** What an operator is told of a request that was signed so, at an internal name of the server. */
async function told(
  signed: { signature: string; signatureSettings?: string },
  options: WebhookOptions,
  host = 'example.com',
) {
  const headers = new Map([
    ['x-twilio-signature', signed.signature],
    ['content-type', 'application/x-www-form-urlencoded'],
  ]);
  if (signed.signatureSettings !== undefined) {
    headers.set('x-twilio-webhooks-signature-settings', signed.signatureSettings);
  }
  const request: WebhookRequest = {
    method: 'POST',
    target: '/voice',
    protocol: 'https',
    host,
    upgrade: false,
    header: (name) => headers.get(name),
    body: () => ({ bytes: new TextEncoder().encode('Digits=1') }),
  };
  const explanation = await explainRequest(request, options);
  expect(JSON.stringify(explanation)).not.toContain(secret);
  return explanation;
}

const byKey = sign({ sharedKey: key, url, params });
const byToken = sign({ authToken: 'token', url, params });
const text = `${url}Digits1`;
const settings = 'key=KY1,algorithm=HMAC_SHA256';

it('the URL differs: found with the secret of the key, as with a token', async () => {
  const options = { sharedKeys: { KY1: secret } };
  const { cause, matched, fix } = await told(byKey, options, 'internal:3000');
  const known = await told(byKey, { ...options, configuredUrl: url }, 'internal:3000');
  expect(known).toMatchObject({ matched: true, configuredMatched: true });
  expect([cause, matched]).toEqual([undefined, false]);
  expect(fix).toBe('');
  const found = await told(byKey, {
    sharedKeys: async () => secret,
    publicUrl: 'http://example.com',
  });
  expect(found).toMatchObject({ cause: 'scheme-swapped', matched: true });
});

it.each<[string, string, { signature: string; signatureSettings?: string }, WebhookOptions]>([
  ['a key that is not configured', 'shared-key-unknown', byKey, { sharedKeys: { KY2: secret } }],
  ['a key, where there is only a token', 'shared-key-unknown', byKey, { authToken: 'token' }],
  [
    'a key that a look-up does not find',
    'shared-key-unknown',
    byKey,
    { sharedKeys: () => undefined },
  ],
  [
    'a token, where there are only keys',
    'only-shared-keys',
    byToken,
    { sharedKeys: { KY1: secret } },
  ],
  [
    'settings that do not parse',
    'settings-malformed',
    { ...byKey, signatureSettings: 'KY1' },
    { sharedKeys: { KY1: secret } },
  ],
  [
    'another algorithm than that of the key',
    'shared-key-algorithm',
    sign({ sharedKey: { ...key, algorithm: 'HMAC-SHA1' }, url, params }),
    { sharedKeys: { KY1: secret } },
  ],
  [
    'SHA-1 under the name of SHA-256',
    'signature-sha1',
    {
      signature: createHmac('sha1', secret).update(text).digest('base64'),
      signatureSettings: settings,
    },
    { sharedKeys: { KY1: secret } },
  ],
  [
    'HMAC-SHA256 of the auth token',
    'signature-sha256',
    { signature: createHmac('sha256', 'token').update(text).digest('base64') },
    { authToken: 'token' },
  ],
])('%s: %s', async (_title, cause, signed, options) => {
  expect((await told(signed, options)).cause).toBe(cause);
});

it('names the id of an unknown key, printable and cut', async () => {
  const hostile = `key=${'\u001b[31m'.repeat(50)},algorithm=HMAC_SHA256`;
  const explanation = await told(
    { ...byKey, signatureSettings: hostile },
    { sharedKeys: { KY1: secret } },
  );
  expect(explanation.title).toContain('\\u001b');
  expect(explanation.title).not.toContain('\u001b');
  expect(explanation.title.length).toBeLessThan(300);
  const plain = await told(byKey, { authToken: 'token' });
  expect(plain.title).toContain('"KY1"');
});

it('the right id and another secret: nothing is claimed of the rest', async () => {
  const { cause, matched } = await told(byKey, { sharedKeys: { KY1: 'another secret' } });
  expect([cause, matched]).toEqual([undefined, false]);
});

describe('explain() with sharedKeys, for a captured request', () => {
  const sharedKeys = { KY1: secret, constructor: undefined };
  const input = (signed: typeof byKey, from: string) => ({
    signature: signed.signature,
    url: from,
    params,
    sharedKeys,
    header: (name: string) =>
      name === 'x-twilio-webhooks-signature-settings' ? signed.signatureSettings : undefined,
  });

  it.each<[string, string | undefined, ReturnType<typeof sign>, string?]>([
    ['matches as it is', undefined, byKey, url],
    ['another scheme', 'scheme-swapped', byKey, 'http://example.com/voice'],
    [
      'an id that is not there',
      'shared-key-unknown',
      sign({ sharedKey: { id: 'KY9', secret }, url }),
    ],
    [
      'an id that every object has',
      'shared-key-unknown',
      sign({ sharedKey: { id: 'toString', secret }, url }),
    ],
    [
      'a key whose variable is not set',
      'shared-key-unknown',
      sign({ sharedKey: { id: 'constructor', secret }, url }),
    ],
    ['an auth token, and there are only shared keys', 'only-shared-keys', byToken],
    [
      'another algorithm',
      'shared-key-algorithm',
      { ...byKey, signatureSettings: 'key=KY1,algorithm=HMAC_SHA1' },
    ],
    ['settings that do not parse', 'settings-malformed', { ...byKey, signatureSettings: 'KY1' }],
  ])('%s', (_title, cause, signed, from = url) => {
    const explanation = explain(input(signed, from));
    expect([explanation.cause, explanation.matched]).toEqual([
      cause,
      cause === undefined || cause === 'scheme-swapped',
    ]);
    expect(JSON.stringify(explanation)).not.toContain(secret);
  });

  it('uses the auth token if the request names no shared key', () => {
    const explanation = explain({
      ...input(byToken, 'http://example.com/voice'),
      authToken: 'token',
    });
    expect(explanation).toMatchObject({ cause: 'scheme-swapped', matched: true });
  });
});
