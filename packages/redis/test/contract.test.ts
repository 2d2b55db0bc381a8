import { readFileSync } from 'node:fs';
import { hasRedis, type RedisServer, startRedis, startRedisCluster } from '@sig/conformance';
import { memoryStore } from '@sig/core/store';
import { Cluster, Redis } from 'ioredis';
import { createClient, createCluster } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisStore } from '../src/index.js';
import { storeContract } from './contract.js';

storeContract('memory', async () => ({ store: memoryStore() }));

describe.skipIf(!hasRedis())('one server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  storeContract('node-redis', async () => {
    const store = redisStore(createClient({ url: server.url }));
    return { store, close: () => store.close() };
  });
  storeContract('ioredis', async () => {
    const client = new Redis(server.url, { lazyConnect: true });
    const store = redisStore(client, { prefix: 'a:b' });
    return { store, close: () => store.close() };
  });
  storeContract('a function that sends commands', async () => {
    const client = await createClient({ url: server.url }).connect();
    const store = redisStore((_key, args) => client.sendCommand([...args]));
    return { store, close: () => client.destroy() };
  });

  it('has no personal data, and its own prefix, in its keys', async () => {
    const keys = (await server.cli('keys', '*')).trim().split('\n');
    expect(keys.length).toBeGreaterThan(10);
    for (const key of keys) expect(key).toMatch(/^(?:sig|a:b):o:[\w-]{22}$/);
  });
});

// As many rights as the README says, and what clients send when they connect.
describe.skipIf(!hasRedis())('an account with few rights', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rights = /The account needs `([^`]+)`/.exec(readme)?.[1]?.split(' ') ?? [];
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
    const connecting = ['+hello', '+auth', '+info', '+client'];
    await server.cli('acl', 'setuser', 'phone', 'on', '>secret', ...rights, ...connecting);
  });
  afterAll(() => server.stop());
  const url = () => `redis://phone:secret@127.0.0.1:${server.port}`;

  storeContract('node-redis', async () => {
    const store = redisStore(createClient({ url: url() }), { prefix: 'phone' });
    return { store, close: () => store.close() };
  });
  storeContract('ioredis', async () => {
    const store = redisStore(new Redis(url(), { lazyConnect: true }), { prefix: 'phone' });
    return { store, close: () => store.close() };
  });
});

describe.skipIf(!hasRedis() || process.env.SIG_ALL === undefined)('a cluster of three', () => {
  let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
  const nodes = () => cluster.servers.map(({ port }) => ({ host: '127.0.0.1', port }));
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());

  storeContract('node-redis', async () => {
    const rootNodes = nodes().map(({ port }) => ({ url: `redis://127.0.0.1:${port}` }));
    const store = redisStore(createCluster({ rootNodes }));
    return { store, close: () => store.close() };
  });
  storeContract('ioredis', async () => {
    const client = new Cluster(nodes(), { lazyConnect: true });
    const store = redisStore(client);
    return { store, close: () => store.close() };
  });

  it('keys are spread over the nodes', async () => {
    const sizes = await Promise.all(cluster.servers.map((one) => one.cli('dbsize')));
    for (const size of sizes) expect(Number.parseInt(size, 10)).toBeGreaterThan(0);
  });
});
