// A look-up can return anything, by mistake or from a database. Anything that is not a secret means "no such
// user": the same answer, after the same work.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { userhash } from '../src/digest/response.js';
import {
  basic,
  type DigestAlgorithm,
  type DigestCredentials,
  type DigestSecret,
  digest,
  formatBasic,
  ha1,
} from '../src/index.js';
import { authorization, isStale, nonceOf, type Sent } from './exchange.js';
import { request } from './request.js';

/** The hashes and comparisons that were computed: which, and of how many characters. */
const work: string[] = [];
vi.mock('@sig/core/adapter', async (importOriginal) => {
  const original = await importOriginal<typeof import('@sig/core/adapter')>();
  return {
    ...original,
    hash: (...args: Parameters<typeof original.hash>) => {
      work.push(`hash ${args[0]}`);
      return original.hash(...args);
    },
    hmac: (...args: Parameters<typeof original.hmac>) => {
      work.push(`hmac ${args[0]}`);
      return original.hmac(...args);
    },
    equal: (a: string, b: string) => {
      work.push(`equal ${a.length} ${b.length}`);
      return original.equal(a, b);
    },
  };
});
beforeEach(() => {
  work.length = 0;
});

const algorithms: DigestAlgorithm[] = ['SHA-256', 'MD5', 'MD5-sess'];
const lengthOf = (algorithm: DigestAlgorithm) => (algorithm === 'SHA-256' ? 64 : 32);
const right = (algorithm: DigestAlgorithm) => ha1(algorithm, 'user', 'calls', 'secret');

/** The verdict on a client, and the work that it took. */
async function ask(credentials: DigestCredentials, sent: Omit<Sent, 'nonce'>) {
  const guard = digest({ realm: 'calls', credentials, algorithms });
  const header = authorization({ nonce: await nonceOf(guard), ...sent });
  work.length = 0;
  const verdict = await guard(request(header));
  return { verdict, work: [...work] };
}

/** What no look-up should return. */
const nonsense: [string, (algorithm: DigestAlgorithm) => unknown][] = [
  ['null', () => null],
  ['an empty password', () => ''],
  ['a number', () => 0],
  ['a boolean', () => true],
  ['an array', () => ['secret']],
  ['an array of H(A1)s', (algorithm) => [{ ha1: right(algorithm) }]],
  ['an object without ha1', () => ({})],
  ['a row of a database', () => ({ password: 'secret' })],
  ['a String', () => new String('secret')],
  ['a function', () => () => 'secret'],
  ['ha1: empty', () => ({ ha1: '' })],
  ['ha1: null', () => ({ ha1: null })],
  ['ha1: undefined', () => ({ ha1: undefined })],
  ['ha1: a number', () => ({ ha1: 1 })],
  ['ha1: an empty object', () => ({ ha1: {} })],
  ['ha1: null by algorithm', () => ({ ha1: { MD5: null, 'SHA-256': null } })],
  ['ha1: empty by algorithm', () => ({ ha1: { MD5: '', 'SHA-256': '' } })],
  ['ha1: one digit short', (algorithm) => ({ ha1: right(algorithm).slice(1) })],
  ['ha1: one digit more', (algorithm) => ({ ha1: `${right(algorithm)}0` })],
  ['ha1: one digit before', (algorithm) => ({ ha1: `0${right(algorithm)}` })],
  ['ha1: a line break after it', (algorithm) => ({ ha1: `${right(algorithm)}\n` })],
  ['ha1: not hex', (algorithm) => ({ ha1: 'g'.repeat(lengthOf(algorithm)) })],
  ['ha1: of another length', (algorithm) => ({ ha1: 'a'.repeat(96 - lengthOf(algorithm)) })],
  ['ha1: an array', (algorithm) => ({ ha1: [right(algorithm)] })],
  [
    'ha1: an array by algorithm',
    () => ({ ha1: { MD5: [right('MD5')], 'SHA-256': [right('SHA-256')] } }),
  ],
  ['ha1: bytes', (algorithm) => ({ ha1: Buffer.from(right(algorithm)) })],
];

/** What a client may try that knows or guesses what is stored. */
function attempts(algorithm: DigestAlgorithm, found: unknown): string[] {
  const known = (found as { ha1?: unknown } | null)?.ha1;
  return [
    '',
    'null',
    'undefined',
    '[object Object]',
    '0'.repeat(lengthOf(algorithm)),
    right(algorithm),
    ha1(algorithm, 'user', 'calls', ''),
    ha1(algorithm, 'user', 'calls', String(found)),
    ...(typeof known === 'string' ? [known, known.toLowerCase()] : []),
  ];
}

