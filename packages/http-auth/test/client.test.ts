import { describe, expect, it } from 'vitest';
import { parseAuthParams } from '../src/header/params.js';
import { authorizer, parseChallenges } from '../src/index.js';

describe('parseChallenges (RFC 9110, section 11.6.1)', () => {
  it.each<[string[], unknown[]]>([
    [['Basic realm="a"'], [['basic', { realm: 'a' }]]],
    [
      ['Digest realm="a, b", nonce="n", Basic realm="c"'],
      [
        ['digest', { realm: 'a, b', nonce: 'n' }],
        ['basic', { realm: 'c' }],
      ],
    ],
    [
      ['Basic realm="a"', 'Digest realm="b"'],
      [
        ['basic', { realm: 'a' }],
        ['digest', { realm: 'b' }],
      ],
    ],
    [
      ['Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple"'],
      [
        ['newauth', { realm: 'apps', type: '1', title: 'Login to "apps"' }],
        ['basic', { realm: 'simple' }],
      ],
    ],
    [
      ['Negotiate, Bearer abc==, Basic realm = "x" , charset=UTF-8'],
      [
        ['negotiate', {}],
        ['bearer', {}],
        ['basic', { realm: 'x', charset: 'UTF-8' }],
      ],
    ],
    [[', ,Basic realm="a",,'], [['basic', { realm: 'a' }]]],
    [[''], []],
    [['"nonsense"'], []],
  ])('%j', (headers, expected) => {
    const found = parseChallenges(headers).map(({ scheme, params }) => [scheme, { ...params }]);
    expect(found).toEqual(expected);
  });
});

it('parseAuthParams refuses what is not a list of parameters', () => {
  expect({ ...parseAuthParams('a=1, b="2\\"", C=3') }).toEqual({ a: '1', b: '2"', c: '3' });
  for (const text of ['a', 'a=1 b=2', 'a=1, a=2', 'a=1, A=2', '=1', 'a="1', 'a="1"x']) {
    expect(parseAuthParams(text)).toBeUndefined();
  }
});

describe('authorizer', () => {
  const at = (url: string) => ({ method: 'GET', url, target: new URL(url).pathname });
  const challenge = (more = '') => `Digest realm="r", qop="auth", nonce="n"${more}`;

  it('sends nothing before a challenge, then stays logged in', () => {
    const client = authorizer({ username: 'u', password: 'p' });
    expect(client.authorize(at('https://h/a'))).toBeUndefined();
    expect(client.answer(['Basic realm="r"'], at('https://h/a'))).toMatch(/^Basic /);
    expect(client.authorize(at('https://h/b'))).toMatch(/^Basic /);
  });

  it('sends Basic at once where it is told to', () => {
    const client = authorizer({ username: 'u', password: 'p', preemptiveBasic: true });
    expect(client.authorize(at('https://h/a'))).toMatch(/^Basic /);
  });

  it('does not try the same credentials twice', () => {
    const client = authorizer({ username: 'u', password: 'p' });
    client.answer(['Basic realm="r"'], at('https://h/'));
    expect(client.answer(['Basic realm="r"'], at('https://h/'))).toBeUndefined();
    const other = authorizer({ username: 'u', password: 'p' });
    other.answer([challenge()], at('https://h/'));
    expect(other.answer([challenge()], at('https://h/'))).toBeUndefined();
    expect(other.answer([challenge(', stale=TRUE')], at('https://h/'))).toMatch(/nc=00000001/);
  });

  it('counts up on one nonce, and starts anew on the next', () => {
    const client = authorizer({ username: 'u', password: 'p' });
    expect(client.answer([challenge()], at('https://h/'))).toMatch(/nc=00000001/);
    expect(client.authorize(at('https://h/'))).toMatch(/nc=00000002/);
    client.accept('nextnonce="m"');
    expect(client.authorize(at('https://h/'))).toMatch(/nonce="m", nc=00000001/);
  });

  it('keeps to the protection space', () => {
    const client = authorizer({ username: 'u', password: 'p' });
    client.answer([challenge(', domain="/a https://other/b"')], at('https://h/a'));
    expect(client.authorize(at('https://h/a/c'))).toMatch(/^Digest /);
    expect(client.authorize(at('https://other/b'))).toMatch(/^Digest /);
    expect(client.authorize(at('https://h/c'))).toBeUndefined();
    expect(client.authorize(at('https://third/a'))).toBeUndefined();
    const whole = authorizer({ username: 'u', password: 'p' });
    whole.answer([challenge()], at('https://h/a'));
    expect(whole.authorize(at('https://h.evil/a'))).toBeUndefined();
  });

  it('notices a server that does not know the password', () => {
    const client = authorizer({ username: 'u', password: 'p', makeCnonce: () => 'c' });
    client.answer([challenge()], at('https://h/'));
    expect(client.accept(`rspauth="${'0'.repeat(32)}", cnonce="c", nc=00000001`)).toBe(false);
  });

  it.each([
    'Digest realm="r", nonce="n"',
    'Digest realm="r", nonce="n", qop="auth-conf"',
    'Bearer',
  ])('has no answer to %s', (header) => {
    const client = authorizer({ username: 'u', password: 'p' });
    expect(client.answer([header], at('https://h/'))).toBeUndefined();
  });
});
