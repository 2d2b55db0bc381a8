import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { authorizer, memoryStore } from '@sig/http-auth';
import { afterAll, expect, it } from 'vitest';
import { createSender } from '../src/index.js';

const children: ChildProcess[] = [];
const balancers: Server[] = [];
afterAll(() => {
  for (const child of children) if (child.connected) child.disconnect();
  for (const balancer of balancers) balancer.close();
});

async function forkInstance(sharedStore: boolean): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(fileURLToPath(new URL('instance.mjs', import.meta.url)), {
    env: {
      ...process.env,
      NONCE_SECRET: 'a secret that both processes have',
      ...(sharedStore ? { SHARED_STORE: 'yes' } : {}),
    },
  });
  children.push(child);
  const [{ port }] = await once(child, 'message');
  return { child, port };
}

/** Two server processes behind one address, which hands each connection to the other one in turn. */
async function twoProcesses(sharedStore: boolean): Promise<string> {
  const store = memoryStore();
  const life = { expiresAt: 1e15, ttl: 1 };
  const ports = await Promise.all([startInstance(), startInstance()]);
  let turn = 0;
  const balancer = createServer((client) => {
    const server = connect(ports[turn++ % 2] ?? 0, '127.0.0.1');
    client.pipe(server).pipe(client);
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
  });
  balancers.push(balancer.listen(0, '127.0.0.1'));
  await once(balancer, 'listening');
  return `127.0.0.1:${(balancer.address() as AddressInfo).port}`;

  async function startInstance(): Promise<number> {
    const { child, port } = await forkInstance(sharedStore);
    child.on('message', ({ id, nonce, count }: { id: number; nonce: string; count: number }) => {
      child.send({ id, first: store.use(nonce, count, { ...life, madeAt: Date.now() }) });
    });
    return port;
  }
}

it('a call goes on with either process, on one nonce', async () => {
  const host = await twoProcesses(true);
  const sender = createSender({ authToken: 'token' });
  const call = sender.call();
  await call.get(`http://user:secret@${host}/`);
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, i) => call.get(`http://user:secret@${host}/${i}`)),
  );
  call.close();
  expect(results.flatMap(({ exchange }) => exchange.map(({ status }) => status))).toEqual(
    results.map(() => 200),
  );
  expect(new Set(results.map(({ text }) => text)).size).toBe(2);
});

it('what one process has seen, the other refuses', async () => {
  const host = await twoProcesses(true);
  const url = `http://${host}/`;
  const challenge = (await fetch(url)).headers.get('www-authenticate') ?? '';
  const client = authorizer({ username: 'user', password: 'secret' });
  const authorization = client.answer([challenge], { method: 'GET', url, target: '/' }) ?? '';
  const answers = [];
  for (let i = 0; i < 4; i++) {
    const headers = { Authorization: authorization, Connection: 'close' };
    answers.push(await fetch(url, { headers }));
  }
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 401]);
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(2);
});

it('what was captured before a restart is stale after it, and the client gets in', async () => {
  const client = authorizer({ username: 'user', password: 'secret' });
  const ask = (port: number, authorization?: string) =>
    fetch(`http://127.0.0.1:${port}/`, {
      headers: { Connection: 'close', ...(authorization && { Authorization: authorization }) },
    });
  const answerTo = (response: Response) =>
    client.answer([response.headers.get('www-authenticate') ?? ''], {
      method: 'GET',
      url: response.url,
      target: '/',
    });

  const before = await forkInstance(false);
  const captured = answerTo(await ask(before.port));
  expect((await ask(before.port, captured)).status).toBe(200);
  before.child.disconnect();
  await once(before.child, 'exit');

  const after = await forkInstance(false);
  const stale = await ask(after.port, captured);
  expect(stale.status).toBe(401);
  expect(stale.headers.get('www-authenticate')).toContain('stale=true');
  expect((await ask(after.port, answerTo(stale))).status).toBe(200);
  expect((await ask(after.port, captured)).status).toBe(401);
});
