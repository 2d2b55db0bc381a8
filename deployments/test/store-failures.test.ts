// What callers get if the Redis behind a server fails, and what it has forgotten afterwards. With SIG_ALL, which runs
// all of them, writes the table in docs.
import {
  exchange,
  hasRedis,
  type RedisServer,
  type ServerProcess,
  startRedis,
  type WireRequest,
} from '@sig/conformance';
import { afterAll, describe, expect, it } from 'vitest';
import {
  call,
  challenged,
  post,
  startMachine,
  statusOf,
  streamOf,
} from '../src/machines/machine.js';
import { type Relay, startRelay } from '../src/machines/relay.js';
import { writePage } from '../src/page.js';

/** A server, its Redis, and what lies between. */
interface Scene {
  readonly redis: RedisServer;
  readonly relay: Relay;
  /** Another Redis, which copies the first as long as `copying` is not cut. */
  readonly replica: RedisServer;
  readonly copying: Relay;
}

/** A way to fail. */
interface Failure {
  readonly title: string;
  readonly redisArgs?: readonly string[];
  readonly hasReplica?: boolean;
  /** Also without SIG_ALL. */
  readonly always?: true;
  /** Before the login and the ticket that are used again afterwards. */
  prepare?(scene: Scene): Promise<void>;
  fail(scene: Scene): Promise<void>;
  repair(scene: Scene): Promise<void>;
  /** What new logins and tickets get meanwhile, and used ones afterwards. */
  readonly expected: Observed;
}

interface Observed {
  readonly login: number;
  readonly upgrade: number;
  /** An event with `onStoreError: 'refuse'`, and one with `'run'`. */
  readonly refuse: number;
  readonly run: number;
  readonly usedLogin: number;
  readonly usedTicket: number;
  /** What a repeat of an event gets that was handled before. */
  readonly repeat: 'replay' | 'run';
}

const works = { login: 200, upgrade: 101, refuse: 200, run: 200 };
const refused = { login: 503, upgrade: 503, refuse: 503, run: 200 };
const remembered = { usedLogin: 401, usedTicket: 403, repeat: 'replay' } as const;
const forgotten = { usedLogin: 200, usedTicket: 101, repeat: 'run' } as const;
const killed = {
  fail: async ({ redis }: Scene) => redis.signal('SIGKILL'),
  repair: ({ redis }: Scene) => redis.restart(),
};

const failures: readonly Failure[] = [
  {
    title: 'killed, and started again with its data (`appendonly yes`)',
    redisArgs: ['--appendonly', 'yes', '--appendfsync', 'always'],
    ...killed,
    expected: { ...refused, ...remembered },
  },
  {
    title: 'killed, and started again empty',
    ...killed,
    expected: { ...refused, ...forgotten },
  },
  {
    title: 'stopped: it accepts connections and answers nothing',
    always: true,
    fail: async ({ redis }) => redis.signal('SIGSTOP'),
    repair: async ({ redis }) => redis.signal('SIGCONT'),
    expected: { ...refused, ...remembered },
  },
  {
    title: 'paused for writes, as during a failover',
    fail: async ({ redis }) => void (await redis.cli('client', 'pause', '600000', 'write')),
    repair: async ({ redis }) => void (await redis.cli('client', 'unpause')),
    expected: { ...refused, ...remembered },
  },
  {
    title: 'slow: 300 ms for an answer',
    fail: async ({ relay }) => {
      relay.delay = 300;
    },
    repair: async ({ relay }) => {
      relay.delay = 0;
    },
    expected: { ...works, ...remembered },
  },
  {
    title: 'slow: 3 seconds for an answer',
    fail: async ({ relay }) => {
      relay.delay = 3000;
    },
    repair: async ({ relay }) => {
      relay.delay = 0;
    },
    expected: { ...refused, ...remembered },
  },
  {
    title: 'full (`maxmemory`, `noeviction`)',
    redisArgs: ['--maxmemory-policy', 'noeviction'],
    // Less than it holds: filled to the brim, it has room again as soon as a client goes.
    fail: async ({ redis }) => void (await redis.cli('config', 'set', 'maxmemory', '100kb')),
    repair: async ({ redis }) => void (await redis.cli('config', 'set', 'maxmemory', '0')),
    expected: { ...refused, ...remembered },
  },
  {
    title: 'demoted: it is a replica of another, and read-only',
    fail: ({ redis, replica }) => follow(redis, replica.port),
    repair: async ({ redis }) => void (await redis.cli('replicaof', 'no', 'one')),
    // The data of the new primary has replaced its own.
    expected: { ...refused, ...forgotten },
  },
  {
    title: 'failed over to a replica that has everything',
    hasReplica: true,
    fail: async ({ redis }) => {
      await redis.cli('wait', '1', '10000');
      redis.signal('SIGKILL');
    },
    repair: ({ replica, relay }) => promote(replica, relay),
    expected: { ...refused, ...remembered },
  },
  {
    title: 'failed over to a replica that has not seen the last writes',
    hasReplica: true,
    prepare: async ({ copying }) => copying.cut(),
    fail: async ({ redis }) => redis.signal('SIGKILL'),
    repair: ({ replica, relay }) => promote(replica, relay),
    expected: { ...refused, ...forgotten },
  },
];

