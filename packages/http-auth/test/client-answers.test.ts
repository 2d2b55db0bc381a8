// Which challenge a client answers, what it sends, and how it reads the server's answer.
import { describe, expect, it } from 'vitest';
import {
  type AuthorizerOptions,
  authorizer,
  type ClientRequest,
  formatBasic,
  parseChallenges,
} from '../src/index.js';
import { md5 } from './md5.js';

const user = { username: 'u', password: 'p' };
const basicAnswer = formatBasic(user);

const at = (url: string, fields: Partial<ClientRequest> = {}): ClientRequest => ({
  method: 'GET',
  url,
  target: new URL(url).pathname,
  ...fields,
});
const here = at('https://h/');

const clientWith = (options: Partial<AuthorizerOptions> = {}) =>
  authorizer({ ...user, makeCnonce: () => 'c', ...options });
const challenge = (more = '', nonce = 'n') =>
  `Digest realm="r", qop="auth", nonce="${nonce}"${more}`;

/** The parameters of a client's Digest. */
function paramsOf(header: string | undefined) {
  return { ...parseChallenges([header ?? ''])[0]?.params };
}

describe('which challenge is answered', () => {
  it.each<[string, string[], 'Basic' | 'Digest' | undefined]>([
    ['Basic among others', ['Bearer', 'Basic realm="r"', 'Negotiate'], 'Basic'],
    ['Basic without a realm is none', ['Basic'], undefined],
    ['another scheme with a realm', ['Bearer realm="r"'], undefined],
    ['Digest after Basic', ['Basic realm="r"', challenge()], 'Digest'],
    ['a Digest without a realm', ['Digest qop="auth", nonce="n"'], undefined],
    ['a Digest without a nonce', ['Digest realm="r", qop="auth"'], undefined],
    ['a Digest without qop', ['Digest realm="r", nonce="n"'], undefined],
    ['a Digest of another qop', ['Digest realm="r", nonce="n", qop="auth-conf"'], undefined],
    ['a Digest of another algorithm', [challenge(', algorithm=SHA-1')], undefined],
    ['another scheme with all of it', [challenge().replace('Digest', 'Newauth')], undefined],
    ['qop in any case, with blanks', ['Digest realm="r", nonce="n", qop=" x ,\tAUTH "'], 'Digest'],
  ])('%s', (_title, headers, scheme) => {
    const answer = clientWith().answer(headers, here);
    if (scheme === undefined) expect(answer).toBeUndefined();
    else expect(answer).toMatch(new RegExp(`^${scheme} `));
  });

  it.each([
    [['MD5', 'SHA-256', 'SHA-512-256'], 'SHA-512-256'],
    [['SHA-256', 'MD5'], 'SHA-256'],
    [['MD5-sess', 'SHA-1', 'MD5'], 'MD5'],
    [['md5', 'sha-256-SESS'], 'SHA-256-sess'],
  ])('of %j the strongest: %s', (algorithms, strongest) => {
    for (const order of [algorithms, [...algorithms].reverse()]) {
      const headers = order.map((algorithm) => challenge(`, algorithm=${algorithm}`));
      expect(paramsOf(clientWith().answer(headers, here)).algorithm).toBe(strongest);
    }
  });

  it.each([
    ['auth', 'auth'],
    ['auth-int', 'auth-int'],
    ['auth-int, auth', 'auth'],
  ])('of the qop "%s" %s', (offered, taken) => {
    const header = `Digest realm="r", nonce="n", qop="${offered}"`;
    expect(paramsOf(clientWith().answer([header], here)).qop).toBe(taken);
  });

  it('no Basic after a Digest that cannot be answered', () => {
    const client = clientWith();
    expect(client.answer(['Bearer', challenge(', algorithm=SHA-1')], here)).toBeUndefined();
    expect(client.answer(['Basic realm="r"'], here)).toBeUndefined();
    expect(client.answer(['Basic realm="r"'], at('https://other/'))).toBe(basicAnswer);
  });

  it('Basic if only another scheme was asked for before', () => {
    const client = clientWith();
    expect(client.answer(['Bearer'], here)).toBeUndefined();
    expect(client.answer(['Basic realm="r"'], here)).toBe(basicAnswer);
  });

  it.each(['Basic x', 'basic x'])('no Basic after %j was refused', (sent) => {
    expect(clientWith().answer(['Basic realm="r"'], here, sent)).toBeUndefined();
  });

  it('Basic after anything else was refused', () => {
    for (const sent of ['Bearer Basic x', 'Basically x', 'Digest realm="Basic "']) {
      expect(clientWith().answer(['Basic realm="r"'], here, sent)).toBe(basicAnswer);
    }
  });

  it('Digest after a refused Digest of the same realm only if its nonce was stale', () => {
    const refused = (sent: string, more: string) =>
      clientWith().answer([challenge(more)], here, sent) === undefined;
    expect(refused('digest \t realm="r"', '')).toBe(true);
    expect(refused('DIGEST   realm="r"', ', stale=false')).toBe(true);
    expect(refused('Digest realm="r"', ', stale=True')).toBe(false);
    expect(refused('Digest realm="other"', '')).toBe(false);
    expect(refused('Bearer Digest realm="r"', '')).toBe(false);
    expect(refused('Digestive realm="r"', '')).toBe(false);
    expect(refused('Digest realm="r', '')).toBe(false);
  });
});

