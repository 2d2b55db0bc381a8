import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import {
  formPost,
  get,
  headerOf,
  jsonPost,
  upgrade,
  withBody,
  withHeader,
} from '../kit/requests.js';
import type { Check } from './check.js';
import { authToken, type ScenarioName, sharedKeys } from './scenarios.js';
import { codeOf, echoOf, type Servers } from './servers.js';
import { onTheWire, type Vector } from './vectors.js';

interface SharedKeyVector extends Vector {
  /** Why it is refused; `null` if it is genuine. */
  readonly code: string | null;
}

const vectors: SharedKeyVector[] = JSON.parse(
  readFileSync(new URL('../../shared-key-vectors.json', import.meta.url), 'utf8'),
);

const settings = 'X-Twilio-Webhooks-Signature-Settings';
const origin = 'http://phone.example';
const byToken = { authToken, origin };
const byKey = { origin, sharedKey: { id: 'KY1', secret: sharedKeys.KY1 } };
const sha1Key = sharedKeys['KY-sha1'];

/** Shared keys beside auth tokens: the settings header is not signed, so nothing of it may weaken anything. */
export function sharedKeyCases({ send }: Servers, check: Check): void {
  for (const vector of vectors) {
    const isUpgrade = vector.url.startsWith('ws');
    check(
      `${vector.id}: ${vector.code ?? 'accepted'}`,
      async () => {
        const response = await send(onTheWire(vector), { scenario: 'sharedKeysOnly' });
        if (vector.code === null) expect(response.status).toBe(isUpgrade ? 101 : 200);
        else {
          expect([response.status, codeOf(response)]).toEqual([403, vector.code]);
          expect(echoOf(response)).toBeUndefined();
        }
      },
      isUpgrade ? 'upgrade' : undefined,
    );
  }

  const params = { Digits: '1' };
  const form = formPost(byKey, '/hook', params);
  const ofToken = formPost(byToken, '/hook', params);
  const outcome = async (request: typeof form, scenario: ScenarioName) => {
    const response = await send(request, { scenario });
    return response.status === 200 ? 200 : codeOf(response);
  };

  check('the verdict names the key, and never its secret', async () => {
    const { webhook } = echoOf(await send(form, { scenario: 'bothKinds' })) ?? {};
    expect(webhook).toEqual({
      ok: true,
      params,
      url: `${origin}/hook`,
      target: '/hook',
      key: { kind: 'shared-key', id: 'KY1' },
    });
  });

  check('mixed traffic passes during a migration: token, old key, new key', async () => {
    const old = formPost({ origin, sharedKey: { id: 'KY-sha1', ...sha1Key } }, '/hook', params);
    const json = jsonPost(byKey, '/hook', '{"a":1}');
    for (const request of [ofToken, old, form, json, get(byKey, '/hook?a=b')]) {
      expect(await outcome(request, 'bothKinds')).toBe(200);
    }
  });

  check('a key that a look-up finds', async () => {
    expect(await outcome(form, 'keyResolver')).toBe(200);
    expect(await outcome(ofToken, 'keyResolver')).toBe(200);
    const other = formPost(
      { origin, sharedKey: { id: 'KY2', ...sharedKeys.KY2 } },
      '/hook',
      params,
    );
    expect(await outcome(other, 'keyResolver')).toBe('unknown-key');
    expect(
      await outcome(withHeader(form, settings, 'key=KY1,algorithm=HMAC_SHA1'), 'keyResolver'),
    ).toBe('malformed-signature');
  });

  check('where only shared keys are configured, an auth token opens nothing', async () => {
    expect(await outcome(ofToken, 'sharedKeysOnly')).toBe('no-token');
  });

  check('where only an auth token is configured, no settings header is believed', async () => {
    expect(await outcome(form, 'default')).toBe('unknown-key');
    const dressed = withHeader(ofToken, settings, 'key=KY1,algorithm=HMAC_SHA1');
    expect(await outcome(dressed, 'default')).toBe('unknown-key');
  });

  check('no kind of key falls back to the other', async () => {
    const rows: [typeof form, string][] = [
      // Without its settings, a signature of 44 characters is none of an auth token.
      [withHeader(form, settings, undefined), 'malformed-signature'],
      [withHeader(ofToken, settings, 'key=KY1,algorithm=HMAC_SHA256'), 'malformed-signature'],
      [withHeader(ofToken, settings, 'key=KY1,algorithm=HMAC_SHA1'), 'unsupported-algorithm'],
      [withHeader(ofToken, settings, 'key=KY-sha1,algorithm=HMAC_SHA1'), 'signature-mismatch'],
      [withHeader(ofToken, settings, ''), 'malformed-signature-settings'],
    ];
    for (const [request, code] of rows) expect(await outcome(request, 'bothKinds')).toBe(code);
    // The secrets, each used as the other kind of key.
    const tokenAsKey = { origin, sharedKey: { id: 'KY1', secret: authToken } };
    expect(await outcome(formPost(tokenAsKey, '/hook', params), 'bothKinds')).toBe(
      'signature-mismatch',
    );
    const keyAsToken = { origin, authToken: sha1Key.secret };
    expect(await outcome(formPost(keyAsToken, '/hook', params), 'bothKinds')).toBe(
      'signature-mismatch',
    );
  });

  check('a settings header that comes twice is refused', async () => {
    const twice = {
      ...form,
      headers: [...form.headers, [settings, headerOf(form, settings)] as const],
    };
    expect(await outcome(twice, 'bothKinds')).toBe('malformed-signature-settings');
  });

  check('what the key signed is all that passes', async () => {
    expect(await outcome(withBody(form, 'Digits=2'), 'bothKinds')).toBe('signature-mismatch');
    expect(await outcome({ ...form, target: '/hook?a' }, 'bothKinds')).toBe('signature-mismatch');
  });

  check(
    'upgrades',
    async () => {
      const status = async (request: typeof form) =>
        (await send(request, { scenario: 'bothKinds' })).status;
      const signed = upgrade(byKey, '/media');
      expect(await status(signed)).toBe(101);
      expect(await status({ ...signed, target: '/other' })).toBe(403);
      expect(await status(withHeader(signed, settings, undefined))).toBe(403);
    },
    'upgrade',
  );
}
