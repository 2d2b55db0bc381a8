// The configurations in docs/proxy.md, as they are there: the server itself with TLS, an app behind it with the
// `publicUrl` that the page says, a genuine request, a forged one, and an upgrade.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { freePort } from '@sig/conformance';
import { sign, signedRequest } from '@sig/core';
import { createVerifier, rejectUpgrade, webhook } from '@sig/express';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Identity, issue } from '../../packages/sender/test/certificates.js';
import { programOf } from '../src/servers/index.js';
import { type Running, startProgram } from '../src/servers/process.js';
import { type ProgramName, servers } from '../src/servers/programs.js';

interface Config {
  readonly server: ProgramName;
  readonly publicUrl: string;
  readonly hasUpgrades: boolean;
  readonly text: string;
}

const page = readFileSync(fileURLToPath(new URL('../../docs/proxy.md', import.meta.url)), 'utf8');
const mark =
  /^<!-- config: (\w+), publicUrl: (\S+?)(, with upgrades)? -->\n```\w+\n([\s\S]*?)^```$/gm;
const configs: Config[] = [...page.matchAll(mark)].map(
  ([, server = '', publicUrl = '', upgrades, text = '']) => ({
    server: server as ProgramName,
    publicUrl,
    hasUpgrades: upgrades !== undefined,
    text,
  }),
);

const authToken = '12345';
let authority: Identity;
let identity: Identity;

beforeAll(async () => {
  authority = await issue({ name: 'authority', authority: true });
  const hosts = [{ type: 'dns', value: 'example.com' }] as const;
  identity = await issue({ name: 'example.com', by: authority, hosts });
});

it('there is one for each server of the page', () => {
  expect(configs).toHaveLength([...page.matchAll(/^<!-- config: /gm)].length);
  expect([...new Set(configs.map(({ server }) => server))]).toEqual([
    'nginx',
    'apache',
    'caddy',
    'haproxy',
  ]);
});

describe.each(configs)('$server, $publicUrl', ({ server, publicUrl, hasUpgrades, text }) => {
  const isMissing = programOf(server) === undefined;
  const running: Running[] = [];
  let configured: Running;

  beforeAll(async () => {
    if (!isMissing) configured = await start(publicUrl);
  });
  afterAll(async () => {
    for (const { stop } of running) await stop();
  });

  /** An app, and the server of the page in front of it. */
  async function start(url: string | undefined): Promise<Running> {
    const app = await startApp(url);
    running.push(app);
    const front = await startFront(server, text, app.port);
    running.push(front);
    return front;
  }

  it.skipIf(isMissing)('a genuine request gets in, a forged one does not', async () => {
    const { path, ...request } = signedRequest({
      authToken,
      url: `${publicUrl}/voice?lang=de%20DE`,
      params: { Digits: '1' },
    });
    expect(await statusOf(configured.port, { ...request, path })).toBe(200);
    expect(await statusOf(configured.port, { ...request, path, body: 'Digits=2' })).toBe(403);
  });

  it.skipIf(isMissing)('without publicUrl, the genuine request is refused', async () => {
    const { port } = await start(undefined);
    const url = `${publicUrl}/voice`;
    expect(await statusOf(port, signedRequest({ authToken, url, params: { Digits: '1' } }))).toBe(
      403,
    );
  });

  it.skipIf(isMissing || !hasUpgrades)('an upgrade gets in, a forged one does not', async () => {
    const url = `${publicUrl.replace('https:', 'wss:')}/media`;
    const statuses = [authToken, 'forged'].map((token) => {
      const { signature } = sign({ authToken: token, url });
      return statusOf(configured.port, {
        path: new URL(url).pathname,
        method: 'GET',
        headers: {
          'X-Twilio-Signature': signature,
          Connection: 'Upgrade',
          Upgrade: 'websocket',
          'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
          'Sec-WebSocket-Version': '13',
        },
      });
    });
    expect(await Promise.all(statuses)).toEqual([101, 403]);
  });
});

async function startApp(publicUrl: string | undefined): Promise<Running> {
  const options = { authToken, ...(publicUrl !== undefined && { publicUrl }) };
  const app = express();
  app.set('env', 'test');
  app.post('/voice', webhook({ ...options, onReject: () => {} }), (_req, res) => {
    res.send('done');
  });
  const verifier = createVerifier(options, app);
  const listening = createServer(app).listen(0, '127.0.0.1');
  listening.on('upgrade', async (req, socket) => {
    const verdict = await verifier.verify(req);
    if (!verdict.ok) return rejectUpgrade(socket, verdict.error);
    // haproxy looks at the answer to the key.
    const accept = createHash('sha1')
      .update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    return socket.end(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  });
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    stop: async () => {
      listening.closeAllConnections();
      listening.close();
    },
  };
}

/** Starts the server as the page has it, on another port, for another app, with a certificate for the test. */
async function startFront(server: ProgramName, text: string, appPort: number): Promise<Running> {
  const port = await freePort();
  const { around, args } = servers[server];
  const chain = `${identity.cert}\n${authority.cert}\n`;
  return startProgram(
    {
      file: programOf(server) ?? server,
      config: (folder, write) => {
        const [cert, key, both] = [
          write('cert.pem', chain),
          write('key.pem', identity.key),
          write('both.pem', chain + identity.key),
        ];
        const filled = text
          .replaceAll('127.0.0.1:3000', `127.0.0.1:${appPort}`)
          .replaceAll('/etc/ssl/example.com.pem', cert)
          .replaceAll('/etc/ssl/example.com.key', key)
          .replaceAll('/etc/haproxy/example.com.pem', both)
          .replace(/\b(listen|Listen) 443\b/, `$1 127.0.0.1:${port}`)
          .replace(/:443\b/, server === 'haproxy' ? `127.0.0.1:${port}` : `:${port}`)
          .replace(/^example\.com \{/m, `https://example.com:${port} {\n  tls ${cert} ${key}`);
        return around(filled, folder);
      },
      args: (file, folder) => args(file, folder),
    },
    port,
  );
}

interface Sent {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
}

/** Sends a request to `https://example.com`, which is this machine. */
async function statusOf(port: number, { path, method, headers, body }: Sent): Promise<number> {
  const options: RequestOptions = {
    host: '127.0.0.1',
    port,
    servername: 'example.com',
    ca: authority.cert,
    path,
    method,
    headers: { ...headers, Host: 'example.com' },
    agent: false,
  };
  const sent = httpsRequest(options);
  sent.end(body);
  const [response] = (await Promise.race([once(sent, 'response'), once(sent, 'upgrade')])) as [
    IncomingMessage,
  ];
  const { statusCode = 0 } = response;
  sent.destroy();
  return statusCode;
}
