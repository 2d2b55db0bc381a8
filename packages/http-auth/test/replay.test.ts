// A captured `Authorization` is never accepted: not at once, not after a restart, not with another store.
import { memoryStore as memorySharedStore, type Store, StoreError } from '@sig/core/store';
import { describe, expect, it, vi } from 'vitest';
import { digestResponse } from '../src/digest/response.js';
import {
  type DigestOptions,
  digest,
  ha1,
  memoryStore,
  type NonceLife,
  type NonceStore,
  nonceStore,
} from '../src/index.js';
import { authorization, challengesOf, isStale, nonceOf } from './exchange.js';
import { request } from './request.js';

const start = 1_700_000_000_000;
const secret = ha1('SHA-256', 'user', 'calls', 'secret');
let time = start;

function guardWith(options: Partial<DigestOptions> = {}) {
  return digest({
    realm: 'calls',
    credentials: { user: 'secret' },
    secret: 'a secret that outlives the process',
    nonceLifetime: 60_000,
    now: () => time,
    ...options,
  });
}
type TestGuard = ReturnType<typeof guardWith>;

/** A client that logs in with a fresh challenge, as any genuine one does after `stale=true`. */
async function logIn(guard: TestGuard): Promise<boolean> {
  const header = authorization({ nonce: await nonceOf(guard), secret });
  return (await guard(request(header))).ok;
}

/** A store that accepts everything, so that only the guard decides. */
function recorder(since?: number) {
  const lives: NonceLife[] = [];
  const store: NonceStore = {
    ...(since === undefined ? {} : { since }),
    use(_nonce, _count, life) {
      lives.push(life);
      return true;
    },
  };
  return { store, lives };
}

describe('after a restart, with the same secret', () => {
  it.each([0, 1, 59_000])('%i ms after it was made, a nonce is stale', async (later) => {
    time = start;
    const before = guardWith();
    time += 1000;
    const captured = authorization({ nonce: await nonceOf(before), secret });
    const unused = authorization({ nonce: await nonceOf(before), secret });
    expect((await before(request(captured))).ok).toBe(true);
    time += later;
    const after = guardWith();
    for (const header of [captured, unused]) {
      const verdict = await after(request(header));
      expect(verdict).toMatchObject({ ok: false, error: { status: 401 } });
      expect(isStale(verdict)).toBe(true);
    }
    // One more round trip, even in the millisecond of the restart.
    expect(await logIn(after)).toBe(true);
    time += 1;
    expect(await logIn(after)).toBe(true);
    expect((await after(request(captured))).ok).toBe(false);
  });

  it('a client with a wrong password does not learn that its nonce is stale', async () => {
    time = start;
    const nonce = await nonceOf(guardWith());
    time += 1000;
    const verdict = await guardWith()(request(authorization({ nonce, secret: 'x' })));
    expect(isStale(verdict)).toBe(false);
  });

  it('a store that outlives the restart continues', async () => {
    time = start;
    const store = memoryStore({ now: () => time });
    const header = authorization({ nonce: await nonceOf(guardWith({ store })), secret });
    time += 10;
    expect((await guardWith({ store })(request(header))).ok).toBe(true);
    expect((await guardWith({ store })(request(header))).ok).toBe(false);
  });

  it('after a clock was set back, only captured credentials are refused', async () => {
    time = start;
    const before = guardWith();
    const captured = authorization({ nonce: await nonceOf(before), secret });
    expect((await before(request(captured))).ok).toBe(true);
    time = start + 5000;
    const after = guardWith();
    time = start - 3_600_000;
    expect(await logIn(after)).toBe(true);
    expect((await after(request(captured))).ok).toBe(false);
  });
});

