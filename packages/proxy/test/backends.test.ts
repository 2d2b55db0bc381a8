// The applications of the README, in PHP and Python, behind the proxy; and the proxy behind nginx.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  exchange,
  findProgram,
  formPost,
  startServerProcess,
  toBytes,
  upgrade,
  withBody,
  withHeader,
} from '@sig/conformance';
import { afterAll, describe, expect, it } from 'vitest';
import {
  authToken,
  genuine,
  startProxy,
  startWire,
  stopAll,
  stopLater,
  upstreamSecret,
} from './servers.js';

afterAll(stopAll);

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const codeIn = (language: string) =>
  new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(readme)?.[1] ?? '';

function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'sig-proxy-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  stopLater(async () => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function startBackend(program: string, args: string[], files: Record<string, string>) {
  const cwd = folder({ ...files, secret: `${upstreamSecret}\n` });
  const env = { ...process.env, SIG_SECRET_FILE: join(cwd, 'secret') };
  const server = await startServerProcess({ program, args, cwd, env });
  stopLater(server.stop);
  return server.port;
}

const backends = [
  {
    name: 'php',
    args: ['-S', '127.0.0.1:{port}', 'index.php'],
    files: { 'index.php': codeIn('php') },
  },
  { name: 'python3', args: ['app.py'], files: { 'app.py': codeIn('python') } },
];

describe.each(backends)('an application in $name', ({ name, args, files }) => {
  const program = findProgram(name);

  it.skipIf(program === undefined)(
    'answers what the proxy has verified, and refuses what comes directly',
    async () => {
      const upstream = await startBackend(program ?? '', args, files);
      const proxy = await startProxy(upstream, { upstreamSecret });
      const request = genuine("/voice?a=%C3%A4&b='", { Digits: '1 & 2' });
      const response = await exchange(proxy.port, request);
      expect(response.status).toBe(200);
      expect(response.headers['content-type']).toMatch(/^text\/xml/);
      expect(response.body).toBe('<Response><Say>You pressed 1 &amp; 2.</Say></Response>');
      expect((await exchange(proxy.port, withBody(request, 'Digits=9'))).status).toBe(403);
      const forged = withHeader(request, 'X-Sig-Verified', 't=1,key=auth-token:0,mac=00');
      for (const direct of [request, forged]) {
        expect((await exchange(upstream, direct)).status).toBe(403);
      }
      const other = await startProxy(upstream, { upstreamSecret: upstreamSecret.toUpperCase() });
      expect((await exchange(other.port, request)).status).toBe(403);
      const without = await startProxy(upstream);
      expect((await exchange(without.port, request)).status).toBe(403);
    },
  );
});

it.skipIf(findProgram('php') === undefined)('PHP gets every byte', async () => {
  const script = `<?php header('X-Target: ' . $_SERVER['REQUEST_URI']); echo file_get_contents('php://input');`;
  const upstream = await startBackend(
    findProgram('php') ?? '',
    ['-S', '127.0.0.1:{port}', 'index.php'],
    { 'index.php': script },
  );
  const { port } = await startProxy(upstream);
  const request = genuine('/voice//x?q=%27&&', { Body: `Grüße ${'x'.repeat(100_000)}`, z: '' });
  const response = await exchange(port, request);
  expect(response.headers['x-target']).toBe(request.target);
  expect(response.body).toBe(String(request.body));
});

describe('behind nginx', () => {
  const nginx = findProgram('nginx');
  const to = { authToken, origin: 'https://phone.example' };

  async function startNginx(port: number): Promise<number> {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const path = folder({
      template: `${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off; worker_processes 1; pid pid; error_log error.log;
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${name};`).join('\n  ')}
  server {
    listen 127.0.0.1:PORT;
    location / {
      proxy_pass http://127.0.0.1:${port};
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $http_connection;
    }
  }
}
`,
    });
    const command = `sed s/PORT/{port}/ template > nginx.conf && exec ${nginx} -c "$PWD/nginx.conf" -p "$PWD/" -e error.log`;
    const args = ['-c', command];
    const server = await startServerProcess({ program: 'sh', args, cwd: path, env: process.env });
    stopLater(server.stop);
    return server.port;
  }

  it.skipIf(nginx === undefined)(
    'verifies by what nginx says of scheme and host, if nginx is trusted',
    async () => {
      const app = await startWire();
      const webhook = { authToken };
      const proxy = await startProxy(app.port, { webhook, trustedProxies: ['loopback'] });
      const port = await startNginx(proxy.port);
      const request = formPost(to, '/voice?q=%27', { Digits: '1' });
      expect((await exchange(port, request)).body).toBe('reached');
      expect(app.last().line).toBe('POST /voice?q=%27 HTTP/1.1');
      expect((await exchange(port, withBody(request, 'Digits=2'))).status).toBe(403);
      const distrusting = await startProxy(app.port, { webhook });
      expect((await exchange(await startNginx(distrusting.port), request)).status).toBe(403);
    },
  );

  it.skipIf(nginx === undefined)('carries WebSockets', async () => {
    const app = await startWire((socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      );
    });
    const proxy = await startProxy(app.port);
    const port = await startNginx(proxy.port);
    const response = await exchange(port, toBytes(upgrade(to, '/media')));
    expect([response.status, response.headers.upgrade]).toEqual([101, 'websocket']);
  });
});