describe('what is sent', () => {
  it('everything that RFC 7616, section 3.4 requires', () => {
    const more = ', algorithm=md5-SESS, opaque="a \\"b\\""';
    const a1 = md5(`${md5('u:r:p')}:n:c`);
    const response = md5(`${a1}:n:00000001:c:auth:${md5('PUT:/x?y')}`);
    expect(
      clientWith().answer([challenge(more)], at('https://h/', { method: 'PUT', target: '/x?y' })),
    ).toBe(
      `Digest username="u", realm="r", uri="/x?y", algorithm=MD5-sess, nonce="n", nc=00000001, cnonce="c", qop=auth, response="${response}", opaque="a \\"b\\""`,
    );
  });

  it('no algorithm and no opaque if the server names none', () => {
    const response = md5(`${md5('u:r:p')}:n:00000001:c:auth:${md5('GET:/')}`);
    expect(clientWith().answer([challenge()], here)).toBe(
      `Digest username="u", realm="r", uri="/", nonce="n", nc=00000001, cnonce="c", qop=auth, response="${response}"`,
    );
  });

  it('a count in hexadecimal, and a fresh cnonce each time', () => {
    const client = authorizer(user);
    client.answer([challenge()], here);
    const sent = Array.from({ length: 20 }, () => paramsOf(client.authorize(here)));
    expect(sent[8]?.nc).toBe('0000000a');
    expect(sent[19]?.nc).toBe('00000015');
    expect(new Set(sent.map(({ cnonce }) => cnonce)).size).toBe(20);
    for (const { cnonce } of sent) expect(cnonce).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    ['zoë', 'zoÃ«', "UTF-8''zo%C3%AB"],
    ['ëa', 'Ã«a', "UTF-8''%C3%ABa"],
    ["(*)'é", "(*)'Ã©", "UTF-8''%28%2A%29%27%C3%A9"],
  ])('the name %s', (username, bytes, extended) => {
    const client = () => clientWith({ username });
    expect(paramsOf(client().answer([challenge()], here)).username).toBe(bytes);
    const charset = paramsOf(client().answer([challenge(', charset=utf-8')], here));
    expect(charset['username*']).toBe(extended);
    expect(charset).not.toHaveProperty('username');
  });

  it.each([
    ['true', true],
    ['TRUE', true],
    ['false', false],
  ])('a hashed name after userhash=%s: %s', (userhash, hashed) => {
    const more = `, algorithm=MD5, userhash=${userhash}`;
    const params = paramsOf(clientWith().answer([challenge(more)], here));
    expect(params.username).toBe(hashed ? md5('u:r') : 'u');
    expect(params.userhash).toBe(hashed ? 'true' : undefined);
  });

  it('a realm of UTF-8 bytes unchanged, but hashed as text', () => {
    const realm = Buffer.from('zoë').toString('latin1');
    const header = `Digest realm="${realm}", qop="auth", nonce="n"`;
    const params = paramsOf(clientWith().answer([header], here));
    const response = md5(`${md5('u:zoë:p')}:n:00000001:c:auth:${md5('GET:/')}`);
    expect(params).toMatchObject({ realm, response });
  });

  it('the body under auth-int, an empty one if there is none', () => {
    const header = 'Digest realm="r", nonce="n", qop="auth-int"';
    for (const body of ['Digits=1', '']) {
      const bytes = body === '' ? {} : { body: new TextEncoder().encode(body) };
      const { response } = paramsOf(clientWith().answer([header], at('https://h/', bytes)));
      const a2 = md5(`GET:/:${md5(body)}`);
      expect(response).toBe(md5(`${md5('u:r:p')}:n:00000001:c:auth-int:${a2}`));
    }
  });
});

