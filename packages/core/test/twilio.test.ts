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
