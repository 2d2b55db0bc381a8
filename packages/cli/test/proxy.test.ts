// `sig proxy` as its users run it: in a process of its own, in front of an application.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  exchange,
  findProgram,
  formPost,
  freePort,
  get,
  upgrade,
  withBody,
  withHeader,
} from '@sig/conformance';
import { memoryStore } from '@sig/core/store';
import { createStreamTickets } from '@sig/core/tickets';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { sig } from './run.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const token = 'the token of the proxy';
const secret = 'a secret of thirty-two characters';
const publicUrl = 'https://example.com';
const to = { authToken: token, origin: publicUrl };
const genuine = formPost(to, '/voice?From=%2B15550100', { Digits: '123456' });

const folder = mkdtempSync(join(tmpdir(), 'sig-cli-proxy-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An application that says what it got of headers, or of a path that waits, waits. */
async function startApp() {
  const waiting: (() => void)[] = [];
  const server = createServer((req, res) => {
    const answer = () => res.end(JSON.stringify(req.headers));
    if (req.url?.startsWith('/wait')) waiting.push(answer);
    else answer();
  }).listen(0, '127.0.0.1');
  server.on('upgrade', (_req, socket) => {
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    );
    socket.on('error', () => {}).on('end', () => socket.end());
  });
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, waiting };
}

interface Running {
  readonly port: number;
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
}

async function startProxy(args: string[], env: Record<string, string> = {}): Promise<Running> {
  const port = await freePort();
  const child = spawn(process.execPath, [main, 'proxy', '--port', String(port), ...args], {
    env: {
      ...process.env,
      NO_COLOR: '1',
      NODE_ENV: 'production',
      TWILIO_AUTH_TOKEN: token,
      ...env,
    },
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      output[name] += chunk;
    });
  }
  stops.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  while (!/listening on/.test(output.stdout + output.stderr)) {
    if (child.exitCode !== null) throw new Error(`sig proxy has ended: ${output.stderr}`);
    await delay(20);
  }
  return { port, child, output };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10);
}

const usual = (port: number) => [
  '--upstream',
  `http://127.0.0.1:${port}`,
  '--public-url',
  publicUrl,
];

