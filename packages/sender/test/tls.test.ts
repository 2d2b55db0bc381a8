import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createPlainServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSender, TlsError } from '../src/index.js';
import { type Identity, issue } from './certificates.js';

const hosts = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
] as const;
const issuerUrl = 'http://authority.example/issuer.crt';
const servers: { close(): unknown }[] = [];
let root: Identity;
let intermediate: Identity;

beforeAll(async () => {
  root = await issue({ name: 'Throw-away Root', authority: true });
  intermediate = await issue({ name: 'Throw-away Intermediate', by: root, authority: true });
});
afterAll(() => {
  for (const server of servers) server.close();
});

async function serve(options: TlsOptions): Promise<string> {
  const server: Server = createServer(options, (_req, res) => res.end('hello'));
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `https://localhost:${(server.address() as AddressInfo).port}/`;
}

async function fetchFrom(url: string, ca: string = root.cert) {
  const call = createSender({ authToken: 'token', ca, timeout: 5000 }).call();
  try {
    return await call.get(url);
  } finally {
    call.close();
  }
}

const pem = ({ cert, key }: Identity, ...chain: Identity[]) => ({
  cert: [cert, ...chain.map((one) => one.cert)].join('\n'),
  key,
});

describe('certificates', () => {
  it('good: chain, name and time', async () => {
    const server = await issue({ name: 'localhost', by: intermediate, hosts });
    const url = await serve(pem(server, intermediate));
    expect((await fetchFrom(url)).text).toBe('hello');
  });

  const bad: [title: string, options: () => Promise<TlsOptions>, code: string, advice: RegExp][] = [
    [
      'self-signed',
      async () => pem(await issue({ name: 'localhost', hosts })),
      'self-signed-certificate',
      /self-signed.*known authority/,
    ],
    [
      'expired',
      async () => {
        const notAfter = new Date(Date.now() - 1000);
        return pem(await issue({ name: 'localhost', by: root, hosts, notAfter }));
      },
      'expired-certificate',
      /has expired\. Renew/,
    ],
    [
      'for another host',
      async () => {
        const other = [{ type: 'dns', value: 'other.example' }] as const;
        return pem(await issue({ name: 'other.example', by: root, hosts: other }));
      },
      'wrong-host-name',
      /is not for localhost/,
    ],
    [
      'without its intermediate',
      async () => pem(await issue({ name: 'localhost', by: intermediate, hosts, issuerUrl })),
      'incomplete-chain',
      /incomplete: .*its issuer \("Throw-away Intermediate"\).*full chain/,
    ],
    [
      'of a private authority that is not in the chain',
      async () => {
        const own = await issue({ name: 'Private CA', authority: true });
        return pem(await issue({ name: 'localhost', by: own, hosts }));
      },
      'untrusted-authority',
      /not trusted: its chain ends at the issuer \("Private CA"\).*public authority.*full chain/,
    ],
    [
      'of a private authority, with its intermediate',
      async () => {
        const own = await issue({ name: 'Private CA', authority: true });
        const between = await issue({ name: 'Between', by: own, authority: true, issuerUrl });
        return pem(await issue({ name: 'localhost', by: between, hosts, issuerUrl }), between);
      },
      'untrusted-authority',
      /not trusted: its chain ends at the issuer \("Private CA"\)/,
    ],
    [
      'of an unknown authority',
      async () => {
        const stranger = await issue({ name: 'Stranger', authority: true });
        return pem(await issue({ name: 'localhost', by: stranger, hosts }), stranger);
      },
      'untrusted-authority',
      /not trusted/,
    ],
    [
      'TLS 1.1 only',
      async () => ({
        ...pem(await issue({ name: 'localhost', by: root, hosts })),
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      }),
      'tls-handshake-failed',
      /TLS 1\.2/,
    ],
  ];
  it.each(bad)('%s', async (_title, options, code, advice) => {
    const url = await serve(await options());
    const error = await fetchFrom(url).catch((error) => error);
    expect(error).toBeInstanceOf(TlsError);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(advice);
  });

  it('bad, under NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
    const url = await serve(pem(await issue({ name: 'localhost', hosts })));
    const program = `
      import { createSender } from '@sig/sender';
      const call = createSender({ authToken: 'token' }).call();
      const { code, status } = await call.get('https://user:secret@' + process.argv[1]).catch((error) => error);
      console.log(code ?? status);
      call.close();`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program, url.replace('https://', '')],
      {
        cwd: fileURLToPath(new URL('..', import.meta.url)),
        env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      },
    );
    expect(stdout.trim()).toBe('self-signed-certificate');
  });

  it('plain http on a port that is asked for https', async () => {
    const server = createPlainServer((_req, res) => res.end());
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(fetchFrom(url)).rejects.toMatchObject({ code: 'tls-handshake-failed' });
  });

  it.each(['http', 'https'])(
    'a host that there is not is no matter of TLS, over %s',
    async (scheme) => {
      await expect(fetchFrom(`${scheme}://tls.invalid/`)).rejects.toMatchObject({
        code: 'connection-failed',
        message: expect.stringMatching(/tls\.invalid/),
      });
    },
  );

  it('a redirect from https to http is refused', async () => {
    const identity = await issue({ name: 'localhost', by: root, hosts });
    const server = createServer(pem(identity), (_req, res) =>
      res.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(),
    );
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
    await expect(fetchFrom(url)).rejects.toMatchObject({ code: 'redirect-refused' });
  });
});