async function promote(replica: RedisServer, relay: Relay): Promise<void> {
  await replica.cli('replicaof', 'no', 'one');
  relay.target = replica.port;
}

/** Sends a request until the store answers again. */
async function answered(send: () => ReturnType<typeof exchange>) {
  for (;;) {
    const { status } = await send();
    if (status !== 503) return status;
  }
}

const all = process.env.SIG_ALL !== undefined;
const words = { replay: 'the first answer', run: 'runs again' };
const rows: [title: string, Observed][] = [];

describe.skipIf(!hasRedis())('a Redis that is', () => {
  it.each(failures.filter(({ always }) => all || always))('$title', async (failure) => {
    const ends: (() => Promise<void>)[] = [];
    const kept = <T extends { stop(): Promise<void> }>(one: T): T => {
      ends.unshift(() => one.stop());
      return one;
    };
    try {
      const redis = kept(await startRedis(...(failure.redisArgs ?? [])));
      const relay = kept(await startRelay(redis.port));
      const replica = kept(await startRedis());
      const copying = kept(await startRelay(redis.port));
      const machine = kept(await startMachine(`redis://127.0.0.1:${relay.port}`));
      const scene = { redis, relay, replica, copying };
      if (failure.hasReplica) await follow(replica, copying.port);
      await failure.prepare?.(scene);
      const observed = await observe(failure, scene, machine);
      expect(observed).toEqual(failure.expected);
      rows.push([failure.title, observed]);
    } finally {
      for (const end of ends) await end();
    }
  });
});

/** Makes a server a replica of the one at a port, and waits until it has its data. */
async function follow(server: RedisServer, port: number): Promise<void> {
  await server.cli('replicaof', '127.0.0.1', String(port));
  while (!(await server.cli('info', 'replication')).includes('master_link_status:up')) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function observe(failure: Failure, scene: Scene, { port }: ServerProcess): Promise<Observed> {
  const { client, first: usedLogin } = await challenged(port);
  const login = () => client.authorize(call);
  const open = (stream: WireRequest) => exchange(port, stream);
  await answered(() => post(port, usedLogin));
  const usedTicket = streamOf(await post(port, login()));
  const newTicket = streamOf(await post(port, login()));
  expect((await open(usedTicket)).status).toBe(101);
  const event = statusOf('refuse');
  const answer = (await exchange(port, event)).body;
  expect(answer).toMatch(/^run 1 /);

  await failure.fail(scene);
  const during = {
    login: (await post(port, login())).status,
    upgrade: (await open(newTicket)).status,
    refuse: (await exchange(port, statusOf('refuse'))).status,
    run: (await exchange(port, statusOf('run'))).status,
  };
  await failure.repair(scene);
  // Everybody gets in again.
  expect(await answered(() => post(port, login()))).toBe(200);
  return {
    ...during,
    usedLogin: await answered(() => post(port, usedLogin)),
    usedTicket: await answered(() => open(usedTicket)),
    repeat: (await exchange(port, event)).body === answer ? 'replay' : 'run',
  };
}

afterAll(() => {
  if (rows.length < failures.length) return;
  writePage(
    'store-failures.md',
    `# If Redis fails

Written by a run of \`SIG_ALL=1 pnpm exec vitest run deployments\`; do not edit.

A server with Digest logins, stream tickets and \`idempotency\`, and a real Redis that fails under it. During the failure a
client that is logged in sends its next request, a stream with a new ticket is opened, and two events arrive. Afterwards
what was accepted before is sent again, as an attacker would who has seen it, and an event is repeated. 503 is
\`store-unavailable\`, after a second at the latest.

| Redis is | a login meanwhile | a stream meanwhile | an event meanwhile, \`'refuse'\` | \`'run'\` | a used login afterwards | a used ticket afterwards | a repeated event afterwards |
|---|---|---|---|---|---|---|---|
${rows
  .map(([title, { login, upgrade, refuse, run, usedLogin, usedTicket, repeat }]) =>
    ['', title, login, upgrade, refuse, run, usedLogin, usedTicket, words[repeat], '']
      .join(' | ')
      .trim(),
  )
  .join('\n')}

So a login or a ticket is never accepted without the store: what is said of them is *at most once*, as long as the store
forgets nothing. A store that has forgotten lets each login and ticket in once more, as long as its nonce (5 minutes) or
the ticket (5 minutes) is good; and it runs the handler of a repeated event again: events are handled *at least once*.
\`appendonly yes\` prevents that after a restart, \`WAIT\` does not after a failover.
`,
  );
});