describe('sig proxy', () => {
  it('lets genuine requests through, refuses others, and logs both without secrets', async () => {
    const app = await startApp();
    const { port, output } = await startProxy([
      ...usual(app.port),
      '--upstream-secret-file',
      file('secret', `${secret}\n`),
      '--json',
    ]);
    const response = await exchange(port, genuine);
    expect(response.status).toBe(200);
    expect(JSON.parse(response.body)['x-sig-verified']).toMatch(/^t=\d+,key=auth-token:0,mac=/);
    expect((await exchange(port, withBody(genuine, 'Digits=654321'))).status).toBe(403);
    await until(() => output.stdout.trim().split('\n').length >= 3);
    const [started, ...lines] = output.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(started).toMatchObject({ event: 'listening' });
    expect(lines).toMatchObject([
      { method: 'POST', path: '/voice', status: 200, verdict: 'verified' },
      { status: 403, verdict: 'refused', code: 'signature-mismatch' },
    ]);
    for (const hidden of [token, secret, '15550100', '123456', '654321', 'mac=']) {
      expect(output.stdout + output.stderr).not.toContain(hidden);
    }
  });

  it('prints a line for each request', async () => {
    const app = await startApp();
    const { port, output } = await startProxy(usual(app.port));
    await exchange(port, genuine);
    await exchange(port, withHeader(genuine, 'X-Twilio-Signature', undefined));
    await until(() => output.stdout.trim().split('\n').length === 2);
    expect(output.stdout).toMatch(
      /^\S+ 200 POST \/voice auth-token 0 \d+ ms\n\S+ 403 POST \/voice missing-signature \d+ ms\n$/,
    );
    expect(output.stderr).toBe(
      `sig proxy: listening on http://127.0.0.1:${port}, forwarding to http://127.0.0.1:${app.port}\n`,
    );
  });

  it('finishes on SIGTERM what has begun, and ends with 0', async () => {
    const app = await startApp();
    const { port, child } = await startProxy(usual(app.port));
    const response = exchange(port, get(to, '/wait'));
    await until(() => app.waiting.length === 1);
    child.kill('SIGTERM');
    await until(() => child.killed);
    while ((await exchange(port, get(to, '/x')).catch(() => undefined)) !== undefined)
      await delay(20);
    app.waiting[0]?.();
    expect((await response).status).toBe(200);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('has grade A', async () => {
    const app = await startApp();
    const { port } = await startProxy(['--upstream', `http://127.0.0.1:${app.port}`]);
    const run = await sig(['doctor', `http://127.0.0.1:${port}/voice`], { token });
    expect(run.stdout).toContain('Grade A');
  });

  it('answers Traefik', async () => {
    const { port } = await startProxy([
      '--forward-auth',
      'traefik',
      '--trusted-proxies',
      '10.0.0.0/8,loopback',
      '--public-url',
      publicUrl,
    ]);
    const asked = (uri: string) =>
      withHeader(withHeader(genuine, 'X-Forwarded-Method', 'POST'), 'X-Forwarded-Uri', uri);
    expect((await exchange(port, { ...asked(genuine.target), target: '/' })).status).toBe(200);
    expect((await exchange(port, { ...asked('/admin'), target: '/' })).status).toBe(403);
  });

  it('asks for a login, or a bearer token', async () => {
    const app = await startApp();
    const { port } = await startProxy([
      ...usual(app.port),
      '--http-auth',
      'basic,digest',
      '--users-file',
      file('users', 'user:pass:word\n'),
      '--bearer-file',
      file('tokens', 'first\nsecond\n'),
    ]);
    const with_ = (credentials: string) => withHeader(genuine, 'Authorization', credentials);
    const bearer = await exchange(port, with_('Bearer second'));
    const wrong = await exchange(port, with_('Bearer third'));
    const basic = `Basic ${Buffer.from('user:pass:word').toString('base64')}`;
    const statuses = [bearer.status, wrong.status, (await exchange(port, with_(basic))).status];
    expect(statuses).toEqual([200, 401, 200]);
    expect(wrong.headers['www-authenticate']).toMatch(/Basic.*Digest.*Bearer/);
  });

  it('takes shared keys alone, or next to the auth token', async () => {
    const app = await startApp();
    const keys = ['--shared-keys-file', file('keys', 'KY1=the secret of a key\n')];
    const sharedKey = { id: 'KY1', secret: 'the secret of a key' };
    const signed = formPost({ sharedKey, origin: publicUrl }, '/voice', { a: '1' });
    const alone = await startProxy([...usual(app.port), ...keys], { TWILIO_AUTH_TOKEN: '' });
    const both = await startProxy([...usual(app.port), ...keys]);
    const statuses: number[] = [];
    for (const { port } of [alone, both]) {
      for (const one of [signed, genuine]) statuses.push((await exchange(port, one)).status);
    }
    expect(statuses).toEqual([200, 403, 200, 200]);
  });
});

describe('with Redis', () => {
  const redis = findProgram('redis-server');

  it.skipIf(redis === undefined)(
    'a ticket is good for one upgrade, on one of all instances',
    async () => {
      const redisPort = await freePort();
      const args = [
        '--port',
        String(redisPort),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--dir',
        folder,
      ];
      const server = spawn(redis ?? '', args, { stdio: 'ignore' });
      stops.push(() => server.kill('SIGKILL'));
      const app = await startApp();
      const flags = [
        ...usual(app.port),
        '--ticket-secret-file',
        file('tickets', secret),
        '--redis',
        '--redis-prefix',
        'phone',
      ];
      const env = { REDIS_URL: `redis://127.0.0.1:${redisPort}` };
      const [first, second] = [await startProxy(flags, env), await startProxy(flags, env)];
      const tickets = createStreamTickets({ secrets: secret, store: memoryStore() });
      const request = () => {
        const { pathname } = new URL(tickets.url('wss://example.com/media', { callSid: 'CA1' }));
        return upgrade(to, pathname);
      };
      let once_ = request();
      // Until Redis is there.
      let status = (await exchange(first.port, once_)).status;
      while (status === 503) {
        once_ = request();
        status = (await exchange(first.port, once_)).status;
      }
      expect(status).toBe(101);
      expect((await exchange(second.port, once_)).status).toBe(403);
      expect((await exchange(first.port, once_)).status).toBe(403);
      expect((await exchange(second.port, request())).status).toBe(101);
    },
  );

  it('that does not answer it starts, says so, and refuses what needs it', async () => {
    const app = await startApp();
    const { port, output } = await startProxy([
      ...usual(app.port),
      '--redis',
      `redis://127.0.0.1:${await freePort()}`,
      '--ticket-secret-file',
      file('tickets', secret),
    ]);
    expect(output.stderr).toMatch(/Redis does not answer/);
    const tickets = createStreamTickets({ secrets: secret, store: memoryStore() });
    const { pathname } = new URL(tickets.url('wss://example.com/media', { callSid: 'CA1' }));
    const refused = await exchange(port, upgrade(to, pathname));
    expect([refused.status, JSON.parse(refused.body).code]).toEqual([503, 'store-unavailable']);
    expect((await exchange(port, genuine)).status).toBe(200);
  });

  it('needs node-redis', async () => {
    const hook = file(
      'no-redis.mjs',
      `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`export async function resolve(name, context, next) {
  if (name === 'redis') throw new Error('not installed');
  return next(name, context);
}\`));`,
    );
    const child = spawn(
      process.execPath,
      [
        '--import',
        pathToFileURL(hook).href,
        main,
        'proxy',
        ...usual(1),
        '--redis',
        'redis://x',
        '--ticket-secret-file',
        file('sealed', secret),
      ],
      { cwd: folder, env: { ...process.env, NODE_PATH: '', TWILIO_AUTH_TOKEN: token } },
    );
    let stderr = '';
    child.stdout.resume();
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const [code] = await once(child, 'close');
    expect([code, stderr]).toEqual([2, expect.stringContaining('npm install redis')]);
  });
});

describe('a usage error, exit code 2', () => {
  const app = ['--upstream', 'http://127.0.0.1:8000'];
  it.each<[string, string[], RegExp]>([
    ['no app', [], /Where is the app\?/],
    ['an app with a path', ['--upstream', 'http://127.0.0.1:8000/app'], /"upstream" must be/],
    [
      'an app and forward auth',
      [...app, '--forward-auth', 'envoy', '--trusted-proxies', 'loopback'],
      /leave out "upstream"/,
    ],
    ['forward auth for nobody', ['--forward-auth', 'envoy'], /needs "trustedProxies"/],
    ['forward auth of nginx', ['--forward-auth', 'nginx'], /Allowed choices are traefik, envoy/],
    ['everybody trusted', [...app, '--trusted-proxies', '0.0.0.0/0'], /"trustedProxies" must be/],
    [
      'a port that is not one',
      [...app, '--port', '70000'],
      /--port must be a whole number from 0 to 65535/,
    ],
    ['a time that is not one', [...app, '--response-timeout', '0'], /--response-timeout must be/],
    ['a short secret', [...app, '--upstream-secret-file', file('short', 'short')], /32 characters/],
    [
      'a secret that is not there',
      [...app, '--upstream-secret-file', join(folder, 'none')],
      /cannot be read/,
    ],
    ['a login without users', [...app, '--http-auth', 'basic'], /--http-auth and --users-file/],
    ['another login', [...app, '--http-auth', 'ntlm'], /must be basic, digest, or both/],
    ['Redis for nothing', [...app, '--redis', 'redis://127.0.0.1'], /Signatures need no memory/],
    ['no Redis', [...app, '--redis', '--ticket-secret-file', file('sealed', secret)], /REDIS_URL/],
    [
      'a password of Redis',
      [
        ...app,
        '--redis',
        'redis://:hush@127.0.0.1',
        '--ticket-secret-file',
        file('sealed', secret),
      ],
      /others on this machine could read/,
    ],
    ['a prefix of no Redis', [...app, '--redis-prefix', 'x'], /--redis-prefix is for --redis/],
    [
      'a path of Redis',
      [...app, '--redis', 'redis://127.0.0.1/x', '--ticket-secret-file', file('sealed', secret)],
      /--redis needs a URL/,
    ],
    [
      'a shared key twice',
      [...app, '--shared-keys-file', file('twice', 'KY1=hush\n\nKY2=hush\nKY1=hush2\n')],
      /Line 4 of --shared-keys-file has "KY1" for the second time/,
    ],
    [
      'a shared key without its id',
      [...app, '--shared-keys-file', file('anonymous', 'KY1=hush\nhush\n')],
      /Line 2 of --shared-keys-file must be id=secret/,
    ],
    [
      'a user twice',
      [...app, '--http-auth', 'basic', '--users-file', file('two', 'user:hush\nuser:hush2\n')],
      /Line 2 of --users-file has "user" for the second time/,
    ],
    [
      'a user without a password',
      [...app, '--http-auth', 'basic', '--users-file', file('bare', 'hush\n')],
      /Line 1 of --users-file must be user:password/,
    ],
    [
      'a login twice',
      [...app, '--http-auth', 'basic,basic', '--users-file', file('user', 'user:hush\n')],
      /--http-auth has a kind twice/,
    ],
    ['a login that is empty', [...app, '--http-auth', ''], /has an empty place: ""/],
    ['nobody trusted', [...app, '--trusted-proxies', 'loopback,'], /has an empty place/],
    ['an address that is empty', [...app, '--host', ''], /--host is empty/],
    ['a realm of nothing', [...app, '--realm', 'calls'], /--realm is for --http-auth and --bearer/],
    ['a rule of one path', [...app, '--rewrite', '/a'], /--rewrite must be from=to/],
    ...['--connect-timeout', '--response-timeout', '--max-tunnels'].map(
      (option): [string, string[], RegExp] => [
        `${option} where nothing is forwarded`,
        ['--forward-auth', 'envoy', '--trusted-proxies', 'loopback', option, '5'],
        /contradict each other\. Nothing is forwarded/,
      ],
    ),
    ['a token as an argument', [...app, '--token', 'x'], /There is no --token/],
    [
      'an address of another machine',
      [...app, '--host', '203.0.113.1'],
      /Cannot listen on port 4000 of 203\.0\.113\.1/,
    ],
  ])('%s', async (_title, args, says) => {
    const run = await sig(['proxy', ...args], { env: { REDIS_URL: '' } });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(says);
    expect(run.stderr).not.toContain('hush');
  });

  it('no token', async () => {
    const run = await sig(['proxy', ...app], { token: '' });
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('There is no auth token')]);
  });

  it('a port that is in use', async () => {
    const { port } = await startApp();
    const run = await sig(['proxy', ...app, '--port', String(port)]);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('it is in use')]);
  });
});
