import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidateUrls } from '../src/adapter.js';
import { bodyHash, sign, stringToSign, verify } from '../src/index.js';

const form = 'application/x-www-form-urlencoded';
const text = fc.string({ unit: 'binary', maxLength: 12 });
const token = fc.string({ minLength: 1 });
const pairs = fc.array(fc.tuple(text, text), { maxLength: 8 });
const segment = fc.string({
  unit: fc.constantFrom(...Array.from("aZ0-._~!$'()*+,;=:@/%27é ")),
  maxLength: 20,
});
const url = fc
  .tuple(
    fc.constantFrom('http://', 'https://', 'ws://', 'wss://', 'HTTPS://'),
    fc.constantFrom('', 'user:pass@', 'user@'),
    fc.constantFrom('example.com', 'MyCompany.com', '[2001:db8::1]', 'localhost', '127.0.0.1'),
    fc.constantFrom('', ':443', ':80', ':8443'),
    fc.option(
      segment.map((path) => `/${path}`),
      { nil: '' },
    ),
    fc.option(
      segment.map((query) => `?${query}`),
      { nil: '' },
    ),
  )
  .map((parts) => parts.join(''));

describe('what sign() signs', () => {
  it('verify() accepts: forms, as params and as bytes', () => {
    fc.assert(
      fc.property(token, url, pairs, (authToken, url, pairs) => {
        const { signature } = sign({ authToken, url, params: pairs });
        const body = new URLSearchParams(pairs).toString();
        const fromBytes = verify({ authToken, url, signature, body, contentType: form });
        const fromParams = verify({ authToken, url, signature, params: pairs });
        expect(fromBytes).toMatchObject({ ok: true, url, key: { kind: 'auth-token', index: 0 } });
        expect(fromParams).toEqual(fromBytes);
      }),
    );
  });

  it('verify() accepts: any bytes of another type', () => {
    fc.assert(
      fc.property(token, url, fc.uint8Array({ minLength: 1 }), (authToken, url, body) => {
        const signed = sign({ authToken, url, body });
        expect(signed.url).toContain(`bodySHA256=${bodyHash(body)}`);
        expect(verify({ authToken, ...signed, body, contentType: 'application/json' }).ok).toBe(
          true,
        );
      }),
    );
  });

  it('verify() accepts at every candidate of the URL that arrives', () => {
    fc.assert(
      fc.property(token, url, pairs, fc.nat(15), (authToken, url, pairs, nth) => {
        const candidates = [...candidateUrls(url)];
        const signedUrl = candidates[nth % candidates.length] ?? url;
        const { signature } = sign({ authToken, url: signedUrl, params: pairs });
        expect(verify({ authToken, url, signature, params: pairs })).toMatchObject({
          ok: true,
          url: signedUrl,
        });
      }),
    );
  });
});

describe('one change and verify() refuses', () => {
  /** `text` with one character replaced by another, or one left out or added. */
  const edited = (arbitrary: fc.Arbitrary<string>) =>
    fc.tuple(
      arbitrary,
      fc.nat(),
      fc.constantFrom('replace', 'remove', 'add'),
      fc.constantFrom('x', '1', '/', '?'),
    );
  const edit = (text: string, at: number, how: string, char: string) => {
    const i = text === '' ? 0 : at % text.length;
    const kept = how === 'add' ? i : i + 1;
    return text.slice(0, i) + (how === 'remove' ? '' : char) + text.slice(kept);
  };

  it('of the URL', () => {
    fc.assert(
      fc.property(token, edited(url), pairs, (authToken, [url, at, how, char], pairs) => {
        const seen = edit(url, at, how, char);
        // The documented candidates: a URL that differs in port, slash and the like is the same.
        fc.pre(![...candidateUrls(seen)].includes(url));
        const { signature } = sign({ authToken, url, params: pairs });
        expect(verify({ authToken, url: seen, signature, params: pairs }).ok).toBe(false);
      }),
    );
  });

  it('of a form', () => {
    fc.assert(
      fc.property(
        token,
        url,
        pairs,
        edited(fc.constant('')),
        (authToken, url, pairs, [, at, how, char]) => {
          const body = new URLSearchParams(pairs).toString();
          const forged = edit(body, at, how, char);
          const params = [...new URLSearchParams(forged)];
          // The documented ambiguity: no delimiters, no order, no repetition.
          // Nor a border between a URL that is a documented candidate and the first name.
          const signed = stringToSign(url, pairs);
          fc.pre([...candidateUrls(url)].every((seen) => stringToSign(seen, params) !== signed));
          const { signature } = sign({ authToken, url, params: pairs });
          expect(verify({ authToken, url, signature, body: forged, contentType: form }).ok).toBe(
            false,
          );
        },
      ),
    );
  });

  it('of any other body', () => {
    fc.assert(
      fc.property(
        token,
        url,
        fc.uint8Array({ minLength: 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (authToken, url, body, at, flip) => {
          const signed = sign({ authToken, url, body });
          const forged = Uint8Array.from(body, (byte, i) =>
            i === at % body.length ? byte ^ flip : byte,
          );
          expect(
            verify({ authToken, ...signed, body: forged, contentType: 'text/plain' }),
          ).toMatchObject({
            ok: false,
            error: { code: 'body-hash-mismatch' },
          });
        },
      ),
    );
  });

  it('of the token', () => {
    fc.assert(
      fc.property(edited(token), url, pairs, ([authToken, at, how, char], url, pairs) => {
        const other = edit(authToken, at, how, char);
        // HMAC pads keys with zero bytes (RFC 2104), so a key and its padded self are one.
        fc.pre(other.replace(/\0+$/, '') !== authToken.replace(/\0+$/, ''));
        const { signature } = sign({ authToken, url, params: pairs });
        expect(verify({ authToken: other, url, signature, params: pairs }).ok).toBe(false);
      }),
    );
  });

  it('of the signature', () => {
    fc.assert(
      fc.property(
        token,
        url,
        fc.nat(),
        fc.constantFrom('replace', 'remove', 'add'),
        fc.constantFrom('x', '1', '/', '+', '='),
        (authToken, url, at, how, char) => {
          const { signature } = sign({ authToken, url });
          const forged = edit(signature, at, how, char);
          fc.pre(forged !== signature);
          expect(verify({ authToken, url, signature: forged }).ok).toBe(false);
        },
      ),
    );
  });
});

it('no input makes verify() throw', () => {
  const anything = fc.anything({ withNullPrototype: true, withObjectString: true });
  const options = fc.record(
    {
      authToken: fc.oneof(token, fc.array(token), anything),
      signature: fc.oneof(fc.constant(`${'A'.repeat(27)}=`), text, anything),
      url: fc.oneof(url, text, anything),
      contentType: fc.oneof(fc.constant(form), text, anything),
      body: fc.oneof(text, fc.uint8Array(), anything),
      params: fc.oneof(fc.dictionary(text, text), anything),
      authorization: fc.oneof(text, anything),
      accountSid: fc.oneof(text, anything),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(options, (options) => {
      expect(verify(options as never).ok).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
