// What a client, an operator and an error handler learn of a rejection.
import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import {
  hintOf,
  isWebhookError,
  OptionError,
  reject,
  WebhookError,
  type WebhookErrorCode,
} from '../src/index.js';

/** Status, what the client reads, and a word that the operator must find in the hint. */
const table: [WebhookErrorCode, number, RegExp, RegExp][] = [
  ['missing-signature', 403, /no signature header/, /option "header"/],
  ['malformed-signature', 403, /not one base64 HMAC/, /28 base64 characters/],
  ['malformed-signature-settings', 403, /settings header is malformed/, /key=KEY_ID/],
  ['unknown-key', 403, /a key that is not known here/, /"sharedKeys"/],
  ['unsupported-algorithm', 403, /an algorithm that is not accepted/, /HMAC-SHA256/],
  ['signature-mismatch', 403, /does not match the request/, /set "publicUrl"/],
  ['body-not-signed', 403, /signature does not cover/, /bodySHA256/],
  ['body-hash-mismatch', 403, /does not match the bodySHA256/, /changed on its way/],
  ['account-mismatch', 403, /not for an account that is served/, /"accountSid"/],
  ['no-token', 403, /not for an account that is served/, /"authToken" function/],
  ['url-unknown', 400, /the URL of the request/, /Host header.*"publicUrl"/],
  ['request-aborted', 400, /before its body was complete/, /client went away/],
  ['malformed-body', 400, /not what its Content-Type says/, /sender itself/],
  ['malformed-credentials', 400, /Authorization header is malformed/, /RFC 7616, section 3\.4/],
  ['unauthorized', 401, /Credentials are required/, /challenged/],
  ['insufficient-scope', 403, /do not permit this request/, /scope that the challenge names/],
  ['body-too-large', 413, /larger than is accepted/, /"bodyLimit"/],
  ['unsupported-encoding', 415, /Content-Encoding/, /compression/],
  ['body-already-parsed', 500, /put webhook\(\) before the body parser/, /before the body parser/],
  ['lookup-failed', 500, /see the cause/, /database/],
  ['guard-failed', 500, /no verdict/, /\{ ok: true \}/],
  ['lookup-timeout', 503, /took too long/, /"lookupTimeout"/],
];

describe.each(table)('%s', (code, status, message, hint) => {
  const error = new WebhookError(code);

  it(`is answered with ${status}`, () => {
    expect(error).toMatchObject({ name: 'WebhookError', code, status, statusCode: status });
    expect(error.message).toMatch(message);
    expect(error.headers).toEqual({});
    expect(error.cause).toBeUndefined();
    expect('cause' in error).toBe(false);
    expect(reject(code)).toMatchObject({ ok: false, error: { code, status } });
  });

  it('shows the client its message only if the client is at fault', () => {
    expect(error.expose).toBe(status < 500);
  });

  it('has a stack only if the server is at fault', () => {
    const lines = String(error.stack).split('\n');
    if (status < 500) expect(lines).toEqual([`WebhookError: ${error.message}`]);
    else expect(lines.slice(1).join()).toContain('errors.test.ts');
  });

  it('has a hint for the operator', () => {
    expect(hintOf(error)).toMatch(hint);
  });

  it('is printed in one line if the client is at fault, else with stack and cause', () => {
    const caused = new WebhookError(code, { cause: new Error('no database') });
    const line = `WebhookError [${code}]: ${error.message}`;
    if (status < 500) {
      expect(inspect(error)).toBe(line);
      expect(inspect(caused)).toBe(line);
    } else {
      expect(inspect(error)).toContain(String(error.stack));
      expect(inspect(error)).toContain(`code: '${code}', status: ${status}`);
      expect(inspect(error)).not.toContain('cause:');
      expect(inspect(caused)).toContain('no database');
    }
  });

  it('is printed in one line by whatever has no inspect() to pass on', () => {
    const print = (error as unknown as Record<symbol, () => string>)[
      Symbol.for('nodejs.util.inspect.custom')
    ];
    expect(print?.call(error)).toBe(`WebhookError [${code}]: ${error.message}`);
  });
});

describe('a WebhookError', () => {
  it('may have a cause that is null, which is not none', () => {
    expect(new WebhookError('unauthorized', { cause: null }).cause).toBeNull();
  });

  it('takes another message, headers and a cause', () => {
    const cause = new Error('why');
    const headers = { 'Retry-After': '1' };
    const error = new WebhookError('url-unknown', { message: 'No.', headers, cause });
    expect(error).toMatchObject({ message: 'No.', headers, cause, status: 400 });
    expect(error.stack).toBe('WebhookError: No.');
  });

  it('has a stack that a framework may replace', () => {
    const error = new WebhookError('unauthorized');
    error.stack = 'other';
    expect(error.stack).toBe('other');
    expect(() => Object.defineProperty(error, 'stack', { value: 'another' })).not.toThrow();
    expect(Object.keys(error)).not.toContain('stack');
  });

  it('is known from another copy of the package, and nothing else is', async () => {
    vi.resetModules();
    const copy = await import('../src/index.js');
    const foreign = new copy.WebhookError('unauthorized');
    expect(Object.getPrototypeOf(foreign)).not.toBe(WebhookError.prototype);
    for (const error of [foreign, new WebhookError('unauthorized')]) {
      expect(isWebhookError(error)).toBe(true);
      expect(error).toBeInstanceOf(WebhookError);
    }
    const others = [undefined, null, 'WebhookError', 1, {}, new Error('x'), () => {}, foreign.code];
    for (const other of others) {
      expect(isWebhookError(other)).toBe(false);
      expect(other).not.toBeInstanceOf(WebhookError);
    }
  });

  it('may be extended, and is then no other extension of it', () => {
    class One extends WebhookError {}
    class Other extends WebhookError {}
    const error = new One('unauthorized');
    expect([error instanceof One, error instanceof Other]).toEqual([true, false]);
    expect(error).toBeInstanceOf(WebhookError);
    expect(new WebhookError('unauthorized')).not.toBeInstanceOf(One);
  });
});

it('an OptionError names its option', () => {
  const error = new OptionError('header', 'Wrong.');
  expect(error).toBeInstanceOf(TypeError);
  expect(error).toMatchObject({
    name: 'OptionError',
    code: 'invalid-option',
    option: 'header',
    message: 'Wrong.',
  });
});

it('an OptionError is known from another copy of the package, and nothing else is', async () => {
  vi.resetModules();
  const copy = await import('../src/index.js');
  const foreign = new copy.OptionError('header', 'Wrong.');
  expect(Object.getPrototypeOf(foreign)).not.toBe(OptionError.prototype);
  expect(foreign).toBeInstanceOf(OptionError);
  for (const other of [undefined, null, {}, new TypeError('x'), new WebhookError('no-token')]) {
    expect(other).not.toBeInstanceOf(OptionError);
  }
  class Own extends OptionError {}
  expect([new Own('a', '') instanceof Own, foreign instanceof Own]).toEqual([true, false]);
});
