import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sign, verify } from '@sig/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sig } from './run.js';

const url = 'https://example.com/voice?a=b';
const params = { Digits: '1', Body: 'a b+c' };
const { signature } = sign({ authToken: 'token', url, params });
const folder = mkdtempSync(join(tmpdir(), 'sig-cli-'));
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
let received: {
  readonly headers: IncomingHttpHeaders;
  readonly target: string;
  readonly body: Buffer;
};
const server = createServer(async (req, res) => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  received = { headers: req.headers, target: req.url ?? '', body };
  const status = req.url?.startsWith('/missing') ? 404 : 200;
  res.writeHead(status).end(`${req.method} ${body}`);
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe('sig sign', () => {
  it('params', async () => {
    const run = await sig(['sign', url, '-p', 'Digits=1', '-p', 'Body=a b+c']);
    expect(run).toEqual({ code: 0, stdout: `${signature}\n`, stderr: '' });
  });

  it('a form as it is on the wire, from standard input', async () => {
    const run = await sig(['sign', url, '--form', '@-'], { input: 'Digits=1&Body=a+b%2Bc\n' });
    expect(run.stdout).toContain(signature);
  });

  it('JSON from a file: the URL gets the hash', async () => {
    const body = '{"a":1}';
    const run = await sig(['sign', url, '--body', `@${file('event.json', body)}`, '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject(sign({ authToken: 'token', url, body }));
  });
});

describe('bytes are what they are', () => {
  const latin = Buffer.from('{"a":"\xe9"}', 'latin1');
  const bytes = () => `@${file('latin.json', latin)}`;
  // An escape that is no UTF-8, a byte that is none, a pair that comes twice, and a "?" that is part of a name.
  const form = Buffer.from('?q=1&a=1&a=1&b=%FF&c=\xe9&d=%C3\xa9', 'latin1');
  const wire = () => `@${file('form', form)}`;

  it('a body: signed and verified', async () => {
    const signed = await sig(['sign', url, '--body', bytes(), '--json']);
    expect(JSON.parse(signed.stdout)).toMatchObject(sign({ authToken: 'token', url, body: latin }));
    const { signature, url: withHash } = JSON.parse(signed.stdout);
    const run = await sig(['verify', withHash, '-s', signature, '--body', bytes()]);
    expect(run.stdout).toBe('valid\n');
  });

  it('a body: sent', async () => {
    await sig(['send', `${origin}/`, '--body', bytes()]);
    expect(received.body).toEqual(latin);
    const { body, target, headers } = received;
    const contentType = headers['content-type'];
    expect(
      verify({ authToken: 'token', url: origin + target, headers, contentType, body }).ok,
    ).toBe(true);
  });

  it('a body: explained', async () => {
    const body = gzipSync(latin);
    const signed = sign({ authToken: 'token', url, body: latin });
    const args = ['explain', signed.url, '-s', signed.signature, '--json', '--body'];
    const run = await sig([...args, `@${file('body.gz', body)}`]);
    expect(JSON.parse(run.stdout).causes).toEqual(['body-compressed']);
    const good = await sig([...args, bytes()]);
    expect(JSON.parse(good.stdout)).toMatchObject({ causes: [], matched: true });
  });

  it.each([
    ['in a file', () => wire(), form],
    [
      'in a file with a line end',
      () => `@${file('form-line', `${form.subarray(0, 20)}\r\n`)}`,
      form.subarray(0, 20),
    ],
    ['as text, to the letter', () => 'a=1&a=1&b=%FF ', Buffer.from('a=1&a=1&b=%FF ')],
  ])('a form %s: sent as it is, signed for what a server reads', async (_title, given, wanted) => {
    const run = await sig(['send', `${origin}/`, '--form', given()]);
    expect([run.code, received.target, received.body]).toEqual([0, '/', wanted]);
    const { body, headers } = received;
    expect(verify({ authToken: 'token', url: `${origin}/`, headers, body }).ok).toBe(true);
    const signed = await sig(['sign', `${origin}/`, '--form', given()]);
    expect(signed.stdout.trim()).toBe(headers['x-twilio-signature']);
    const args = [`${origin}/`, '-s', signed.stdout.trim(), '--form', given()];
    expect((await sig(['verify', ...args])).stdout).toBe('valid\n');
    const explained = await sig(['explain', ...args, '--json']);
    expect(JSON.parse(explained.stdout)).toMatchObject({ causes: [], matched: true });
  });
});

describe('sig verify', () => {
  it('a form with a bodySHA256', async () => {
    const form = 'Digits=1';
    const signed = sign({ authToken: 'token', url, body: form });
    const run = await sig(['verify', signed.url, '-s', signed.signature, '--form', form]);
    expect(run.stdout).toBe('valid\n');
  });

  it('valid', async () => {
    const run = await sig(['verify', url, '-s', signature, '-p', 'Digits=1', '-p', 'Body=a b+c']);
    expect([run.code, run.stdout]).toEqual([0, 'valid\n']);
  });

  it('not valid, and why', async () => {
    const run = await sig(['verify', url, '-s', signature, '-p', 'Digits=2', '--json']);
    expect([run.code, JSON.parse(run.stdout).code]).toEqual([1, 'signature-mismatch']);
  });
});

describe('sig explain', () => {
  const seen = url.replace('https', 'http');
  const form = new URLSearchParams(params).toString();
  const type = 'application/x-www-form-urlencoded';
  const raw = [
    'POST /voice?a=b HTTP/1.1',
    'Host: example.com',
    'X-Forwarded-Proto: http',
    `Content-Type: ${type}`,
    `X-Twilio-Signature: ${signature}`,
    '',
    form,
  ];
  const har = {
    log: {
      entries: [
        { request: { method: 'GET', url: 'http://other/', headers: [] } },
        {
          request: {
            method: 'POST',
            url: seen,
            headers: [
              { name: 'content-type', value: type },
              { name: 'x-twilio-signature', value: signature },
            ],
            postData: { text: form },
          },
        },
      ],
    },
  };
  const curl = `curl '${seen}' \\\n -H 'X-Twilio-Signature: ${signature}' --data-raw '${form}'`;

  it.each<[string, string[], string?]>([
    ['flags', [seen, '-s', signature, '-p', 'Digits=1', '-p', 'Body=a b+c']],
    ['a raw request', ['--request', '-'], raw.join('\n')],
    ['a raw request with CRLF', ['--request', '-'], raw.join('\r\n')],
    ['a HAR file', ['--har', file('capture.har', JSON.stringify(har))]],
    ['an entry of a HAR file', ['--har', file('capture.har', JSON.stringify(har)), '--entry', '2']],
    ['a curl command', ['--curl', curl]],
    ['a curl command on standard input', ['--curl', '-'], curl],
    [
      'another public URL',
      ['--public-url', 'http://example.com', '--request', '-'],
      raw.join('\n'),
    ],
  ])('%s', async (_title, args, input = '') => {
    const run = await sig(['explain', ...args, '--json'], { input });
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toMatchObject({ cause: 'scheme-swapped', matched: true });
    expect(run.code).toBe(0);
  });

  it('as text; nothing of the values', async () => {
    const run = await sig(['explain', '--request', '-'], { input: raw.join('\n') });
    expect(run.stdout).toContain('signed: https://example.com/voice?a=•••');
    expect(run.stdout).toContain('fix: set "publicUrl" to "https://example.com"');
    expect(run.stdout).not.toMatch(/a b\+c|token/);
  });

  it('on a machine that is busy', async () => {
    const slow = 'let%20t=0;performance.now=()=>t+=100';
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${slow}` };
    const run = await sig(['explain', '--request', '-', '--json'], { input: raw.join('\n'), env });
    expect(JSON.parse(run.stdout)).toMatchObject({ cause: 'scheme-swapped', matched: true });
  });

  it('no cause found', async () => {
    const run = await sig(['explain', '--request', '-'], {
      input: raw.join('\n'),
      token: 'another',
    });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('No known mistake');
    expect(run.stdout.match(/ check \d: /g)?.length).toBeGreaterThanOrEqual(5);
    expect(run.stdout).toMatch(/sig explain\s+--configured-url/);
  });

  it('with the configured URL: what differs, and the option', async () => {
    const sent = sign({ authToken: 'token', url: 'https://example.com/x/voice', params });
    const run = await sig([
      'explain',
      'http://internal/hooks/voice',
      '-s',
      sent.signature,
      '--configured-url',
      'https://example.com/x/voice',
      ...['-p', 'Digits=1', '-p', 'Body=a b+c'],
    ]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^The key and the body are right; only the URL differs\./);
    // In lines, of which none ends within what is to be copied.
    expect(run.stdout).toMatch(
      /set "publicUrl" to "https:\/\/example.com" and "rewrite" to\s+\{ from: "\/x", to: "\/hooks" \}\./,
    );
  });

  it('a capture that an editor has saved: cut at Content-Length', async () => {
    const json = '{"a":1}\n\n';
    const body = sign({ authToken: 'token', url: 'https://example.com/events', body: json });
    const saved = [
      `POST ${body.url.slice('https://example.com'.length)} HTTP/1.1`,
      'Host: example.com',
      'Content-Type: application/json',
      `Content-Length: ${json.length}`,
      `X-Twilio-Signature: ${body.signature}`,
      '',
      `${json}\n`,
    ].join('\n');
    for (const input of [saved, `${raw.join('\n').replace(/^X-Forwarded.*\n/m, '')}\n`]) {
      const run = await sig(['explain', '--request', '-', '--json'], { input });
      expect(JSON.parse(run.stdout)).toMatchObject({ causes: [], matched: true });
    }
  });

  const pseudo = [
    ':method: POST',
    ':scheme: http',
    ':authority: example.com',
    ':path: /voice?a=b',
    `content-type: ${type}`,
    `x-twilio-signature: ${signature}`,
  ];
  const event = (more: object) =>
    file(
      `event-${Object.keys(more).join('-')}.json`,
      JSON.stringify({
        headers: { 'content-type': type, 'x-twilio-signature': signature, host: 'internal' },
        body: btoa(form),
        isBase64Encoded: true,
        ...more,
      }),
    );
  const query = { queryStringParameters: { a: 'b' } };

  it.each<[string, string[], string, string[]]>([
    ['HTTP/2', ['--request', '-'], [...pseudo, '', form].join('\n'), ['scheme-swapped']],
    [
      'HTTP/2 as curl -v shows it',
      ['--request', '-'],
      [
        ...pseudo.map((line) => `* [HTTP/2] [1] [${line}]`),
        '> POST /voice?a=b HTTP/2',
        '> ',
        form,
      ].join('\n'),
      ['scheme-swapped'],
    ],
    [
      'an event of a REST API',
      ['--event', event({ httpMethod: 'POST', path: '/voice', ...query, requestContext: {} })],
      '',
      ['host-internal'],
    ],
    [
      'an event of an HTTP API',
      [
        '--event',
        event({
          version: '2.0',
          rawPath: '/voice',
          rawQueryString: 'a=b',
          requestContext: { http: { method: 'POST' }, domainName: 'x' },
        }),
      ],
      '',
      ['host-internal'],
    ],
    [
      'an event of a load balancer',
      [
        '--event',
        event({ path: '/voice', httpMethod: 'POST', ...query, requestContext: { elb: {} } }),
      ],
      '',
      ['host-internal'],
    ],
  ])('%s', async (_title, args, input, causes) => {
    const configured = ['--configured-url', url];
    const run = await sig(['explain', ...args, ...configured, '--json'], { input });
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toMatchObject({ causes, matched: true });
  });

  it('an event that has lost the order of its query, with the configured URL', async () => {
    const ordered = `${url.split('?')[0]}?z=1&y=2&x=3&w=a+b`;
    const signed = sign({ authToken: 'token', url: ordered, params: new URLSearchParams(form) });
    const lost = event({
      httpMethod: 'POST',
      path: '/voice',
      requestContext: { path: '/voice' },
      queryStringParameters: { w: 'a b', x: '3', y: '2', z: '1' },
      headers: { 'content-type': type, 'x-twilio-signature': signed.signature, host: 'internal' },
    });
    const run = await sig(['explain', '--event', lost, '--configured-url', ordered, '--json']);
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toMatchObject({ causes: ['host-internal'], matched: true });
  });

  it('believes X-Forwarded-Proto if told that the server does', async () => {
    const input = raw.join('\n').replace('Proto: http', 'Proto: https');
    const plain = await sig(['explain', '--request', '-', '--json'], { input });
    expect(JSON.parse(plain.stdout)).toMatchObject({ cause: 'scheme-swapped' });
    const trusting = await sig(['explain', '--request', '-', '--forwarded', '--json'], { input });
    expect(JSON.parse(trusting.stdout)).toMatchObject({ matched: true, causes: [] });
  });

  it('every signed entry of a HAR file', async () => {
    const [, entry] = har.log.entries;
    const many = file(
      'many.har',
      JSON.stringify({ log: { entries: [...har.log.entries, entry] } }),
    );
    const run = await sig(['explain', '--har', many, '--entry', 'all']);
    expect(run.stdout.match(/^POST \/voice$/gm)).toHaveLength(2);
    const json = await sig(['explain', '--har', many, '--entry', 'all', '--json']);
    expect(JSON.parse(json.stdout)).toHaveLength(2);
  });
});

describe('sig send', () => {
  it('a form; the way there on dim lines', async () => {
    const run = await sig(['send', `${origin}/voice`, '-p', 'Digits=1']);
    expect([run.code, run.stdout]).toEqual([
      0,
      expect.stringMatching(/POST .*: 200 .*\nPOST Digits=1\n$/),
    ]);
  });

  it('a GET, JSON, a status that says no', async () => {
    expect((await sig(['send', `${origin}/`, '--get'])).stdout).toContain('\nGET \n');
    const json = await sig(['send', `${origin}/`, '--body', '{"a":1}', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ status: 200, text: 'POST {"a":1}' });
    expect((await sig(['send', `${origin}/missing`])).code).toBe(1);
  });

  it('what is no form goes to a wss URL as an upgrade', async () => {
    const run = await sig(['send', `${origin.replace('http', 'ws')}/media`]);
    expect(run.stdout).toMatch(/^GET /);
  });

  it('no response', async () => {
    const run = await sig(['send', 'http://127.0.0.1:1/']);
    expect([run.code, run.stderr]).toEqual([
      3,
      expect.stringContaining('connection-failed: Nothing listens'),
    ]);
  });
});

describe('the token', () => {
  const args = ['sign', url, '-p', 'Digits=1', '-p', 'Body=a b+c'];

  it('from a file, or standard input', async () => {
    const fromFile = await sig([...args, '--token-file', file('token', 'token\n')], { token: '' });
    expect(fromFile.stdout).toContain(signature);
    const fromStdin = await sig([...args, '--token-stdin'], { token: '', input: 'token\n' });
    expect(fromStdin.stdout).toContain(signature);
  });

  it('never from an argument', async () => {
    const run = await sig([...args, '--token', 'token'], { token: '' });
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('There is no --token')]);
  });

  it('none', async () => {
    const run = await sig(args, { token: '' });
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('Set TWILIO_AUTH_TOKEN')]);
  });
});

it.each<[string, string[]]>([
  ['no command', ['frobnicate']],
  ['no URL', ['sign']],
  ['an unknown option', ['sign', url, '--frobnicate']],
  ['a parameter without =', ['sign', url, '-p', 'Digits']],
  ['a URL that is none', ['send', 'nonsense']],
  ['a file that is not there', ['explain', '--har', '/nowhere']],
  ['a request that is not one', ['explain', '--request', '-']],
  ['an event that is not one', ['explain', '--event', file('no-event.json', '{"a":1}')]],
  [
    'an event that contradicts itself',
    [
      'explain',
      '--event',
      file('odd.json', '{"httpMethod":"GET","path":"/a","requestContext":{"path":"/b"}}'),
    ],
  ],
  ['an event that is not JSON', ['explain', '--event', file('no-json.json', '{')]],
  ['a configured URL without a scheme', ['explain', url, '-s', 'x', '--configured-url', 'a.b/c']],
])('called in a wrong way: %s', async (_title, args) => {
  const run = await sig(args);
  expect(run.code).toBe(2);
  expect(run.stderr).not.toBe('');
  // No stack.
  expect(run.stderr).not.toMatch(/^ +at /m);
});

it('--help and --version', async () => {
  for (const args of [['--help'], ['sign', '--help'], ['--version']]) {
    const run = await sig(args, { token: '' });
    expect(run.code).toBe(0);
    expect(run.stdout).not.toBe('');
  }
});
