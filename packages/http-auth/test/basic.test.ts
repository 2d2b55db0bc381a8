import { describe, expect, it } from 'vitest';
import { basic, formatBasic, parseBasic } from '../src/index.js';
import { request } from './request.js';

describe('credentials (RFC 7617)', () => {
  it.each([
    // Sections 2 and 2.1.
    ['Aladdin', 'open sesame', 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
    ['test', '123£', 'Basic dGVzdDoxMjPCow=='],
    ['u', 'with:colons::', `Basic ${btoa('u:with:colons::')}`],
    ['u', '', `Basic ${btoa('u:')}`],
    ['', 'p', `Basic ${btoa(':p')}`],
    ['\ufeffu', 'p', 'Basic 77u/dTpw'],
  ])('%s, %s', (username, password, header) => {
    expect(formatBasic({ username, password })).toBe(header);
    expect(parseBasic(header)).toEqual({ username, password });
    expect(parseBasic(`${header.replace('Basic', 'bAsIc  ')}  `)).toEqual({ username, password });
  });

  it.each([
    undefined,
    '',
    'Basic',
    'Basic ',
    'Basic !!!!',
    'Basic QQ==',
    `Basic ${btoa('u:p\n')}`,
    `Basic ${btoa('\xff:p')}`,
    `Basic ${btoa('u:p')}, Basic ${btoa('u:p')}`,
    `Digest ${btoa('u:p')}`,
    ` Basic ${btoa('u:p')}`,
    `xBasic ${btoa('u:p')}`,
    `Basic${btoa('u:p')}`,
    `Basic ${btoa('u:p')} x`,
    `Basic ${btoa('u:p')}===`,
    `Basic =${btoa('u:p')}`,
    'Basic dTpwx',
  ])('finds no credentials in %j', (header) => {
    expect(parseBasic(header)).toBeUndefined();
  });
});

describe('basic()', () => {
  const guard = basic({ realm: 'a "b"', credentials: { user: 'secret', zoë: 'пароль' } });

  it.each([
    ['user', 'secret'],
    ['zoë', 'пароль'],
  ])('accepts %s', async (username, password) => {
    expect(await guard(request(formatBasic({ username, password })))).toEqual({ ok: true });
  });

  it.each([
    ['no credentials', undefined],
    ['another password', formatBasic({ username: 'user', password: 'Secret' })],
    ['a shorter password', formatBasic({ username: 'user', password: 'secre' })],
    ['an unknown user', formatBasic({ username: 'User', password: 'secret' })],
    ['an empty password of an unknown user', formatBasic({ username: 'nobody', password: '' })],
    ['a name of Object.prototype', formatBasic({ username: '__proto__', password: '' })],
    ['another scheme', 'Bearer abc'],
  ])('refuses %s, always with the same answer', async (_title, header) => {
    expect(await guard(request(header))).toMatchObject({
      ok: false,
      error: {
        code: 'unauthorized',
        status: 401,
        message: 'Credentials are required.',
        headers: { 'WWW-Authenticate': ['Basic realm="a \\"b\\"", charset="UTF-8"'] },
      },
    });
  });

  it('accepts what a function accepts', async () => {
    const check = async (username: string, password: string) => username === password;
    const asking = basic({ realm: 'r', check });
    expect(await asking(request(formatBasic({ username: 'a', password: 'a' })))).toEqual({
      ok: true,
    });
    expect(await asking(request(formatBasic({ username: 'a', password: 'b' })))).toMatchObject({
      ok: false,
    });
  });

  it('accepts only if check returns true', async () => {
    const lax = basic({ realm: 'r', check: (() => 'yes') as never });
    expect(await lax(request(formatBasic({ username: 'a', password: 'a' })))).toMatchObject({
      ok: false,
    });
  });

  it.each<[string, object, RegExp]>([
    ['realm', { credentials: { a: 'b' } }, /printable ASCII/],
    ['realm', { realm: 'a\nb', credentials: { a: 'b' } }, /printable ASCII/],
    ['credentials', { realm: 'r' }, /either "credentials" or "check"/],
    ['credentials', { realm: 'r', credentials: {} }, /must name a user/],
    [
      'credentials',
      { realm: 'r', credentials: [] },
      /by user name; a function is given as "check"/,
    ],
    ['credentials', { realm: 'r', credentials: { a: '' } }, /no password empty/],
    ['credentials', { realm: 'r', credentials: { 'a:b': 'c' } }, /no colon in a name/],
    [
      'credentials',
      { realm: 'r', credentials: { a: 'b' }, check: () => true },
      /either "credentials" or "check"/,
    ],
    ['check', { realm: 'r', check: true }, /a function: it takes a user name and a password/],
    [
      'user',
      { realm: 'r', credentials: { a: 'b' }, user: 'a' },
      /There is no option "user". There are: realm, credentials, check\./,
    ],
  ])('throws for a wrong %s', (option, options, message) => {
    expect(() => basic(options as never)).toThrow(
      expect.objectContaining({ option, message: expect.stringMatching(message) }),
    );
  });
});
