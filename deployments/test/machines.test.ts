// Four servers behind nginx that share a Redis, with clocks that differ: what one has accepted once, none accepts again.
import {
  exchange,
  hasRedis,
  type RedisServer,
  type ServerProcess,
  startRedis,
} from '@sig/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  call,
  challenged,
  post as postTo,
  startMachine,
  statusOf,
  streamOf,
} from '../src/machines/machine.js';
import { programOf, type Running, startServer } from '../src/servers/index.js';

const clocks = [0, 14_000, -14_000, 5000];

describe.skipIf(programOf('nginx') === undefined || !hasRedis())('several machines', () => {
  let redis: RedisServer;
  let machines: ServerProcess[] = [];
  let nginx: Running;

  const startMachines = () => Promise.all(clocks.map((clock) => startMachine(redis.url, clock)));

  const startNginx = () =>
    startServer(
      {
        server: 'nginx',
        config: `upstream machines { ${machines.map(({ port }) => `server 127.0.0.1:${port} max_fails=0;`).join(' ')} }
server {
  listen {listen};
  location / {
    proxy_pass http://machines;
    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
  }
}
map $http_upgrade $connection_upgrade { default upgrade; '' close; }`,
      },
      0,
    );

  beforeAll(async () => {
    redis = await startRedis('--appendonly', 'yes', '--appendfsync', 'always');
    machines = await startMachines();
    nginx = await startNginx();
  }, 120_000);
  afterAll(async () => {
    await nginx?.stop();
    await Promise.all(machines.map((one) => one.stop()));
    await redis?.stop();
  });

  const post = (authorization?: string, port = nginx.port) => postTo(port, authorization);
  const login = () => challenged(nginx.port);

  it('stays logged in on whatever machine a request arrives', async () => {
    const { client, first } = await login();
    const seen = new Set<number>();
    for (let i = 0; i < 12; i++) {
      const answer = await post(i === 0 ? first : client.authorize(call));
      expect(answer.status).toBe(200);
      seen.add(JSON.parse(answer.body).pid);
    }
    expect(seen.size).toBe(clocks.length);
  });

  it('a login is good once, on all machines together and at the same time', async () => {
    const { first } = await login();
    const answers = await Promise.all(Array.from({ length: 40 }, () => post(first)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(39);
    for (const { port } of machines) expect((await post(first, port)).status).toBe(401);
  });

  it('counts may arrive in any order, each once', async () => {
    const { client, first } = await login();
    const all = [first, client.authorize(call), client.authorize(call), client.authorize(call)];
    for (const one of all.reverse()) expect((await post(one)).status).toBe(200);
    for (const one of all) expect((await post(one)).status).toBe(401);
  });

  it('a restart of everything loses nothing', async () => {
    const { client, first } = await login();
    expect((await post(first)).status).toBe(200);
    const unused = client.authorize(call);
    await nginx.stop();
    await Promise.all(machines.map((one) => one.stop()));
    await redis.restart();
    machines = await startMachines();
    nginx = await startNginx();
    expect((await post(first)).status).toBe(401);
    expect((await post(unused)).status).toBe(200);
    expect((await post(unused)).status).toBe(401);
  });

  it('a ticket is good once, on all machines together', async () => {
    const { first } = await login();
    const stream = streamOf(await post(first));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => exchange(nginx.port, stream)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      101,
      ...Array.from({ length: 19 }, () => 403),
    ]);
  });

  it('an event runs on one machine, and its repeats get that answer from all of them', async () => {
    const event = statusOf('refuse');
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => exchange(nginx.port, event)),
    );
    for (const { port } of machines) answers.push(await exchange(port, event));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
    const replayed = answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true');
    expect(replayed).toHaveLength(answers.length - 1);
  });

  it('without Redis nobody gets in, and everybody does when it is back', async () => {
    const { client, first } = await login();
    const stream = streamOf(await post(first));
    redis.signal('SIGKILL');
    for (const { port } of machines) {
      expect((await post(client.authorize(call), port)).status).toBe(503);
      expect((await exchange(port, stream)).status).toBe(503);
    }
    await redis.restart();
    for (const { port } of machines) {
      while ((await post(client.authorize(call), port)).status === 503);
    }
    expect((await exchange(nginx.port, stream)).status).toBe(101);
  });
});