describe('a store of your own', () => {
  it('says from when it remembers', async () => {
    for (const [since, good] of [
      [start, true],
      [start + 1, false],
    ] as const) {
      time = start;
      const { store, lives } = recorder();
      const nonce = await nonceOf(guardWith({ store }));
      time += 2;
      const younger = guardWith({ store: { ...store, since } });
      const verdict = await younger(request(authorization({ nonce, secret })));
      expect(verdict.ok).toBe(good);
      if (!good) expect(isStale(verdict)).toBe(true);
      expect(lives.length).toBe(good ? 1 : 0);
      expect(await logIn(younger)).toBe(true);
    }
  });

  it('lets clients in if it remembers only from a later time, fractions included', async () => {
    time = start;
    const { store, lives } = recorder(start + 4999.5);
    expect(await logIn(guardWith({ store }))).toBe(true);
    expect(lives[0]?.madeAt).toBe(start + 5000);
  });

  it('may move that time forward', async () => {
    time = start;
    let since = 0;
    const store = {
      get since() {
        return since;
      },
      use: () => true,
    };
    const guard = guardWith({ store });
    const header = authorization({ nonce: await nonceOf(guard), secret });
    expect((await guard(request(header))).ok).toBe(true);
    since = start + 1;
    expect(isStale(await guard(request(header)))).toBe(true);
    since = Number.NaN;
    expect((await guard(request(header))).ok).toBe(false);
  });

  it('gets the life of a nonce: its times, and how long from now', async () => {
    time = start;
    const { store, lives } = recorder();
    const guard = guardWith({ store, nonceLifetime: 60_000.5, now: () => time + 0.25 });
    const nonce = await nonceOf(guard);
    await guard(request(authorization({ nonce, secret })));
    time += 45_000;
    await guard(request(authorization({ nonce, secret, nc: 'ffffffff' })));
    const life = { madeAt: start, expiresAt: start + 60_000.5 };
    expect(lives).toEqual([
      { ...life, ttl: 90_001 },
      { ...life, ttl: 45_001 },
    ]);
  });

  it('gets a nonce of the guard and the count, once for each login', async () => {
    time = start;
    const use = vi.fn(() => true);
    const guard = guardWith({ store: { use } });
    const nonce = await nonceOf(guard);
    await guard(request(authorization({ nonce, secret: 'wrong' })));
    await guard(request(authorization({ nonce: `0${nonce}`, secret })));
    expect(use).not.toHaveBeenCalled();
    await guard(request(authorization({ nonce, secret, nc: 'FfffffFe' })));
    expect(use).toHaveBeenCalledWith(nonce, 0xfffffffe, expect.anything());
    expect(use).toHaveBeenCalledTimes(1);
  });

  it.each([false, undefined, null, 0, 1, 'OK', 'true', [], {}, new Boolean(true)])(
    'that says %j has not said true',
    async (said) => {
      time = start;
      for (const use of [() => said, async () => said]) {
        const guard = guardWith({ store: { use } as never });
        const verdict = await guard(
          request(authorization({ nonce: await nonceOf(guard), secret })),
        );
        expect(verdict).toMatchObject({ ok: false, error: { status: 401 } });
        expect(isStale(verdict)).toBe(true);
      }
    },
  );

  it('that fails is an error of the server', async () => {
    const use = async () => Promise.reject(new Error('no Redis'));
    const guard = guardWith({ store: { use } });
    const header = authorization({ nonce: await nonceOf(guard), secret });
    await expect(guard(request(header))).rejects.toThrow('no Redis');
  });

  it('keeps its `this`', async () => {
    time = start;
    class Store implements NonceStore {
      readonly #used = new Set<string>();
      use(nonce: string, count: number): boolean {
        const key = `${nonce} ${count}`;
        const first = !this.#used.has(key);
        this.#used.add(key);
        return first;
      }
    }
    expect(await logIn(guardWith({ store: new Store() }))).toBe(true);
  });
});

describe('the life of a nonce', () => {
  /** The verdict on a nonce that was made the given milliseconds ago. */
  async function aged(age: number) {
    time = start;
    const { store } = recorder();
    const guard = guardWith({ store });
    const header = authorization({ nonce: await nonceOf(guard), secret });
    time += age;
    return guard(request(header));
  }

  it('ends with its last millisecond', async () => {
    expect((await aged(59_999)).ok).toBe(true);
    expect(isStale(await aged(60_000))).toBe(true);
  });

  it('begins at most 30 seconds from now, because clocks of instances differ', async () => {
    expect((await aged(-30_000)).ok).toBe(true);
    expect(isStale(await aged(-30_001))).toBe(true);
  });

  it('is renewed in its second half', async () => {
    const infoAfter = async (age: number) => {
      const verdict = await aged(age);
      return verdict.ok ? verdict.headers?.['Authentication-Info'] : undefined;
    };
    expect(await infoAfter(30_000)).not.toContain('nextnonce');
    expect(await infoAfter(30_001)).toContain('nextnonce');
  });

  it('a nextnonce is accepted with the next request', async () => {
    const verdict = await aged(50_000);
    const info = (verdict.ok && verdict.headers?.['Authentication-Info']) || '';
    const nonce = /nextnonce="([0-9a-f]{60})"/.exec(info)?.[1] ?? '';
    time += 50_000;
    const guard = guardWith({ store: recorder().store });
    expect((await guard(request(authorization({ nonce, secret })))).ok).toBe(true);
  });
});

