import fc from 'fast-check';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import * as sig from '../src/twilio/index.js';
import { vectors } from './vectors.js';

describe('the same results as the twilio package', () => {
  it.each(vectors)('vector $id', ({ authToken, signature, url, params = {}, rawBody = '' }) => {
    expect(sig.validateRequest(authToken, signature, url, params)).toBe(
      twilio.validateRequest(authToken, signature, url, params),
    );
    expect(sig.validateRequestWithBody(authToken, signature, url, rawBody)).toBe(
      twilio.validateRequestWithBody(authToken, signature, url, rawBody),
    );
  });

  const text = fc.string({ maxLength: 8 });
  const value = fc.oneof(text, fc.array(text), fc.constantFrom(null, undefined, 1, true));
  const url = fc
    .tuple(
      fc.constantFrom('http', 'https'),
      fc.constantFrom('', ':1', ':443'),
      fc.webPath(),
      fc.string({ unit: fc.constantFrom(..."a=&%'+ é") }),
    )
    .map(([scheme, port, path, query]) => `${scheme}://example.com${port}${path}?${query}`);

  it('signs the same', () => {
    fc.assert(
      fc.property(text, url, fc.dictionary(text, value), (token, url, params) => {
        expect(sig.getExpectedTwilioSignature(token, url, params)).toBe(
          twilio.getExpectedTwilioSignature(token, url, params),
        );
        expect(sig.getExpectedBodyHash(url)).toBe(twilio.getExpectedBodyHash(url));
      }),
    );
  });

  it('accepts the same', () => {
    const shapes: ((url: string) => string)[] = [
      (url) => url,
      (url) => new URL(url).toString(),
      (url) => url.replace(/:\d+(?=\/)/, ''),
      (url) => url.replace('example.com/', 'example.com:443/'),
      (url) => url.replaceAll("'", '%27'),
      (url) => url.replaceAll('+', '%20'),
      (url) => `${url}x`,
    ];
    fc.assert(
      fc.property(url, fc.constantFrom(...shapes), (url, shape) => {
        // See below; and no blanks at its end, which no request has.
        fc.pre(url.trim() === url);
        fc.pre(!/\/\.\.?(?:\/|\?|$)/.test(decodeURIComponent(url.split('?', 1)[0] ?? '')));
        const signature = twilio.getExpectedTwilioSignature('token', shape(url), {});
        expect(sig.validateRequest('token', signature, url, {})).toBe(
          twilio.validateRequest('token', signature, url, {}),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('where the twilio package throws, false', () => {
  it.each([undefined, null, 1, {}, ['x']])('a header of %j', (header) => {
    expect(sig.validateRequest('token', header as never, 'https://h/', {})).toBe(false);
  });

  it('no URL', () => {
    expect(sig.validateRequest('token', 'x', 'nonsense', {})).toBe(false);
    expect(sig.validateRequestWithBody('token', 'x', 'nonsense', '')).toBe(false);
  });

  it('no token', () => {
    const signature = sig.getExpectedTwilioSignature('', 'https://h/', {});
    expect(sig.validateRequest('', signature, 'https://h/', {})).toBe(false);
  });
});

describe('where the twilio package accepts what was not signed, false', () => {
  const url = 'https://example.com/voice?a=1';
  const signature = sig.getExpectedTwilioSignature('token', url, {});

  it.each([
    ['a query after a thousand empty parameters', `${url}${'&'.repeat(1000)}Extra=evil`],
    ['a path that a URL parser folds', 'https://example.com/v/evil/../../voice?a=1'],
    ['the same, escaped', 'https://example.com/v/%2e%2E/voice?a=1'],
    ['a path with a backslash', 'https://example.com\\voice?a=1'],
  ])('%s', (_title, forged) => {
    expect(twilio.validateRequest('token', signature, forged, {})).toBe(true);
    expect(sig.validateRequest('token', signature, forged, {})).toBe(false);
  });

  it.each<{ a: unknown }>([
    { a: { b: 1 } },
    { a: [['1']] },
    { a: [1] },
    { a: { toString: 1, valueOf: 1 } },
  ])('a value that no form has: %j', (params) => {
    const forged = { a: '[object Object]' };
    const signed = sig.getExpectedTwilioSignature('token', url, forged);
    expect(sig.validateRequest('token', signed, url, params)).toBe(false);
    const one = sig.getExpectedTwilioSignature('token', url, { a: '1' });
    expect(sig.validateRequest('token', one, url, params)).toBe(false);
  });
});
