// `pnpm bench:store`: what a shared store costs, in time, memory and commands, with a Redis on loopback.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { type RedisServer, startRedis } from '@sig/conformance';
import { newOwner, type Store, storeKey } from '@sig/core/store';
import { redisStore } from '@sig/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { spreadOf } from './measure.js';
import { measureThroughput } from './throughput.js';

const minute = 60_000;
const clients = {
  'node-redis': (url: string) => redisStore(createClient({ url })),
  ioredis: (url: string) => redisStore(new Redis(url, { lazyConnect: true })),
};
/** A short answer in TwiML, as it is kept for repeats. */
const answer = JSON.stringify([
  200,
  [['content-type', 'text/xml']],
  `<Response><Gather numDigits="1" action="/menu"><Say>${'Press one for sales. '.repeat(8)}</Say></Gather></Response>`,
]);

let last = 0;
const newKey = (kind: 'n' | 't' | 'o' = 'n') => storeKey(kind, 'bench', [String(last++)]);

/** The number after a name in the answer of INFO. */
const number = (info: string, name: string) =>
  Number(new RegExp(`^${name}:([0-9]+)`, 'm').exec(info)?.[1]);

/** Bytes of Redis for each key that this makes. */
async function bytesEach(redis: RedisServer, count: number, make: () => Promise<unknown>) {
  await redis.cli('flushall');
  const before = number(await redis.cli('info', 'memory'), 'used_memory');
  for (let i = 0; i < count; i += 500) await Promise.all(Array.from({ length: 500 }, make));
  return (number(await redis.cli('info', 'memory'), 'used_memory') - before) / count;
}

/** Microseconds of the server's time for a call of each command so far. */
async function serverTime(redis: RedisServer): Promise<Record<string, number>> {
  const stats = await redis.cli('info', 'commandstats');
  const each = stats.matchAll(/^cmdstat_(set|eval):.*usec_per_call=([0-9.]+)/gm);
  return Object.fromEntries([...each].map(([, name, time]) => [name, Number(time)]));
}

/** How many of 10,000 claims of one key at once get it, in each of ten rounds. */
async function winners(store: Store): Promise<number[]> {
  const counts: number[] = [];
  for (let round = 0; round < 10; round++) {
    const key = newKey('o');
    let won = 0;
    // A store has 1,000 calls under way at the most.
    for (let i = 0; i < 10; i++) {
      const claims = Array.from({ length: 1000 }, () => store.claim(key, newOwner(), minute));
      for (const { state } of await Promise.all(claims)) won += state === 'claimed' ? 1 : 0;
    }
    counts.push(won);
  }
  return counts;
}

/** Claims a second, with so many under way. */
async function rate(store: Store, atOnce: number): Promise<number> {
  const seconds = 2;
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const one = async () => {
    for (; performance.now() < end; done++) await store.claim(newKey(), newOwner(), minute);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return done / seconds;
}

const redis = await startRedis();
process.env.REDIS_URL = redis.url;
const lines: string[] = [];
const table = (head: string, ...rows: (readonly (string | number)[])[]) => {
  const columns = head.split('|').length;
  lines.push(`| ${head} |`, `|${'---|'.repeat(columns)}`);
  lines.push(...rows.map((row) => `| ${row.join(' | ')} |`), '');
};
const thousands = (value: number) => Math.round(value).toLocaleString('en');

try {
  console.error('requests a second ...');
  const way = (name: string) => ({ args: ['express-store.js', name] });
  const samples = await measureThroughput({
    'no store': way('none'),
    'memoryStore()': way('memory'),
    'redisStore(), node-redis': way('node-redis'),
    'redisStore(), ioredis': way('ioredis'),
  });
  const rates = Object.fromEntries(
    Object.entries(samples).map(([name, rounds]) => [name, spreadOf(rounds)]),
  );
  const base = rates['no store']?.median ?? Number.NaN;
  lines.push('## A claim for each request\n');
  lines.push(
    'A form of 20 parameters on Express, verified; Redis, server and client share the two cores.\n',
  );
  table(
    '| requests/s | against no store | longer by',
    ...Object.entries(rates).map(([name, { median, spread }]) => {
      const difference = 1e6 / median - 1e6 / base;
      // No figure that the next run would contradict.
      const isNoise = Math.abs(median / base - 1) < spread + (rates['no store']?.spread ?? 0);
      return [
        name,
        `${thousands(median)} ±${(spread * 100).toFixed(0)}%`,
        `${(median / base).toFixed(2)}x`,
        isNoise ? 'within the noise' : `${difference.toFixed(0)} µs`,
      ];
    }),
  );

  lines.push('## Claims alone\n');
  const alone: (readonly (string | number)[])[] = [];
  const races: string[] = [];
  for (const [name, make] of Object.entries(clients)) {
    console.error(`${name} ...`);
    const store = make(redis.url);
    while (
      await store.claim(newKey(), newOwner(), minute).then(
        () => false,
        () => true,
      )
    );
    alone.push([name, thousands(await rate(store, 1)), thousands(await rate(store, 100))]);
    const counts = await winners(store);
    if (counts.some((count) => count !== 1)) throw new Error(`winners: ${counts}`);
    races.push(name);
    store.close();
  }
  table('claims/s | one after the other | 100 under way', ...alone);
  lines.push(
    `10,000 claims of one key, 1,000 at a time, ten times with each of ${races.join(' and ')}: exactly one was given it, each time.\n`,
  );

  console.error('memory ...');
  const store = clients['node-redis'](redis.url);
  while (
    await store.claim(newKey(), newOwner(), minute).then(
      () => false,
      () => true,
    )
  );
  const ttl = 60 * minute;
  const nonce = await bytesEach(redis, 100_000, () => store.claim(newKey('n'), newOwner(), ttl));
  const result = await bytesEach(redis, 100_000, () =>
    store.complete(newKey('o'), newOwner(), answer, ttl),
  );
  const times = await serverTime(redis);
  store.close();
  lines.push('## Memory and commands\n');
  table(
    'what | commands | time of Redis | bytes while it is kept',
    ['a login (`claim`)', 1, `${times.set} µs`, Math.round(nonce)],
    ['an upgrade with a ticket (`claim`)', 1, `${times.set} µs`, Math.round(nonce)],
    [
      `an event with an answer of ${answer.length} bytes (\`claim\`, \`complete\`)`,
      2,
      `${((times.set ?? 0) + (times.eval ?? 0)).toFixed(1)} µs`,
      Math.round(result),
    ],
  );
  const perMillion = (bytes: number) => `${((bytes * 1e6) / 2 ** 20).toFixed(0)} MiB`;
  lines.push('So a million of them take:\n');
  table(
    'a million | commands | time of Redis | memory, if all are kept at once',
    ['logins', '1 million', `${times.set} s`, perMillion(nonce)],
    [
      'events',
      '2 million',
      `${((times.set ?? 0) + (times.eval ?? 0)).toFixed(1)} s`,
      perMillion(result),
    ],
  );

  const page = `# What a shared store costs

Written by \`pnpm bench:store\`; do not edit.

${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.versions.node}, Redis ${/redis_version:(\S+)/.exec(await redis.cli('info', 'server'))?.[1]}, loopback. Medians of interleaved rounds; compare within this page only.

${lines.join('\n').trim()}
`;
  writeFileSync(new URL('../STORE.md', import.meta.url), page);
  console.log(page);
} finally {
  await redis.stop();
}
process.exit(0);
