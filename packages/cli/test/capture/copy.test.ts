// What is copied is run: by curl, over a socket, by sig, by vitest.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseCurl, parseRawHttp } from '@sig/capture';
import { sign } from '@sig/core';
import { createVerifier } from '@sig/core/node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asCurl, type Copied } from '../../src/capture/copy/as-curl.js';
import { asHttpFile } from '../../src/capture/copy/as-http-file.js';
import { asVitest } from '../../src/capture/copy/as-vitest.js';
import { formType } from './records.js';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
interface Seen {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly headers: readonly string[];
  readonly body: Buffer;
}
let seen: Seen[] = [];
const server = createServer(async (req, res) => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  seen.push({ method: req.method, target: req.url, headers: req.rawHeaders, body });
  res.end('ok');
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  seen = [];
});
afterAll(() => server.close());

const headers = [
  ['Host', 'example.com'],
  ['X-Twilio-Signature', 'abc+/='],
  ['Content-Type', formType],
  ["X-It's", '"quoted" $HOME `id` \\ !'],
  ['X-Empty', ''],
  ['X-Twice', '1'],
  ['X-Twice', '2'],
  ['Accept-Encoding', 'gzip'],
  ['Content-Length', '3'],
] as const;
const form = "Body=it's+%22$HOME%22+%60id%60&a=%F0%9F%9A%97&b=@file";
const copied = (given: Partial<Copied> = {}): Copied => ({
  method: 'POST',
  url: `${origin}/sms?a=1&b='[1]{2}`,
  headers,
  body: Buffer.from(form),
  ...given,
});
/** Pairs of the fields that a copy states, as a server gets them. */
const expected = ({ headers }: Copied) =>
  headers.filter(([name]) => !/^(?:content-length|accept-encoding)$/i.test(name)).flat();

describe('as curl', () => {
  it.each<[string, Partial<Copied>]>([
    ['a form', {}],
    ['line ends', { body: Buffer.from('a=1\r\nb\n\n') }],
    ['bytes that are not text', { body: Buffer.from([0, 255, 1, 254, 39]) }],
    ['JSON by PUT', { method: 'PUT', body: Buffer.from('{"a":"\\u0041"}') }],
    ['a GET', { method: 'GET', body: Buffer.alloc(0) }],
    ['a POST without a body', { body: Buffer.alloc(0) }],
    ['a GET with a body', { method: 'GET', body: Buffer.from('x') }],
    ['few headers', { headers: [['Host', 'example.com']] }],
  ])('%s arrives as it was', async (_title, given) => {
    const one = copied(given);
    await run('sh', ['-c', asCurl(one)]);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: one.method, body: Buffer.from(one.body) });
    expect(`${origin}${seen[0]?.target}`).toBe(one.url);
    const rest = [...(seen[0]?.headers ?? [])];
    const at = rest.findIndex((name) => /^content-length$/i.test(name));
    if (at >= 0) rest.splice(at, 2);
    expect(rest).toEqual(expected(one));
  });

  it('is what sig explain reads', () => {
    const one = copied({ url: 'https://example.com/sms?a=1' });
    const read = parseCurl(asCurl(one));
    expect(read).toMatchObject({ method: 'POST', host: 'example.com', body: form });
    expect(read.headers).toContainEqual(['X-Twilio-Signature', 'abc+/=']);
  });

  it('no field that is none: a file may hold anything', () => {
    const headers = [
      ['@/etc/passwd', ''],
      ['X-A', 'b\r\nX-Evil: 1'],
      ['X-B\nX-Evil', '1'],
    ] as const;
    for (const text of [asCurl(copied({ headers })), asHttpFile(copied({ headers }))]) {
      expect(text).not.toMatch(/passwd|Evil/);
    }
  });

  it('steps in a path stay', async () => {
    const one = copied({ url: `${origin}/a/../b` });
    await run('sh', ['-c', asCurl(one)]);
    expect(seen[0]?.target).toBe('/a/../b');
  });
});