describe.each(algorithms)('%s: a look-up that returns', (algorithm) => {
  it.each(nonsense)('%s: no such user', async (_title, make) => {
    const found = make(algorithm);
    for (const secret of attempts(algorithm, found)) {
      const unknown = await ask(() => undefined, { secret, algorithm });
      for (const lookUp of [() => found, async () => found]) {
        const asked = await ask(lookUp as never, { secret, algorithm });
        expect(asked.verdict).toMatchObject({ ok: false, error: { status: 401 } });
        expect(asked.work).toEqual(unknown.work);
        expect(isStale(asked.verdict)).toBe(false);
        expect(withoutNonce(asked.verdict)).toBe(withoutNonce(unknown.verdict));
      }
    }
  });

  it.each<[string, DigestSecret]>([
    ['a password', 'secret'],
    ['H(A1)', { ha1: right(algorithm) }],
    ['H(A1) in upper case', { ha1: right(algorithm).toUpperCase() }],
    ['H(A1) by algorithm', { ha1: { 'SHA-256': right('SHA-256'), MD5: right('MD5') } }],
  ])('%s: the user', async (_title, found) => {
    const secret = right(algorithm);
    expect((await ask(() => found, { secret, algorithm })).verdict.ok).toBe(true);
    expect((await ask(async () => found, { secret, algorithm })).verdict.ok).toBe(true);
    const wrong = await ask(() => found, { secret: secret.replace(/./, 'x'), algorithm });
    const unknown = await ask(() => undefined, { secret, algorithm });
    expect(withoutNonce(wrong.verdict)).toBe(withoutNonce(unknown.verdict));
    expect(wrong.work).toEqual(unknown.work);
  });

  it('with a list: the same work for a wrong password and an unknown user', async () => {
    const list = {
      user: 'secret',
      other: { ha1: { 'SHA-256': right('SHA-256'), MD5: right('MD5') } },
    };
    const asked = async (username: string) => ask(list, { secret: 'wrong', algorithm, username });
    const unknown = await asked('nobody');
    expect(unknown.work.length).toBeGreaterThan(3);
    for (const username of ['user', 'other', '__proto__', 'constructor', '', 'USER', 'user ']) {
      const { work, verdict } = await asked(username);
      expect(work).toEqual(unknown.work);
      expect(withoutNonce(verdict)).toBe(withoutNonce(unknown.verdict));
    }
  });
});

it('a look-up that throws is an error of the server, not a verdict', async () => {
  const error = new Error('The database is down.');
  const lookUps = [
    () => {
      throw error;
    },
    async () => Promise.reject(error),
  ];
  for (const lookUp of lookUps) await expect(ask(lookUp, { secret: 'x' })).rejects.toBe(error);
});

it('a look-up gets what the client claims', async () => {
  const lookUp = vi.fn(() => undefined);
  await ask(lookUp, { secret: 'x', username: 'someone', algorithm: 'MD5-sess' });
  await ask(lookUp, { secret: 'x', username: 'abc', more: ', userhash=TRUE' });
  expect(lookUp.mock.calls).toEqual([
    ['someone', { realm: 'calls', algorithm: 'MD5-sess', userhash: false }],
    ['abc', { realm: 'calls', algorithm: 'SHA-256', userhash: true }],
  ]);
});

describe('hashed user names', () => {
  const hashed = userhash('SHA-256', 'user', 'calls');
  const more = ', userhash=true';

  it('of a list', async () => {
    const sent = { secret: right('SHA-256'), username: hashed };
    expect((await ask({ user: 'secret' }, { ...sent, more })).verdict.ok).toBe(true);
    const upper = { ...sent, username: hashed.toUpperCase() };
    expect((await ask({ user: 'secret' }, { ...upper, more })).verdict.ok).toBe(true);
    expect((await ask({ user: 'secret' }, sent)).verdict.ok).toBe(false);
    const plain = { secret: right('SHA-256'), username: 'user' };
    expect((await ask({ user: 'secret' }, { ...plain, more })).verdict.ok).toBe(false);
  });

  it('cannot log in as plain names', async () => {
    for (const username of [`SHA-256 ${hashed}`, `SHA-256 hash ${hashed}`, `hash ${hashed}`]) {
      const sent = { secret: right('SHA-256'), username };
      expect((await ask({ user: 'secret' }, sent)).verdict.ok).toBe(false);
    }
  });

  it('with a look-up that knows only passwords: no such user', async () => {
    const made = ha1('SHA-256', hashed, 'calls', 'secret');
    const asked = await ask(() => 'secret', { secret: made, username: hashed, more });
    const unknown = await ask(() => undefined, { secret: made, username: hashed, more });
    expect(asked.verdict.ok).toBe(false);
    expect(asked.work).toEqual(unknown.work);
    const known = await ask(() => ({ ha1: made }), { secret: made, username: hashed, more });
    expect(known.verdict.ok).toBe(true);
  });
});

