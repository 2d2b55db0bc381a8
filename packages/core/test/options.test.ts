import { afterEach, describe, expect, it, vi } from 'vitest';
import { createReceiver } from '../src/adapter.js';
import { OptionError, signatureGuard, type WebhookOptions } from '../src/index.js';

afterEach(() => vi.unstubAllEnvs());

/** The option that an error names. */
function wrongOption(options: unknown): string | undefined {
  try {
    createReceiver(options as WebhookOptions);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(OptionError);
    expect(error).toMatchObject({ code: 'invalid-option' });
    return (error as OptionError).option;
  }
}

describe('options are checked when the guard is made', () => {
  const authToken = 'token';
  it.each<[string, unknown, string | undefined]>([
    ['nothing but a token', { authToken }, undefined],
    [
      'everything',
      {
        authToken: ['a', 'b'],
        publicUrl: 'https://h:1/p',
        accountSid: ['AC1'],
        header: 'X-Sig',
        httpAuth: [() => ({ ok: true })],
        bodyLimit: 1,
        onReject() {},
      },
      undefined,
    ],
    [
      'functions',
      { authToken: () => undefined, publicUrl: () => 'https://h/', httpAuth: () => ({ ok: true }) },
      undefined,
    ],
    ['a typing mistake', { authToken, pubicUrl: 'https://h' }, 'pubicUrl'],
    ['a switch-off', { authToken, validate: false }, 'validate'],
    ['null', null, 'options'],
    ['an unset variable', { authToken: undefined }, 'authToken'],
    ['an empty token', { authToken: '' }, 'authToken'],
    ['an empty list', { authToken: [] }, 'authToken'],
    ['an empty token in a list', { authToken: ['a', ''] }, 'authToken'],
    ['a number', { authToken: 1 }, 'authToken'],
    ['no scheme', { authToken, publicUrl: 'example.com' }, 'publicUrl'],
    ['wss', { authToken, publicUrl: 'wss://example.com' }, 'publicUrl'],
    ['a query', { authToken, publicUrl: 'https://example.com/?a' }, 'publicUrl'],
    ['a fragment', { authToken, publicUrl: 'https://example.com/#a' }, 'publicUrl'],
    ['white space', { authToken, publicUrl: 'https://example.com ' }, 'publicUrl'],
    ['no host', { authToken, publicUrl: 'https://' }, 'publicUrl'],
    ['an empty account', { authToken, accountSid: '' }, 'accountSid'],
    ['no accounts', { authToken, accountSid: [] }, 'accountSid'],
    ['a header that cannot be', { authToken, header: 'x y' }, 'header'],
    ['no guards', { authToken, httpAuth: [] }, 'httpAuth'],
    ['something that is no guard', { authToken, httpAuth: [{}] }, 'httpAuth'],
    ['a limit of nothing', { authToken, bodyLimit: 0 }, 'bodyLimit'],
    ['a limit in words', { authToken, bodyLimit: '1mb' }, 'bodyLimit'],
    ['half a byte', { authToken, bodyLimit: 1.5 }, 'bodyLimit'],
    ['onReject that cannot be called', { authToken, onReject: true }, 'onReject'],
  ])('%s', (_title, options, option) => {
    expect(wrongOption(options)).toBe(option);
  });

  it('without an authToken the environment has it', () => {
    vi.stubEnv('TWILIO_AUTH_TOKEN', '');
    expect(wrongOption({})).toBe('authToken');
    expect(() => signatureGuard()).toThrow(OptionError);
    vi.stubEnv('TWILIO_AUTH_TOKEN', 'token');
    expect(wrongOption({})).toBeUndefined();
    expect(() => signatureGuard()).not.toThrow();
  });

  it('the signature guard knows its own options only', () => {
    expect(() => signatureGuard({ authToken, bodyLimit: 1 } as never)).toThrow(
      /no option "bodyLimit"/,
    );
  });
});
