import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkOptionNames, createReceiver } from '../src/adapter.js';
import { OptionError, sign, signatureGuard, type WebhookOptions } from '../src/index.js';

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

describe('each wrong value is an error that says what is right', () => {
  const authToken = 'token';
  const wrong: [option: string, says: RegExp, values: unknown[]][] = [
    [
      'authToken',
      /must be a token, a list of tokens, or a function; what was given is empty/,
      [null, '', 0, 1, true, {}, [], [''], ['a', ''], ['a', undefined], [1], [['a']]],
    ],
    [
      'accountSid',
      /must be an account SID or a list of them, none of them empty/,
      [null, '', 1, {}, [], [''], ['AC1', ''], ['AC1', 1], [['AC1']], { length: 1 }],
    ],
    [
      'header',
      /must be the name of a header/,
      [null, '', ' ', 'x y', 'x:', ':x', 'x\n', '\nx', 'é', 'xé', 1, ['x'], {}],
    ],
    [
      'lookupTimeout',
      /must be milliseconds above 0, and 2147483647 at most/,
      [null, 0, -1, '5', Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, [5], {}],
    ],
    [
      'tickets',
      /must be what createStreamTickets\(\) returns/,
      [null, {}, true, 'x', { verify: 1 }],
    ],
    [
      'bodyLimit',
      /must be a whole number of bytes above 0/,
      [null, 0, -1, 0.5, 1.5, '1', Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53],
    ],
    [
      'onReject',
      /must be a function of the error and the request/,
      [null, false, 'x', {}, [() => {}]],
    ],
    ['httpAuth', /must be a guard or a list of guards/, [null, true, 'x', {}, [], [{}], [null]]],
  ];

  it.each(
    wrong.flatMap(([option, says, values]) => values.map((value) => ({ option, says, value }))),
  )('$option: $value', ({ option, says, value }) => {
    const options = { authToken, [option]: value } as never;
    expect(() => createReceiver(options)).toThrow(
      expect.objectContaining({ option, message: expect.stringMatching(says) }),
    );
    expect(() => createReceiver(options)).toThrow(OptionError);
    if (['httpAuth', 'bodyLimit', 'onReject'].includes(option)) return;
    expect(() => signatureGuard(options)).toThrow(expect.objectContaining({ option }));
  });

  it.each<[string, unknown[]]>([
    ['authToken', ['x', ['x'], ['x', 'y'], () => undefined]],
    ['accountSid', ['AC1', ['AC1'], ['AC1', 'AC2']]],
    ['header', ['x', 'X-1', "!#$%&'*+-.^_`|~09azAZ"]],
    ['lookupTimeout', [0.5, 1, 10_000, 2 ** 31 - 1]],
    ['bodyLimit', [1, 2 ** 53 - 1]],
    ['onReject', [() => {}, async () => {}]],
    ['httpAuth', [() => ({ ok: true }), [() => ({ ok: true })]]],
  ])('%s: right values', (option, values) => {
    for (const value of values) {
      expect(() => createReceiver({ authToken, [option]: value } as never)).not.toThrow();
    }
  });

  it('an option that there is not: those that there are', () => {
    const own =
      'authToken, sharedKeys, publicUrl, rewrite, configuredUrl, accountSid, header, provider, lookupTimeout';
    expect(() => signatureGuard({ authToken, x: 1 } as never)).toThrow(
      `There is no option "x". There are: ${own}.`,
    );
    expect(() => createReceiver({ authToken, x: 1 } as never)).toThrow(
      `There is no option "x". There are: ${own}, httpAuth, bodyLimit, tickets, idempotency, onAccept, onReject.`,
    );
  });

  it('an unset variable: every option, by name', () => {
    const names = ['rewrite', 'configuredUrl', 'lookupTimeout', ...wrong.map(([name]) => name)];
    for (const option of names) {
      expect(() => createReceiver({ authToken, [option]: undefined })).toThrow(
        expect.objectContaining({
          option,
          message: `"${option}" is undefined. Is the variable that you read it from set? Leave the option out for its default.`,
        }),
      );
    }
  });

  it.each([undefined, null, 'x', 1, true])('%j in place of options', (options) => {
    const message = 'The options must be an object.';
    const wanted = expect.objectContaining({ name: 'OptionError', option: 'options', message });
    expect(() => checkOptionNames(options as never, ['x'])).toThrow(wanted);
    if (options === undefined) return;
    expect(() => signatureGuard(options as never)).toThrow(wanted);
  });

  it('no token at all: where one can come from', () => {
    vi.stubEnv('TWILIO_AUTH_TOKEN', undefined);
    const message = expect.stringMatching(
      /no auth token: give "authToken", or set TWILIO_AUTH_TOKEN/,
    );
    expect(() => signatureGuard()).toThrow(
      expect.objectContaining({ option: 'authToken', message }),
    );
    vi.stubGlobal('process', undefined);
    expect(() => signatureGuard()).toThrow(expect.objectContaining({ option: 'authToken' }));
    vi.unstubAllGlobals();
  });
});

it.each<[string, object]>([
  ['no token', { authToken: '' }],
  ['a token that is no text', { authToken: 1 }],
  ['a list of tokens', { authToken: ['token'] }],
  ['no URL', { url: '' }],
  ['a URL that is no text', { url: new URL('https://h/') }],
  ['a form and another body', { params: {}, body: 'x' }],
  ['a form and no body', { params: { a: '1' }, body: '' }],
  ['params that no form can hold', { params: { a: 1 } }],
])('sign() refuses %s, and says which option it is', (_title, changed) => {
  const wanted = Object.keys(changed).at(-1) ?? '';
  expect(() => sign({ authToken: 'token', url: 'https://h/', ...changed } as never)).toThrow(
    expect.objectContaining({
      name: 'OptionError',
      option: wanted,
      message: expect.stringContaining(`"${wanted}"`),
    }),
  );
});
