// Every wrong option is an OptionError that names it, when the guard is made.
import { OptionError } from '@sig/core';
import { describe, expect, it } from 'vitest';
import { basic, bearer, digest, formatBasic, ha1, htdigest } from '../src/index.js';
import { request } from './request.js';

const md5 = ha1('MD5', 'user', 'calls', 'secret');
const sha256 = ha1('SHA-256', 'user', 'calls', 'secret');

/** The OptionError that making a guard throws. */
function errorOf(make: () => unknown): OptionError {
  try {
    make();
  } catch (error) {
    if (error instanceof OptionError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

const notText = [null, 1, true, {}, [], () => 'x', '', 'ä', 'äa', 'a\n', '\x7f', 'a\x1f'];
const notObjects = [null, 1, true, 'user:secret', [], ['secret'], [['user', 'secret']]];
const notFunctions = [null, 1, true, 'x', {}, []];

const wrong: [string, unknown[]][] = [
  ['realm', notText],
  ['credentials', [...notObjects, {}, new Map([['user', 'secret']])]],
  ['algorithms', [null, 'MD5', 1, {}, [], [undefined], Array(1), ['md5'], ['MD5', 'SHA-1'], [1]]],
  ['qop', [null, 'auth', 1, {}, [], [undefined], Array(1), ['auth', 'auth-conf'], ['AUTH']]],
  ['nonceLifetime', [null, '5', 0, -1, Number.NaN, Number.POSITIVE_INFINITY, [5], new Date()]],
  ['secret', [null, 1, '', 'x'.repeat(15), Buffer.alloc(32), {}]],
  ['store', [null, 1, 'x', {}, [], { use: true }, () => true]],
  ['opaque', notText],
  ['domain', [...notText, ['/a', '/b']]],
  ['userhash', [null, 'true', 1, 0, '', []]],
  ['publicUrl', [null, 1, {}, [], '', '/prefix', 'example.com', 'ftp://example.com', () => '']],
  ['publicUrl', ['https://', 'https:///a', 'https://example.com?a', 'https://example.com/#a']],
  ['publicUrl', ['https://example.com/a b', 'x https://example.com', new URL('https://a/')]],
  ['now', [...notFunctions, () => undefined, () => '5', () => -1, () => Number.NaN, () => 2 ** 48]],
  ['now', [() => new Date()]],
];

describe('digest()', () => {
  const options = { realm: 'calls', credentials: { user: 'secret' } };
  const made = (changed: object) => () => digest({ ...options, ...changed } as never);

  it.each(wrong.flatMap(([option, values]) => values.map((value) => [option, value] as const)))(
    'throws for a wrong %s: %j',
    (option, value) => {
      const error = errorOf(made({ [option]: value }));
      expect(error.option).toBe(option);
      expect(error.message).toContain(option);
      expect(error.message).not.toContain('undefined');
    },
  );

  it.each([...new Set(wrong.map(([option]) => option))])('says that %s is undefined', (option) => {
    const { option: named, message } = errorOf(made({ [option]: undefined }));
    expect(named).toBe(option);
    expect(message).toBe(
      `"${option}" is undefined. Is the variable that you read it from set? Leave the option out for its default.`,
    );
  });

  it.each<[string, object]>([
    ['algorithms', { algorithms: ['SHA-512-256', 'MD5-sess'] }],
    ['qop', { qop: ['auth-int', 'auth'] }],
    ['nonceLifetime', { nonceLifetime: 0.5 }],
    ['secret', { secret: 'x'.repeat(16) }],
    ['store', { store: { use: () => true, since: 0 } }],
    ['opaque and domain', { opaque: ' ~', domain: 'https://a/ /b' }],
    ['userhash', { userhash: false }],
    ['publicUrl', { publicUrl: 'HTTP://example.com:8080/a/b/' }],
    ['now', { now: () => 0 }],
    ['now', { now: () => 2 ** 48 - 1 }],
  ])('accepts a valid %s', (_option, changed) => {
    expect(made(changed)).not.toThrow();
  });

  it.each([undefined, null, '5', -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'throws for a store that remembers since %j',
    (since) => {
      expect(errorOf(made({ store: { use: () => true, since } }))).toMatchObject({
        option: 'store',
        message: expect.stringContaining('since'),
      });
    },
  );

  it('says how to write a list of URIs', () => {
    expect(errorOf(made({ domain: ['/a', '/b'] })).message).toContain('Join the list with spaces.');
    expect(errorOf(made({ domain: '' })).message).not.toContain('Join');
  });

  it('says that a secret is undefined', () => {
    expect(errorOf(made({ credentials: { a: 'b', user: undefined } })).message).toBe(
      'The secret of "user" in "credentials" is undefined. Is the variable that you read it from set?',
    );
  });

  it.each<[unknown]>([
    [null],
    [''],
    [1],
    [true],
    [[]],
    [{}],
    [{ ha1: undefined }],
    [{ ha1: null }],
    [{ ha1: '' }],
    [{ ha1: {} }],
    [{ ha1: md5 }],
    [{ ha1: sha256 }],
    [{ ha1: { MD5: md5 } }],
    [{ ha1: { 'SHA-256': sha256 } }],
    [{ ha1: { MD5: md5, 'SHA-256': md5 } }],
    [{ ha1: { MD5: `${md5}\n`, 'SHA-256': sha256 } }],
    [{ ha1: { MD5: md5.replace(/^./, 'g'), 'SHA-256': sha256 } }],
  ])('throws for the secret %j', (secret) => {
    const { option, message } = errorOf(made({ credentials: { user: secret } }));
    expect(option).toBe('credentials');
    expect(message).toMatch(/"user".*(MD5|SHA-256)/);
  });

  it('says how long an H(A1) is', () => {
    const messageFor = (algorithm: string) =>
      errorOf(made({ algorithms: [algorithm], credentials: { user: { ha1: 'x' } } })).message;
    expect(messageFor('MD5-sess')).toContain('for MD5-sess: give a password, an H(A1) of 32 hex');
    expect(messageFor('SHA-256')).toContain('for SHA-256: give a password, an H(A1) of 64 hex');
  });

  it.each<[unknown, string[]]>([
    [{ ha1: md5 }, ['MD5']],
    [{ ha1: md5.toUpperCase() }, ['MD5', 'MD5-sess']],
    [{ ha1: { MD5: md5, 'SHA-256': sha256 } }, ['SHA-256-sess', 'MD5']],
  ])('accepts the secret %j for %j', (secret, algorithms) => {
    expect(made({ algorithms, credentials: { user: secret } })).not.toThrow();
  });

  it.each(['', 'a\nb', 'a\0', '\x7f'])('throws for the user name %j', (username) => {
    expect(errorOf(made({ credentials: { [username]: 'p' } })).option).toBe('credentials');
  });

  it.each([undefined, null, 'x', 1])('throws for %j instead of options', (options) => {
    expect(errorOf(() => digest(options as never))).toMatchObject({
      option: 'options',
      message: 'The options must be an object.',
    });
  });

  it('ignores later changes to a list', async () => {
    const algorithms: ('MD5' | 'SHA-256')[] = ['SHA-256'];
    const guard = digest({ ...options, algorithms });
    algorithms.push('MD5');
    const verdict = await guard(request());
    expect(verdict.ok || verdict.error.headers['WWW-Authenticate']?.length).toBe(1);
  });
});

describe('basic()', () => {
  const options = { realm: 'calls', credentials: { user: 'secret' } };

  it.each<[string, unknown[]]>([
    ['realm', notText],
    ['credentials', [...notObjects, {}, new Map([['user', 'secret']]), () => true]],
    ['credentials', [null, 1, ['p'], { ha1: md5 }, '', 'p\n', undefined].map((user) => ({ user }))],
    ['credentials', [{ 'a:b': 'p' }, { 'a\n': 'p' }]],
  ])('throws for a wrong %s', (option, values) => {
    for (const value of values) {
      const { option: named } = errorOf(() => basic({ ...options, [option]: value } as never));
      expect(named).toBe(option);
    }
  });

  it.each(notFunctions)('throws for the check %j', (check) => {
    expect(errorOf(() => basic({ realm: 'r', check } as never)).option).toBe('check');
  });

  it.each([
    ['realm', { ...options, realm: undefined }],
    ['credentials', { realm: 'r', credentials: undefined }],
    ['credentials', { realm: 'r', credentials: undefined, check: () => true }],
    ['check', { ...options, check: undefined }],
  ])('says that %s is undefined', (option, changed) => {
    const { option: named, message } = errorOf(() => basic(changed as never));
    expect(named).toBe(option);
    expect(message).toContain(`"${option}" is undefined. Is the variable`);
  });

  it('says that a password is undefined, or ends in a line break', () => {
    const made = (password: unknown) => () =>
      basic({ realm: 'r', credentials: { a: 'b', user: password } } as never);
    expect(errorOf(made(undefined)).message).toContain('The secret of "user"');
    expect(errorOf(made('secret\n')).message).toContain('a line break at its end?');
  });

  it('accepts an empty name, as the RFC does', async () => {
    const guard = basic({ realm: 'r', credentials: { '': 'key' } });
    const ask = (username: string) => guard(request(formatBasic({ username, password: 'key' })));
    expect((await ask('')).ok).toBe(true);
    expect((await ask('key')).ok).toBe(false);
  });

  it.each([false, undefined, null, 1, 'true', {}, new Boolean(true)])(
    'refuses if check returns %j',
    async (said) => {
      for (const check of [() => said, async () => said]) {
        const guard = basic({ realm: 'r', check: check as never });
        const verdict = await guard(request(formatBasic({ username: 'a', password: 'b' })));
        expect(verdict).toMatchObject({ ok: false, error: { status: 401 } });
      }
    },
  );

  it('does not decide if its check throws', async () => {
    const check = async () => Promise.reject(new Error('no database'));
    const guard = basic({ realm: 'r', check });
    const header = formatBasic({ username: 'a', password: 'b' });
    await expect(guard(request(header))).rejects.toThrow('no database');
  });
});

describe('bearer()', () => {
  const options = { check: () => true };
  const made = (changed: object) => () => bearer({ ...options, ...changed } as never);

  it.each(
    Object.entries({
      check: notFunctions,
      realm: notText,
      scope: [...notText, ' a', 'a ', 'a  b', 'a\tb', 'a"b', 'a\\b', ['a', 'b']],
    }).flatMap(([option, values]) => values.map((value) => [option, value] as const)),
  )('throws for a wrong %s: %j', (option, value) => {
    const error = errorOf(made({ [option]: value }));
    expect(error.option).toBe(option);
    expect(error.message).toContain(`"${option}"`);
  });

  it.each(['check', 'realm', 'scope'])('says that %s is undefined', (option) => {
    const { option: named, message } = errorOf(made({ [option]: undefined }));
    expect(named).toBe(option);
    expect(message).toContain(`"${option}" is undefined. Is the variable`);
  });

  it('says that check is missing, and names an unknown option', () => {
    expect(errorOf(() => bearer({} as never))).toMatchObject({
      option: 'check',
      message: '"check" must be a function: it takes a token and the request.',
    });
    expect(errorOf(made({ token: 'x' })).message).toBe(
      'There is no option "token". There are: check, realm, scope.',
    );
  });

  it('says how to write a list of scopes', () => {
    expect(errorOf(made({ scope: ['a', 'b'] })).message).toContain('Join the list with spaces.');
    expect(errorOf(made({ scope: '' })).message).not.toContain('Join');
  });

  it.each(['a', 'a b', 'https://example.com/read !#[]~'])('accepts the scope %j', (scope) => {
    expect(made({ scope })).not.toThrow();
  });

  it.each([undefined, null, 'x', 1])('throws for %j instead of options', (given) => {
    expect(errorOf(() => bearer(given as never)).option).toBe('options');
  });
});

describe('htdigest()', () => {
  const line = (name: string, digits = md5) => `${name}:calls:${digits}`;

  it('reads users of one realm, the first line of each, and no comments', () => {
    const text = [
      '# users',
      `#${line('gone')}`,
      line('user'),
      line('user', '0'.repeat(32)),
      line('__proto__', 'A'.repeat(32)),
      `other:calls:more:${md5}`,
      `elsewhere:other:${md5}`,
      `  ${line('spaced')}\t`,
      `short:calls:${md5.slice(1)}`,
      `long:calls:${md5}0`,
      line('no hex', md5.replace(/.$/, 'g')),
      `:calls:${md5}`,
      '',
    ];
    for (const end of ['\n', '\r\n']) {
      const users = htdigest(text.join(end), 'calls');
      expect(Object.entries(users)).toEqual([
        ['user', { ha1: { MD5: md5 } }],
        ['__proto__', { ha1: { MD5: 'A'.repeat(32) } }],
        ['spaced', { ha1: { MD5: md5 } }],
      ]);
    }
    expect(Object.keys(htdigest(text.join('\n'), 'calls:more'))).toEqual(['other']);
  });

  it.each([undefined, null, 1, Buffer.from('user'), ['x']])('throws for the text %j', (text) => {
    expect(errorOf(() => htdigest(text as never, 'calls'))).toMatchObject({
      option: 'text',
      message: expect.stringContaining('read the file with an encoding'),
    });
  });

  it.each([undefined, ...notText])('throws for the realm %j', (realm) => {
    expect(errorOf(() => htdigest('', realm as never)).option).toBe('realm');
  });
});