describe('the next challenge', () => {
  /** What is sent after a second challenge. */
  const after = (second: string) => {
    const client = clientWith();
    client.answer([challenge()], here);
    return paramsOf(client.answer([second], here));
  };

  it('for the same nonce continues the count', () => {
    expect(after(challenge()).nc).toBe('00000002');
    expect(after(challenge(', stale=true')).nc).toBe('00000002');
    expect(after(challenge(', x=y')).nc).toBe('00000002');
  });

  it.each([
    ['another nonce', challenge('', 'm')],
    ['another realm', challenge().replace('"r"', '"s"')],
    ['another algorithm', challenge(', algorithm=MD5')],
    ['another qop', challenge().replace('"auth"', '"auth-int"')],
    ['another opaque', challenge(', opaque="o"')],
    ['another domain', challenge(', domain="/"')],
    ['another charset', challenge(', charset=UTF-8')],
    ['another userhash', challenge(', userhash=true')],
  ])('with %s starts a new count', (_title, second) => {
    expect(after(second)).toEqual(paramsOf(clientWith().answer([second], here)));
  });
});

describe('the protection space', () => {
  it.each<[string, string[], string[]]>([
    ['', ['https://h/', 'https://h/x/y?z'], ['http://h/', 'https://h:444/', 'https://g/']],
    [', domain=" "', ['https://h/x'], ['https://g/']],
    [', domain=" /a \t /b "', ['https://h/a', 'https://h/b/c'], ['https://h/', 'https://h/c']],
    [', domain="https://g/x"', ['https://g/x', 'https://g/x/y'], ['https://h/', 'https://g/']],
    [', domain="https://g"', ['https://g/'], ['https://g.evil/', 'https://h/']],
    [', domain="/a https://["', ['https://h/a'], ['https://h/']],
    [', domain="https://["', [], ['https://h/']],
  ])('%s', (more, inside, outside) => {
    const client = clientWith();
    client.answer([challenge(more)], here);
    for (const url of inside) expect(client.authorize(at(url))).toMatch(/^Digest /);
    for (const url of outside) expect(client.authorize(at(url))).toBeUndefined();
  });

  it('for Basic is the origin', () => {
    const client = clientWith();
    client.answer(['Basic realm="r"'], here);
    expect(client.authorize(at('https://h/x'))).toBe(basicAnswer);
    expect(client.authorize(at('https://h:444/'))).toBeUndefined();
  });

  it('of Digest gets no Basic outside, even with preemptiveBasic', () => {
    const client = clientWith({ preemptiveBasic: true });
    client.answer([challenge(', domain="/a"')], here);
    expect(client.authorize(at('https://h/b'))).toBeUndefined();
    expect(client.authorize(at('https://g/'))).toBe(basicAnswer);
  });
});

describe('without Digest', () => {
  it('answers Basic if both are offered, and nothing if only Digest is', () => {
    const client = clientWith({ digest: false });
    expect(client.answer([challenge()], here)).toBeUndefined();
    expect(client.authorize(here)).toBeUndefined();
    expect(client.answer([challenge(), 'Basic realm="r"'], here)).toBe(basicAnswer);
    expect(client.authorize(here)).toBe(basicAnswer);
  });

  it('sends preemptive Basic to an origin that asks for Digest', () => {
    const client = clientWith({ digest: false, preemptiveBasic: true });
    expect(client.answer([challenge()], here, client.authorize(here))).toBeUndefined();
    expect(client.authorize(here)).toBe(basicAnswer);
  });
});