describe('what a client must not send', () => {
  const secret = right('SHA-256');

  it.each<[string, Partial<Sent>]>([
    ['a control character in its name', { username: 'user\t' }],
    ['DEL in its name', { username: 'us\x7fer' }],
    ['a cnonce that is not ASCII', { cnonce: 'c\xe9' }],
    ['a cnonce with a control character', { cnonce: 'c\t' }],
    ['a cnonce that begins with a letter of Latin-1', { cnonce: '\xe9c' }],
    ['an empty cnonce', { cnonce: '' }],
    ['nine digits of nc', { nc: '000000001' }],
    ['nc with something before it', { nc: 'x00000001' }],
    ['nc with something after it', { nc: '00000001x' }],
    ['userhash with something before it', { more: ', userhash=untrue' }],
    ['userhash with something after it', { more: ', userhash=trueish' }],
  ])('%s', async (_title, sent) => {
    const lookUp = vi.fn(() => 'secret');
    const { verdict } = await ask(lookUp, { secret, ...sent });
    expect(verdict).toMatchObject({ error: { code: 'malformed-credentials' } });
    expect(lookUp).not.toHaveBeenCalled();
  });

  it.each<[string, RegExp, string]>([
    ['no uri', / uri="[^"]*",/, ''],
    ['no response', /, response="[^"]*"/, ''],
    ['no user name', /username="user", /, ''],
    ['username* of a hash', /username="user"/, "userhash=true, username*=UTF-8''user"],
    [
      'username* of a hash in other case',
      /username="user"/,
      "userhash=TRUE, username*=UTF-8''user",
    ],
    ['a long response', /response="/, 'response="0'],
    ['a response that is not hex', /response="./, 'response="g'],
  ])('%s', async (_title, pattern, replacement) => {
    const guard = digest({ realm: 'calls', credentials: () => 'secret' });
    const header = authorization({ nonce: await nonceOf(guard), secret });
    expect((await guard(request(header))).ok).toBe(true);
    const changed = header.replace(pattern, replacement);
    expect(changed).not.toBe(header);
    expect(await guard(request(changed))).toMatchObject({ error: { status: 400 } });
  });

  it.each([
    ['UTF-8', Buffer.from('zoë').toString('latin1'), 'zoë'],
    ['UTF-8, nothing else in it', Buffer.from('ë').toString('latin1'), 'ë'],
    ['Latin-1', 'zo\xeb', 'zo\xeb'],
    ['what no bytes can be', 'zo\xc3\xab \u0141', 'zo\xc3\xab \u0141'],
    ['what is neither', 'zo\xeb \u0416', 'zo\xeb \u0416'],
    ['what is neither, and has no Latin-1', '\u0416', '\u0416'],
  ])('a name is read as %s', async (_title, username, meant) => {
    const lookUp = vi.fn(() => undefined);
    await ask(lookUp, { secret, username });
    expect(lookUp).toHaveBeenCalledWith(meant, expect.anything());
  });

  /** The verdict on a client that sends `username*`. */
  async function extended(value: string, username: string) {
    const guard = digest({ realm: 'calls', credentials: { [username]: 'secret' } });
    const nonce = await nonceOf(guard);
    const header = authorization({ nonce, secret: ha1('SHA-256', username, 'calls', 'secret') });
    return guard(request(header.replace('username="user"', () => `username*=${value}`)));
  }

  it.each([
    ["UTF-8''user", 'user'],
    ["utf-8'en-GB'zo%C3%ab", 'zoë'],
    ["UTF-8''!#$&+.^_`|~0-9azAZ%20%27%28", "!#$&+.^_`|~0-9azAZ '("],
  ])('username* is read (RFC 8187): %s', async (value, username) => {
    expect((await extended(value, username)).ok).toBe(true);
  });

  it.each([
    "UTF-8''us%0Aer",
    "ISO-8859-1''user",
    "xUTF-8''user",
    "UTF-8'user",
    "UTF-8'e_n'user",
    "UTF-8''us%2",
    "UTF-8''us%zz",
    "UTF-8''zo%EB",
    '"UTF-8\'\'us er"',
    '"UTF-8\'\'us(er"',
    "\"UTF-8''user'\"",
  ])('username* is malformed: %s', async (value) => {
    expect(await extended(value, 'user')).toMatchObject({
      error: { code: 'malformed-credentials' },
    });
  });

  it('hex in upper case is accepted', async () => {
    const guard = digest({ realm: 'calls', credentials: { user: 'secret' } });
    const header = authorization({ nonce: await nonceOf(guard), secret, nc: '0000000A' });
    const changed = header.replace(/(?<=response=")[^"]*/, (digits) => digits.toUpperCase());
    expect(changed).not.toBe(header);
    expect((await guard(request(changed))).ok).toBe(true);
  });

  it('all printable ASCII in a cnonce is accepted', async () => {
    const cnonce = ' !#$%&()*+,-./09:;<=>?@AZ[]^_`az{|}~';
    expect((await ask(() => 'secret', { secret, cnonce })).verdict.ok).toBe(true);
  });
});

it('Basic: the same work for a wrong password and an unknown user', async () => {
  const guard = basic({ realm: 'calls', credentials: { user: 'secret' } });
  const workFor = async (username: string, password: string) => {
    work.length = 0;
    await guard(request(formatBasic({ username, password })));
    return [...work];
  };
  const right = await workFor('user', 'secret');
  expect(right.length).toBe(2);
  for (const [username, password] of [
    ['user', 'wrong'],
    ['user', ''],
    ['nobody', 'secret'],
    ['nobody', ''],
    ['__proto__', 'a longer password'],
  ] as const) {
    expect(await workFor(username, password)).toEqual(right);
  }
});

function withoutNonce(verdict: unknown): string {
  return JSON.stringify(verdict).replace(/nonce=\\"[0-9a-f]{60}\\"/g, '');
}
