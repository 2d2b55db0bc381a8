// Whatever the token and however long the text: the guard computes HMAC-SHA1 (RFC 2104), with keys that it
// keeps as with those that a look-up finds.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AuthToken, sign, signatureGuard, verify, type WebhookRequest } from '../src/index.js';

const path = '/voice?q=';
const origin = 'https://example.com';

/** A GET whose URL was signed by Node itself with a token. */
function get(target: string, signer: string): WebhookRequest {
  const signature = createHmac('sha1', signer).update(`${origin}${target}`).digest('base64');
  return {
    method: 'GET',
    target,
    protocol: 'https',
    host: 'example.com',
    upgrade: false,
    header: (name) => (name === 'x-twilio-signature' ? signature : undefined),
    body: () => ({ bytes: new Uint8Array(0) }),
  };
}

/** Whether a guard accepts a URL of so many characters. */
async function accepts(authToken: AuthToken, signer: string, length = 40, filler = 'x') {
  const target = path + filler.repeat(length - origin.length - path.length);
  return (await signatureGuard({ authToken })(get(target, signer))).ok;
}

const tokens: [string, string][] = [
  ['one character', 'k'],
  ['32 characters, as is usual', '0123456789abcdef0123456789abcdef'],
  ['63 characters', 'k'.repeat(63)],
  ['64 characters, a block of SHA-1', 'k'.repeat(64)],
  ['65 characters', 'k'.repeat(65)],
  ['129 characters', 'k'.repeat(129)],
  ['control characters', 'a\0b\x1f\x7f'],
  ['a first character that is not ASCII', 'éabc'],
  ['a last character that is not ASCII', 'abcé'],
  ['characters of two bytes', 'ключ'],
  ['characters of three and four bytes', 'ключ 鍵 🔑'],
  ['a lone surrogate', 'a\ud800b'],
];

describe.each(tokens)('a token of %s', (_title, token) => {
  // One-shot hashes are for texts of up to 8 KiB.
  it.each([40, 8191, 8192, 8193, 20_000])('and a text of %i characters', async (length) => {
    expect(await accepts(token, token, length)).toBe(true);
    expect(await accepts(() => token, token, length)).toBe(true);
    expect(await accepts(token, `${token}x`, length)).toBe(false);
    expect(await accepts(() => token, `${token}x`, length)).toBe(false);
  });

  it('and a text that is not ASCII', async () => {
    for (const filler of ['é', '鍵', '\ud800']) {
      expect(await accepts(token, token, 60, filler)).toBe(true);
      expect(await accepts(() => token, token, 60, filler)).toBe(true);
    }
  });

  it('signs and verifies in one go as well', () => {
    const url = `${origin}${path}`;
    const { signature } = sign({ authToken: token, url });
    expect(signature).toBe(createHmac('sha1', token).update(url).digest('base64'));
    expect(verify({ authToken: token, url, signature }).ok).toBe(true);
    expect(verify({ authToken: `${token}x`, url, signature }).ok).toBe(false);
  });
});

it('a guard uses one key for request after request', async () => {
  const guard = signatureGuard({ authToken: ['other', 'token'] });
  for (const target of ['/1', '/2', '/3']) {
    expect(await guard(get(target, 'token'))).toMatchObject({
      ok: true,
      key: { kind: 'auth-token', index: 1 },
    });
    expect(await guard(get(target, 'other'))).toMatchObject({
      ok: true,
      key: { kind: 'auth-token', index: 0 },
    });
    expect((await guard(get(target, 'another'))).ok).toBe(false);
  }
});