describe('a nonce is sealed', () => {
  it.each([0, 11, 12, 27, 28, 59])('a changed digit %i is noticed', async (index) => {
    time = start;
    const guard = guardWith();
    const nonce = await nonceOf(guard);
    const digit = nonce[index] === '0' ? '1' : '0';
    const changed = nonce.slice(0, index) + digit + nonce.slice(index + 1);
    const verdict = await guard(request(authorization({ nonce: changed, secret })));
    expect(isStale(verdict)).toBe(true);
    expect((await guard(request(authorization({ nonce, secret })))).ok).toBe(true);
  });

  it.each([
    ['shorter', (nonce: string) => nonce.slice(0, -1)],
    ['longer', (nonce: string) => `${nonce}0`],
    ['in upper case', (nonce: string) => `${nonce.slice(0, -1)}A`],
    ['empty', () => ''],
  ])('%s: refused', async (_title, change) => {
    time = start;
    const guard = guardWith();
    const nonce = change(await nonceOf(guard));
    expect(isStale(await guard(request(authorization({ nonce, secret }))))).toBe(true);
  });

  it('with the realm', async () => {
    time = start;
    const nonce = await nonceOf(guardWith({ realm: 'other', store: recorder().store }));
    const guard = guardWith({ store: recorder().store });
    expect(isStale(await guard(request(authorization({ nonce, secret }))))).toBe(true);
  });

  it('and is never the same twice', async () => {
    time = start;
    const guard = guardWith();
    const nonces = await Promise.all(Array.from({ length: 100 }, () => nonceOf(guard)));
    expect(new Set(nonces).size).toBe(100);
  });
});

it('the store keeps nonces, but not the headers that they came in', async () => {
  time = start;
  const kept: string[] = [];
  const store: NonceStore = {
    use(nonce) {
      kept.push(nonce);
      return true;
    },
  };
  const guard = guardWith({ store });
  const gc = await collector();
  const before = gc();
  for (let i = 0; i < 1000; i++) {
    const header = authorization({ nonce: await nonceOf(guard), secret });
    // Each is a string of its own, as a header is: 12 KB each, 12 MB in all.
    const padded = Buffer.from(`${header}, pad="${'x'.repeat(12_000)}"`).toString('latin1');
    expect((await guard(request(padded))).ok).toBe(true);
  }
  expect(kept.length).toBe(1000);
  expect(gc() - before).toBeLessThan(4_000_000);
});

/** A function that collects garbage and returns how much memory is in use. */
async function collector(): Promise<() => number> {
  const { setFlagsFromString } = await import('node:v8');
  const { runInNewContext } = await import('node:vm');
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  return () => {
    gc();
    return process.memoryUsage().heapUsed;
  };
}

