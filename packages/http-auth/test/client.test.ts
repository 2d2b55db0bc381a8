import { describe, expect, it } from 'vitest';
import { responseAuth } from '../src/digest/response.js';
import { parseAuthParams } from '../src/header/auth-params.js';
import { authorizer, ha1, parseChallenges } from '../src/index.js';

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
    [['Basic realm="a", realm="b"'], [['basic', { realm: 'a' }]]],
    [['Basic realm="a" @, Digest realm="b"'], [['basic', { realm: 'a' }]]],
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

  it('sends Basic at once with preemptiveBasic', () => {
    const client = authorizer({ username: 'u', password: 'p', preemptiveBasic: true });
    expect(client.authorize(at('https://h/a'))).toMatch(/^Basic /);
    client.answer([challenge(', domain="/a"')], at('https://h/a'));
    expect(client.authorize(at('https://h/a'))).toMatch(/^Digest /);
    expect(client.authorize(at('https://h/b'))).toBeUndefined();
  });

  it('does not try the same credentials twice', () => {
    const client = authorizer({ username: 'u', password: 'p' });
    const sent = client.answer(['Basic realm="r"'], at('https://h/'));
    expect(client.answer(['Basic realm="r"'], at('https://h/'), sent)).toBeUndefined();
    const other = authorizer({ username: 'u', password: 'p' });
    const first = other.answer([challenge()], at('https://h/'));
    expect(other.answer([challenge()], at('https://h/'), first)).toBeUndefined();
    const stale = [challenge(', stale=TRUE')];
    expect(other.answer(stale, at('https://h/'), first)).toMatch(/nonce="n", nc=00000002/);
  });

  it('decides by what the request carried whether its credentials were refused', () => {
    for (const header of ['Basic realm="r"', challenge()]) {
      const client = authorizer({ username: 'u', password: 'p' });
      const first = client.answer([header], at('https://h/1'));
      const second = client.answer([header], at('https://h/2'), undefined);
      expect([first, second]).toEqual([expect.any(String), expect.any(String)]);
      expect(client.answer([header], at('https://h/1'), first)).toBeUndefined();
      expect(client.answer([header], at('https://h/2'), second)).toBeUndefined();
    }
    const client = authorizer({ username: 'u', password: 'p' });
    const basic = client.answer(['Basic realm="r"'], at('https://h/'));
    expect(client.answer([challenge()], at('https://h/'), basic)).toMatch(/^Digest /);
    const other = 'Digest realm="another", qop="auth", nonce="n"';
    const digest = client.authorize(at('https://h/'));
    expect(client.answer([other], at('https://h/'), digest)).toMatch(/realm="another"/);
  });

  it('sends Basic only to the origin that asked for it', () => {
    const client = authorizer({ username: 'u', password: 'p' });
    client.answer(['Basic realm="r"'], at('https://h/a'));
    expect(client.authorize(at('https://h.evil/a'))).toBeUndefined();
    expect(client.authorize(at('http://h/a'))).toBeUndefined();
  });

  it('answers no Basic after Digest was asked for', () => {
    const client = authorizer({ username: 'u', password: 'p' });
    const sent = client.answer([challenge()], at('https://h/'));
    expect(client.answer(['Basic realm="r"'], at('https://h/'), sent)).toBeUndefined();
    expect(client.answer(['Basic realm="r"'], at('https://h/'))).toBeUndefined();
    expect(client.answer(['Basic realm="r"'], at('https://another/'))).toMatch(/^Basic /);
    expect(client.answer([challenge(', stale=true')], at('https://h/'), sent)).toMatch(/^Digest /);
  });

  it('answers Digest if both are offered, and Basic if the Digest cannot be answered', () => {
    const both = (digest: string) =>
      authorizer({ username: 'u', password: 'p' }).answer(
        ['Basic realm="r"', digest],
        at('https://h/'),
      );
    expect(both(challenge())).toMatch(/^Digest /);
    expect(both('Digest realm="r", nonce="n", algorithm=SHA-1')).toMatch(/^Basic /);
  });

  it.each([
    ['', 'username="jÃ¤sÃ¸n"'],
    [', charset=UTF-8', "username*=UTF-8''j%C3%A4s%C3%B8n"],
    [', charset="utf-8"', "username*=UTF-8''j%C3%A4s%C3%B8n"],
    [', charset=ISO-8859-1', 'username="jÃ¤sÃ¸n"'],
  ])('a name that is not ASCII, after %j', (more, expected) => {
    const client = authorizer({ username: 'jäsøn', password: 'p' });
    expect(client.answer([challenge(more)], at('https://h/'))).toContain(`Digest ${expected}, `);
  });

  it('counts up with one nonce, and starts again with the next', () => {
    const client = authorizer({ username: 'u', password: 'p' });
    expect(client.answer([challenge()], at('https://h/'))).toMatch(/nc=00000001/);
    expect(client.authorize(at('https://h/'))).toMatch(/nc=00000002/);
    client.accept('nextnonce="m"');
    expect(client.authorize(at('https://h/'))).toMatch(/nonce="m", nc=00000001/);
  });

  it('stays within the protection space', () => {
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
    const wrong = `rspauth="${'0'.repeat(32)}", cnonce="c", nc=00000001`;
    expect(client.accept(wrong)).toBe(false);
  });

  it('checks the rspauth of each of several requests', () => {
    const client = authorizer({ username: 'u', password: 'p' });
    const sent = client.answer([challenge()], at('https://h/1')) ?? '';
    client.authorize(at('https://h/2'));
    const params = parseAuthParams(sent.replace('Digest ', '')) ?? {};
    const right = responseAuth(
      {
        algorithm: 'MD5',
        nonce: 'n',
        nc: '00000001',
        cnonce: params.cnonce ?? '',
        qop: 'auth',
        uri: '/1',
      },
      ha1('MD5', 'u', 'r', 'p'),
    );
    const info = (rspauth: string) =>
      `rspauth="${rspauth}", cnonce="${params.cnonce}", nc=00000001`;
    expect(client.accept(info(right), sent)).toBe(true);
    expect(client.accept(info('0'.repeat(32)), sent)).toBe(false);
    expect(client.accept(`rspauth="${'0'.repeat(32)}"`, sent)).toBe(false);
    expect(client.accept(info('0'.repeat(32)), undefined)).toBe(true);
  });

  it('follows nextnonce only from the nonce that is in use', () => {
    const client = authorizer({ username: 'u', password: 'p' });
    const sent = client.answer([challenge()], at('https://h/'));
    client.accept('nextnonce="m"', sent);
    client.accept('nextnonce="k"', sent);
    expect(client.authorize(at('https://h/'))).toMatch(/nonce="m", nc=00000001/);
  });

  it.each<[string, object]>([
    ['username', { username: undefined, password: 'p' }],
    ['password', { username: 'u', password: undefined }],
    ['password', { username: 'u' }],
    ['preemptiveBasic', { username: 'u', password: 'p', preemptiveBasic: undefined }],
    ['preemptiveBasic', { username: 'u', password: 'p', preemptiveBasic: 1 }],
    ['makeCnonce', { username: 'u', password: 'p', makeCnonce: undefined }],
    ['makeCnonce', { username: 'u', password: 'p', makeCnonce: 'c' }],
    ['user', { username: 'u', password: 'p', user: 'u' }],
  ])('throws for a wrong %s', (option, options) => {
    expect(() => authorizer(options as never)).toThrow(expect.objectContaining({ option }));
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