describe('Authentication-Info', () => {
  /** A client that has sent one Digest. */
  function met(more = '', qop = 'auth') {
    const client = clientWith();
    const header = `Digest realm="r", qop="${qop}", nonce="n"${more}`;
    const sent = client.answer([header], here);
    return { client, sent };
  }
  const right = md5(`${md5('u:r:p')}:n:00000001:c:auth:${md5(':/')}`);
  const wrong = '0'.repeat(32);
  const ids = 'cnonce="c", nc=00000001';

  it.each<[string, string | undefined, boolean]>([
    ['none', undefined, true],
    ['nothing in it', '', true],
    ['no rspauth', ids, true],
    ['the right one', `rspauth="${right}", ${ids}`, true],
    ['the right one in upper case', `rspauth="${right.toUpperCase()}", ${ids}`, true],
    ['a wrong one', `rspauth="${wrong}", ${ids}`, false],
    ['an empty one', `rspauth="", ${ids}`, false],
  ])('%s: %s', (_title, info, good) => {
    for (const how of ['sent', 'last']) {
      const { client, sent } = met();
      expect(client.accept(info, how === 'sent' ? sent : undefined)).toBe(good);
    }
  });

  it.each([
    ['another count', `rspauth="${wrong}", cnonce="c", nc=00000002`],
    ['another cnonce', `rspauth="${wrong}", cnonce="d", nc=00000001`],
    ['neither', `rspauth="${wrong}"`],
  ])('that may belong to another request is not checked: %s', (_title, info) => {
    const { client, sent } = met();
    expect(client.accept(info)).toBe(true);
    expect(client.accept(info, sent)).toBe(false);
  });

  it('that is malformed is ignored', () => {
    const { client, sent } = met();
    expect(client.accept(`rspauth="${wrong}", ${ids}, nextnonce="m`, sent)).toBe(true);
    expect(paramsOf(client.authorize(here))).toMatchObject({ nonce: 'n', nc: '00000002' });
  });

  it('is not checked under auth-int, because it covers a body', () => {
    const { client, sent } = met('', 'auth-int');
    expect(client.accept(`rspauth="${wrong}", ${ids}`, sent)).toBe(true);
  });

  it('is ignored by a client that sent no Digest', () => {
    const info = `rspauth="${wrong}", ${ids}, nextnonce="m"`;
    expect(clientWith().accept(info)).toBe(true);
    expect(clientWith().accept(info, 'Digest realm="r", qop=auth')).toBe(true);
    expect(met().client.accept(info, basicAnswer)).toBe(true);
  });

  it.each([
    ['another nonce: the count starts anew', 'm', 'm', '00000001'],
    ['the same: the count goes on', 'n', 'n', '00000002'],
  ])('nextnonce is %s', (_title, next, nonce, nc) => {
    const { client, sent } = met();
    expect(client.accept(`nextnonce="${next}"`, sent)).toBe(true);
    expect(paramsOf(client.authorize(here))).toMatchObject({ nonce, nc });
  });

  it('nextnonce is followed next to an rspauth that is not checked', () => {
    const { client } = met();
    expect(client.accept(`nextnonce="m", rspauth="${wrong}"`)).toBe(true);
    expect(paramsOf(client.authorize(here)).nonce).toBe('m');
  });

  it('nextnonce after a new challenge is ignored', () => {
    const { client, sent } = met();
    client.answer([challenge(', stale=true', 'k')], here, sent);
    client.accept('nextnonce="m"', sent);
    expect(paramsOf(client.authorize(here)).nonce).toBe('k');
  });
});

it.each<[string, object | null, RegExp]>([
  ['username', { ...user, username: 1 }, /must be a string/],
  ['password', { ...user, password: null }, /must be a string/],
  ['preemptiveBasic', { ...user, preemptiveBasic: null }, /must be true or false/],
  ['preemptiveBasic', { ...user, preemptiveBasic: 'true' }, /must be true or false/],
  ['digest', { ...user, digest: null }, /must be true or false/],
  ['digest', { ...user, digest: 1 }, /must be true or false/],
  ['makeCnonce', { ...user, makeCnonce: null }, /must be a function/],
  ['makeCnonce', { ...user, makeCnonce: 'c' }, /must be a function/],
  ['makeCnonce', { ...user, makeCnonce: undefined }, /"makeCnonce" is undefined/],
  ['user', { user: 'u' }, /There are: username, password, preemptiveBasic, digest, makeCnonce\./],
  ['options', null, /The options must be an object/],
])('throws for a wrong %s when the client is made', (option, options, message) => {
  expect(() => authorizer(options as never)).toThrow(
    expect.objectContaining({
      name: 'OptionError',
      option,
      message: expect.stringMatching(message),
    }),
  );
});