describe('as a file of HTTP', () => {
  it('is a request, over a socket', async () => {
    const one = copied({ headers: headers.filter(([name]) => name !== 'Host') });
    const text = asHttpFile(one) ?? '';
    const [head = '', body = ''] = text.replace(/^###.*\n/, '').split('\n\n');
    const sent = body.replace(/\n$/, '');
    const lines = [...head.split('\n'), `Host: example.com`, `Content-Length: ${sent.length}`];
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.end(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n${sent}`);
    for await (const _ of socket);
    expect(seen[0]).toMatchObject({ method: 'POST', target: one.url, body: Buffer.from(form) });
  });

  it('is what sig explain reads', () => {
    const one = copied({ url: 'https://example.com/sms?a=1' });
    const read = parseRawHttp(asHttpFile(one) ?? '');
    expect(read).toMatchObject({ method: 'POST', target: '/sms?a=1', body: form });
    expect(read.headers).toContainEqual(['X-Twilio-Signature', 'abc+/=']);
  });

  it('of bytes that are not text there is none', () => {
    expect(asHttpFile(copied({ body: Buffer.from([255]) }))).toBeUndefined();
  });

  it.each<[string, Partial<Copied>]>([
    ['another request', { body: Buffer.from('a\n### x\nDELETE http://127.0.0.1/') }],
    ['a file', { body: Buffer.from('a\r\n< ./.env') }],
    ['a file with values put in', { body: Buffer.from('<@ ./.env') }],
    ['a script', { body: Buffer.from('a\n> {% client.log(1) %}') }],
    ['a script before', { body: Buffer.from('< {% x %}') }],
    ['a file to write', { body: Buffer.from('a\n>> ./x') }],
    ['a variable', { body: Buffer.from('a\n@host = evil.example') }],
    ['a value of the environment', { body: Buffer.from('a={{$processEnv HOME}}') }],
    ['one in a header', { headers: [['X-A', '{{$processEnv HOME}}']] }],
    ['one in the URL', { url: `${'https://a.example/?a={{$guid}}'}` }],
    ['a line in the URL', { url: 'https://a.example/\n### x' }],
    ['a line in the method', { method: 'GET http://a/\n### x\nGET' }],
  ])('of what editors would obey there is none: %s', (_title, given) => {
    expect(asHttpFile(copied(given))).toBeUndefined();
  });

  it.each(['<Response/>', '# a', 'a@b', '{"a":{"b":{}}}', 'a ### b', 'a\n-> b'])(
    'of others there is one: %s',
    (body) => expect(asHttpFile(copied({ body: Buffer.from(body) }))).toContain(body),
  );
});

describe('as a test', () => {
  const verifier = createVerifier({
    authToken: 'token',
    publicUrl: 'https://example.com',
    onReject() {},
  });
  const app = createServer(async (req, res) => {
    const verdict = await verifier.verify(req);
    if (!verdict.ok) return res.writeHead(verdict.error.status).end();
    got.push(verdict.params);
    res.writeHead(req.headers['x-extra'] === "it's" || req.method !== 'DELETE' ? 202 : 500).end();
  });
  const got: object[] = [];
  const folder = mkdtempSync(join(here, 'snippets-'));
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    app.close();
    rmSync(folder, { recursive: true });
  });

  it('each is signed anew, and green', async () => {
    const tested = (given: Partial<Copied> & { readonly path?: string }) => {
      const path = given.path ?? '/sms?a=1';
      const one = { ...copied({ headers: [['Content-Type', formType]] }), ...given };
      return asVitest({
        ...one,
        url: url + path,
        signedUrl: `https://example.com${path}`,
        status: 202,
        adapter: 'core',
      });
    };
    const json = JSON.stringify({ text: ['$', "{x} `y` \\ 'z'\n"].join('') });
    const bodyUrl = sign({ authToken: 'token', url: 'https://example.com/e', body: json }).url;
    const snippets = [
      tested({}),
      tested({ body: Buffer.from('a=2&a=1&__proto__=x&b-c=%0A%27%E2%80%A8') }),
      tested({
        body: Buffer.from(json),
        headers: [['content-type', 'application/json']],
        path: bodyUrl.slice('https://example.com'.length),
      }),
      tested({
        method: 'DELETE',
        body: Buffer.alloc(0),
        headers: [
          ['X-Extra', "it's"],
          ['Host', 'x'],
        ],
      }),
      tested({ method: 'GET', body: Buffer.alloc(0), headers: [] }),
    ];
    for (const [i, text] of snippets.entries()) {
      writeFileSync(join(folder, `snippet-${i}.test.ts`), text ?? '');
    }
    const vitest = fileURLToPath(
      new URL('../../../../node_modules/vitest/vitest.mjs', import.meta.url),
    );
    const env = { ...process.env, TWILIO_AUTH_TOKEN: 'token' };
    writeFileSync(join(folder, 'vitest.config.mjs'), 'export default {};');
    const args = [vitest, 'run', '--root', folder, '--reporter', 'json'];
    const { stdout } = await run(process.execPath, args, { env, cwd: folder }).catch(
      (error) => error,
    );
    const report = JSON.parse(stdout.slice(stdout.indexOf('{')));
    expect(report).toMatchObject({ success: true, numPassedTests: snippets.length });
    expect(got).toContainEqual(
      Object.assign(
        Object.create(null),
        JSON.parse('{"a":["1","2"],"__proto__":"x","b-c":"\\n\'\\u2028"}'),
      ),
    );
  });

  it.each<[string, Partial<Copied>]>([
    ['an upgrade', { headers: [['Upgrade', 'websocket']] }],
    ['bytes that are not text', { body: Buffer.from([255]) }],
  ])('there is none of %s', (_title, given) => {
    const one = { ...copied(given), signedUrl: 'https://example.com/', status: 200 };
    expect(asVitest({ ...one, adapter: 'express' })).toBeUndefined();
  });
});