describe('what the guard sends', () => {
  it('a challenge for each algorithm', async () => {
    time = start;
    const withoutNonce = async (options: Partial<DigestOptions>, header?: string) =>
      challengesOf(await guardWith(options)(request(header))).map((challenge) =>
        challenge.replace(/nonce="[0-9a-f]{60}"/, 'nonce'),
      );
    expect(await withoutNonce({})).toEqual([
      'Digest realm="calls", qop="auth", algorithm=SHA-256, nonce, charset="UTF-8"',
      'Digest realm="calls", qop="auth", algorithm=MD5, nonce, charset="UTF-8"',
    ]);
    const all = { algorithms: ['MD5'], opaque: '"', domain: '/a /b', userhash: true } as const;
    const challenge =
      'Digest realm="calls", domain="/a /b", qop="auth", algorithm=MD5, nonce, opaque="\\"", charset="UTF-8", userhash=true';
    expect(await withoutNonce(all)).toEqual([challenge]);
    // Another realm, opaque, algorithm or qop is not a stale nonce.
    const md5 = { algorithm: 'MD5', nonce: 'n', secret, more: ', opaque="\\""' } as const;
    for (const sent of [
      authorization({ ...md5, realm: 'other' }),
      authorization({ ...md5, more: '' }),
      authorization({ ...md5, algorithm: 'SHA-256' }),
      authorization(md5).replace('qop=auth', 'qop=auth-int'),
    ]) {
      expect(await withoutNonce(all, sent)).toEqual([challenge]);
    }
  });

  it('Authentication-Info, with rspauth under auth only', async () => {
    time = start;
    const infoOf = async (qop: 'auth' | 'auth-int') => {
      const guard = guardWith({ qop: [qop] });
      const nonce = await nonceOf(guard);
      const input = { algorithm: 'SHA-256', nonce, nc: '00000001', cnonce: 'c', uri: '/' } as const;
      const response = digestResponse({ ...input, qop }, secret, 'GET', new Uint8Array(0));
      const header = authorization({ nonce, secret })
        .replace('qop=auth', `qop=${qop}`)
        .replace(/response="[^"]*"/, `response="${response}"`);
      const verdict = await guard(request(header));
      return verdict.ok ? verdict.headers?.['Authentication-Info'] : undefined;
    };
    expect(await infoOf('auth')).toMatch(
      /^rspauth="[0-9a-f]{64}", qop=auth, cnonce="c", nc=00000001$/,
    );
    expect(await infoOf('auth-int')).toBe('qop=auth-int, cnonce="c", nc=00000001');
  });
});

describe('the body', () => {
  const gone = () => ({ params: {} });

  it('is not read under auth', async () => {
    time = start;
    const guard = guardWith();
    const header = authorization({ nonce: await nonceOf(guard), secret });
    const body = vi.fn(gone);
    expect((await guard({ ...request(header), body } as never)).ok).toBe(true);
    expect(body).not.toHaveBeenCalled();
  });

  it('must be there under auth-int, whoever sends it', async () => {
    time = start;
    const guard = guardWith({ qop: ['auth-int'] });
    const nonce = await nonceOf(guard);
    for (const username of ['user', 'nobody']) {
      const header = authorization({ nonce, secret, username }).replace('=auth,', '=auth-int,');
      expect(await guard({ ...request(header), body: gone } as never)).toMatchObject({
        error: { code: 'body-already-parsed' },
      });
    }
  });
});

describe('instances that share a store', () => {
  const twoOf = (store: Store) =>
    [store, store].map((one) => guardWith({ store: nonceStore(one) }));

  it('what one accepts none accepts again, in any order of counts', async () => {
    time = start;
    const [one, two] = twoOf(memorySharedStore());
    if (one === undefined || two === undefined) throw new Error('two guards');
    const nonce = await nonceOf(one);
    for (const nc of ['00000002', '00000001', '00000300']) {
      const header = authorization({ nonce, secret, nc });
      expect((await two(request(header))).ok).toBe(true);
      for (const guard of [one, two]) expect(isStale(await guard(request(header)))).toBe(true);
    }
  });

  it('remembers a count for as long as the nonce lives, and 30 seconds more', async () => {
    time = start;
    const ttls: number[] = [];
    const store = memorySharedStore();
    const [guard] = twoOf({
      ...store,
      claim: (key, owner, ttl) => {
        expect(key).toMatch(/^n:[\w-]{22}$/);
        ttls.push(ttl);
        return store.claim(key, owner, ttl);
      },
    });
    const nonce = await nonceOf(guard as TestGuard);
    time += 20_000;
    expect((await (guard as TestGuard)(request(authorization({ nonce, secret })))).ok).toBe(true);
    expect(ttls).toEqual([40_000 + 30_000]);
  });

  it('a store that cannot be asked is 503, not a reason to try again', async () => {
    time = start;
    const [guard] = twoOf({
      ...memorySharedStore(),
      claim: async () => {
        throw new StoreError('store-timeout', 'No answer.');
      },
    });
    const nonce = await nonceOf(guard as TestGuard);
    const check = async () => (guard as TestGuard)(request(authorization({ nonce, secret })));
    const verdict = await check().catch((error: unknown) => ({ ok: false, error }));
    expect(verdict).toMatchObject({ error: { code: 'store-unavailable', status: 503 } });
  });

  it('refuses what is no store', () => {
    expect(() => nonceStore({} as never)).toThrow(/takes a store/);
  });
});
