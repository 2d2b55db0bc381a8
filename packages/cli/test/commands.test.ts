import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sign } from '@sig/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sig } from './run.js';

const url = 'https://example.com/voice?a=b';
const params = { Digits: '1', Body: 'a b+c' };
const { signature } = sign({ authToken: 'token', url, params });
const folder = mkdtempSync(join(tmpdir(), 'sig-cli-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const server = createServer(async (req, res) => {
  let body = '';
  for await (const chunk of req) body += chunk;
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

describe('sig verify', () => {
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

  it('no cause found', async () => {
    const run = await sig(['explain', '--request', '-'], {
      input: raw.join('\n'),
      token: 'another',
    });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('No known mistake');
    expect(run.stdout.match(/check/g)?.length).toBeGreaterThanOrEqual(5);
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
  ['a request that is none', ['explain', '--request', '-']],
])('called in a wrong way: %s', async (_title, args) => {
  const run = await sig(args);
  expect(run.code).toBe(2);
  expect(run.stderr).not.toBe('');
  expect(run.stderr).not.toContain('at ');
});

it('--help and --version', async () => {
  for (const args of [['--help'], ['sign', '--help'], ['--version']]) {
    const run = await sig(args, { token: '' });
    expect(run.code).toBe(0);
    expect(run.stdout).not.toBe('');
  }
});
