import { describe, expect, it } from 'vitest';
import {
  authorizer,
  type DigestOptions,
  digest,
  digestAlgorithms,
  formatBasic,
  ha1,
  htdigest,
  memoryStore,
  parseChallenges,
} from '../src/index.js';
import { request } from './request.js';

const options: DigestOptions = { realm: 'calls', credentials: { user: 'secret' } };
const clientRequest = { method: 'GET', url: 'https://example.com/', target: '/' };

/** The challenges of a rejection. */
function challenges(verdict: unknown): string[] {
  const { error } = verdict as { error: { headers: Record<string, string[]> } };
  return error.headers['WWW-Authenticate'] ?? [];
}

/** A guard with a client that has been challenged by it. */
async function met(changed: Partial<DigestOptions> = {}, username = 'user', password = 'secret') {
  const guard = digest({ ...options, ...changed });
  const client = authorizer({ username, password });
  const challenged = await guard(request());
  const first = client.answer(challenges(challenged), clientRequest) ?? '';
  return { guard, client, first };
}

describe('digest()', () => {
  it.each(digestAlgorithms)('%s: auth and auth-int', async (algorithm) => {
    for (const qop of ['auth', 'auth-int'] as const) {
      const guard = digest({ ...options, algorithms: [algorithm], qop: [qop] });
      const client = authorizer({ username: 'user', password: 'secret' });
      const post = { method: 'POST', target: '/a?b=c', body: 'Digits=1' };
      const bytes = new TextEncoder().encode(post.body);
      const sent = { ...post, body: bytes, url: 'https://example.com/a?b=c' };
      const header = client.answer(challenges(await guard(request(undefined, post))), sent);
      const verdict = await guard(request(header, post));
      expect(verdict).toMatchObject({ ok: true });
      const info = verdict.ok ? verdict.headers?.['Authentication-Info'] : undefined;
      expect(info?.includes('rspauth')).toBe(qop === 'auth');
      expect(client.accept(info)).toBe(true);
      const changed = await guard(request(client.authorize(sent), { ...post, body: 'Digits=2' }));
      expect(changed.ok).toBe(qop === 'auth');
    }
  });

  it('sends a challenge for each algorithm, with all options', async () => {
    const guard = digest({ ...options, opaque: 'o', domain: '/a /b', userhash: true });
    const offered = parseChallenges(challenges(await guard(request())));
    expect(offered.map(({ params }) => params)).toMatchObject([
      {
        realm: 'calls',
        algorithm: 'SHA-256',
        qop: 'auth',
        opaque: 'o',
        domain: '/a /b',
        userhash: 'true',
        charset: 'UTF-8',
      },
      { algorithm: 'MD5' },
    ]);
    expect(offered[0]?.params).not.toHaveProperty('stale');
  });

  it.each<[string, string, string]>([
    ['another password', 'user', 'Secret'],
    ['an unknown user', 'nobody', 'secret'],
    ['a name of Object.prototype', '__proto__', 'secret'],
  ])('refuses %s, always with the same answer', async (_title, username, password) => {
    const { guard, first } = await met({}, username, password);
    const verdict = await guard(request(first));
    expect(verdict).toMatchObject({ ok: false, error: { status: 401, code: 'unauthorized' } });
    expect(challenges(verdict).join()).not.toContain('stale');
  });

  it('credentials are for one request only', async () => {
    const { guard, client } = await met();
    const other = (changed: object) =>
      guard(request(client.authorize(clientRequest), { ...changed }));
    expect(await other({ method: 'POST' })).toMatchObject({ error: { status: 401 } });
    expect(await other({ target: '/b' })).toMatchObject({
      error: { code: 'malformed-credentials' },
    });
    expect(await other({ target: '/?a' })).toMatchObject({
      error: { code: 'malformed-credentials' },
    });
    expect(await other({})).toMatchObject({ ok: true });
  });

  describe('nonce counts', () => {
    it('a count is accepted once; the client may continue with a new nonce', async () => {
      const { guard, client, first } = await met();
      expect(await guard(request(first))).toMatchObject({ ok: true });
      const replayed = await guard(request(first));
      expect(replayed).toMatchObject({ ok: false, error: { status: 401 } });
      expect(parseChallenges(challenges(replayed))[0]?.params.stale).toBe('true');
      expect(
        await guard(request(client.answer(challenges(replayed), clientRequest))),
      ).toMatchObject({
        ok: true,
      });
    });

    it('counts are accepted in any order, each once', async () => {
      const { guard, client, first } = await met();
      const headers = [first, ...Array.from({ length: 50 }, () => client.authorize(clientRequest))];
      const shuffled = headers.sort(() => Math.random() - 0.5);
      const verdicts = await Promise.all(shuffled.map((header) => guard(request(header))));
      expect(verdicts.every(({ ok }) => ok)).toBe(true);
      const again = await Promise.all(shuffled.map((header) => guard(request(header))));
      expect(again.some(({ ok }) => ok)).toBe(false);
    });

    it('only a client that knows the password uses up a count', async () => {
      const { guard, first } = await met();
      const forged = first.replace(/response="(.)/, (_, c) => `response="${c === '0' ? '1' : '0'}`);
      expect(await guard(request(forged))).toMatchObject({ ok: false });
      expect(await guard(request(first))).toMatchObject({ ok: true });
    });
  });

  describe('nonces', () => {
    it('expire, and are then stale, not wrong', async () => {
      let time = 1_000_000;
      const { guard, client, first } = await met({ now: () => time, nonceLifetime: 1000 });
      time += 1000;
      expect(await guard(request(first))).toMatchObject({ ok: true });
      time += 1;
      const stale = await guard(request(client.authorize(clientRequest)));
      expect(parseChallenges(challenges(stale))[0]?.params.stale).toBe('true');
      expect(await guard(request(client.answer(challenges(stale), clientRequest)))).toMatchObject({
        ok: true,
      });
    });

    it('are renewed in time by nextnonce', async () => {
      let time = 1_000_000;
      const { guard, client, first } = await met({ now: () => time, nonceLifetime: 1000 });
      let header: string | undefined = first;
      for (let i = 0; i < 20; i++) {
        const verdict = await guard(request(header));
        expect(verdict).toMatchObject({ ok: true });
        client.accept(verdict.ok ? verdict.headers?.['Authentication-Info'] : undefined);
        time += 450;
        header = client.authorize(clientRequest);
      }
    });

    it('of another instance are accepted with the same secret, and stale with another', async () => {
      const store = memoryStore();
      const secret = 'a secret that both instances have';
      const { first } = await met({ secret, store });
      expect(await digest({ ...options, secret, store })(request(first))).toMatchObject({
        ok: true,
      });
      expect(await digest({ ...options, secret, store })(request(first))).toMatchObject({
        ok: false,
      });
      const stranger = await digest(options)(request(first));
      expect(parseChallenges(challenges(stranger))[0]?.params.stale).toBe('true');
    });

    it('that were tampered with are refused', async () => {
      const { guard, client } = await met();
      const nonce = /nonce="([^"]*)"/.exec(client.authorize(clientRequest) ?? '')?.[1] ?? '';
      const older = `Digest realm="calls", qop="auth", algorithm=MD5, nonce="0${nonce.slice(1)}"`;
      const forger = authorizer({ username: 'user', password: 'secret' });
      expect(await guard(request(forger.answer([older], clientRequest)))).toMatchObject({
        ok: /^0/.test(nonce),
      });
      const later = `Digest realm="calls", qop="auth", algorithm=MD5, nonce="f${nonce.slice(1)}"`;
      expect(
        await guard(
          request(
            authorizer({ username: 'user', password: 'secret' }).answer([later], clientRequest),
          ),
        ),
      ).toMatchObject({ ok: false, error: { status: 401 } });
    });
  });

  describe('user names', () => {
    const names = ['user', 'Jäsøn Doe', 'with "quotes" and \\', '日本'];
    it.each(names)('%s: plain or username*, and hashed', async (username) => {
      for (const userhash of [false, true]) {
        const { guard, first } = await met(
          { credentials: { [username]: 'p' }, userhash },
          username,
          'p',
        );
        expect(await guard(request(first))).toMatchObject({ ok: true });
      }
    });

    it('UTF-8 bytes, as Node reads them', async () => {
      const { guard, first } = await met({ credentials: { zoë: 'p' } }, 'zoë', 'p');
      const bytes = Buffer.from('zoë').toString('latin1');
      const bare = first.replace(/username\*=[^,]*/, `username="${bytes}"`);
      expect(await guard(request(bare))).toMatchObject({ ok: true });
    });
  });

  describe('credentials', () => {
    it('as H(A1)', async () => {
      const known = { ha1: ha1('MD5', 'user', 'calls', 'secret') };
      const { guard, first } = await met({ algorithms: ['MD5'], credentials: { user: known } });
      expect(await guard(request(first))).toMatchObject({ ok: true });
    });

    it('as H(A1) of several algorithms', async () => {
      const known = {
        ha1: {
          MD5: ha1('MD5', 'user', 'calls', 'secret'),
          'SHA-256': ha1('SHA-256', 'user', 'calls', 'secret'),
        },
      };
      const { guard, first } = await met({ credentials: { user: known } });
      expect(first).toContain('SHA-256');
      expect(await guard(request(first))).toMatchObject({ ok: true });
    });

    it('as an htdigest file', async () => {
      const file = `user:other:${'0'.repeat(32)}\nuser:calls:${ha1('MD5', 'user', 'calls', 'secret')}\n`;
      const credentials = htdigest(file, 'calls');
      const { guard, first } = await met({ algorithms: ['MD5'], credentials });
      expect(await guard(request(first))).toMatchObject({ ok: true });
      expect(() => digest({ ...options, credentials })).toThrow(/SHA-256/);
    });

    it('through a function', async () => {
      const { guard, first } = await met({
        credentials: async (username, { realm }) =>
          username === 'user' && realm === 'calls' ? 'secret' : undefined,
      });
      expect(await guard(request(first))).toMatchObject({ ok: true });
    });
  });

  describe('malformed credentials are 400', () => {
    it.each<[string, (header: string) => string]>([
      ['nothing in it', () => 'Digest'],
      ['a repeated parameter', (header) => `${header}, nc=00000001`],
      ['no realm', (header) => header.replace(/realm="[^"]*", /, '')],
      ['no nonce', (header) => header.replace(/ nonce="[^"]*",/, '')],
      ['no qop', (header) => header.replace(/ qop=auth,/, '')],
      ['an unknown qop', (header) => header.replace('qop=auth', 'qop=auth-conf')],
      ['no cnonce', (header) => header.replace(/ cnonce="[^"]*",/, '')],
      ['a short nc', (header) => header.replace('nc=00000001', 'nc=1')],
      ['nc 0', (header) => header.replace('nc=00000001', 'nc=00000000')],
      ['an unknown algorithm', (header) => header.replace('SHA-256', 'SHA-1')],
      ['a short response', (header) => header.replace(/response="./, 'response="')],
      ['both user names', (header) => `${header}, username*=UTF-8''user`],
      ['an odd userhash', (header) => `${header}, userhash=maybe`],
      ['no commas', (header) => header.replace(/,/g, '')],
      ['an open quote', (header) => header.replace('realm="calls"', 'realm="calls')],
      ['two credentials', (header) => `${header}, ${header}`],
    ])('%s', async (_title, change) => {
      const { guard, first } = await met();
      expect(await guard(request(change(first)))).toMatchObject({
        ok: false,
        error: { code: 'malformed-credentials', status: 400 },
      });
    });
  });

  it.each<[string, (header: string) => string]>([
    ['another realm', (header) => header.replace('realm="calls"', 'realm="other"')],
    ['another opaque', (header) => `${header}, opaque="x"`],
    ['an algorithm that is not offered', (header) => header.replace('SHA-256', 'SHA-512-256')],
    ['another scheme', () => formatBasic({ username: 'user', password: 'secret' })],
  ])('%s: challenged again', async (_title, change) => {
    const { guard, first } = await met();
    expect(await guard(request(change(first)))).toMatchObject({ error: { status: 401 } });
  });

  describe('the request target', () => {
    const targets: [string, string, boolean, (string | undefined)?, string[]?][] = [
      ['/a?b', '/a?b', true],
      ['https://example.com/a?b', '/a?b', true],
      ['/a?b', '/a', false],
      ['/a%20b', '/a b', false],
      ['/prefix/a', '/a', true, 'https://example.com/prefix/'],
      ['/a', '/a', false, 'https://example.com/prefix'],
      ["/a?q=it's&f", '/a?q=it%27s&f=', true, undefined, ["/a?q=it's&f"]],
      ["/a?q=it's", '/a?q=it%27s', false],
      ['/a?q=1', '/a?q=2', false, undefined, ['/a?q=3']],
      ['HTTP://other.example:1/a', '/a', true],
      ['https://example.com', '/', true],
      ['https://example.com?b', '/?b', true],
      ['/a', 'https://example.com/a', true],
      ['/a?u=https://example.com/b', '/a?u=/b', false],
      ['xhttps://example.com/a', '/a', false],
      ['/prefix/a', '/a', true, 'HTTP://example.com:8080/prefix'],
      ['/prefix/a', '/a', false, 'https://example.com/prefix/b'],
      ['/a', '/a', true, 'https://example.com'],
      // Ten alternates are compared.
      ['/10', '/', true, undefined, Array.from({ length: 10 }, (_, i) => `/${i + 1}`)],
      ['/11', '/', false, undefined, Array.from({ length: 11 }, (_, i) => `/${i + 1}`)],
    ];
    it('is the only one if the framework has no alternates', async () => {
      const { guard, first } = await met();
      const { alternateTargets: _, ...plain } = request(first);
      expect((await guard({ ...plain, target: '/other' })).ok).toBe(false);
      expect((await guard(plain)).ok).toBe(true);
    });

    it.each(targets)(
      'uri %s, target %s: %s',
      async (uri, target, good, publicUrl, alternates = []) => {
        const guard = digest({ ...options, ...(publicUrl === undefined ? {} : { publicUrl }) });
        const client = authorizer({ username: 'user', password: 'secret' });
        const sent = { method: 'GET', url: 'https://example.com/', target: uri };
        const header = client.answer(challenges(await guard(request())), sent);
        expect((await guard(request(header, { target, alternates }))).ok).toBe(good);
      },
    );
  });

  it.each<[string, object]>([
    ['realm', { realm: '' }],
    ['credentials', { credentials: {} }],
    ['credentials', { credentials: { user: '' } }],
    ['credentials', { credentials: { user: { ha1: 'abc' } } }],
    ['algorithms', { algorithms: [] }],
    ['algorithms', { algorithms: ['SHA-1'] }],
    ['qop', { qop: ['auth-conf'] }],
    ['secret', { secret: 'short' }],
    ['nonceLifetime', { nonceLifetime: 0 }],
    ['opaque', { opaque: 'ä' }],
    ['publicUrl', { publicUrl: '/prefix' }],
    ['user', { user: 'x' }],
  ])('throws for a wrong %s', (option, changed) => {
    expect(() => digest({ ...options, ...changed } as never)).toThrow(
      expect.objectContaining({ option }),
    );
  });
});
