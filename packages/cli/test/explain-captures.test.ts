// What `sig explain` says of captures that do not tell all.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sign } from '@sig/core';
import { afterAll, describe, expect, it } from 'vitest';
import { sig } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'sig-captures-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const token = '12345';
const type = 'application/x-www-form-urlencoded';
const signatureOf = (url: string) =>
  sign({ authToken: token, url, params: { Digits: '1234' } }).signature;

describe('raw HTTP that does not tell the scheme', () => {
  const raw = (url: string) =>
    [
      'POST /voice HTTP/1.1',
      `Host: ${new URL(url).host}`,
      `Content-Type: ${type}`,
      `X-Twilio-Signature: ${signatureOf(url)}`,
      '',
      'Digits=1234',
    ].join('\n');
  const explained = async (url: string, ...more: string[]) => {
    const args = ['explain', '--request', '-', '--json', ...more];
    const { stdout, code } = await sig(args, { token, input: raw(url) });
    return { code, ...JSON.parse(stdout) };
  };

  it('a local server sees http', async () => {
    expect(await explained('http://localhost:3000/voice')).toMatchObject({
      code: 0,
      causes: [],
      title: 'The signature matches the request as it is.',
    });
    expect(await explained('https://localhost:3000/voice')).toMatchObject({
      causes: ['scheme-swapped'],
    });
  });

  it('a public one may see either: what it takes is said', async () => {
    const https = await explained('https://example.com/voice');
    expect(https).toMatchObject({ code: 0, matched: true, causes: [] });
    expect(https.title).toBe(
      'The signature matches if the server sees https, which the capture does not tell. If TLS ends before it, set "publicUrl" to "https://example.com".',
    );
    const http = await explained('http://example.com/voice');
    expect(http).toMatchObject({ code: 0, matched: true, causes: [] });
    expect(http.title).toBe(
      'The signature matches if the server sees http, which the capture does not tell. If it sees https, set "publicUrl" to "http://example.com".',
    );
    const known = await explained(
      'https://example.com/voice',
      '--public-url',
      'https://example.com',
    );
    expect(known.title).toBe('The signature matches the request as it is.');
  });

  it('with the key on standard input, which is read once', async () => {
    const request = file('request.txt', raw('http://example.com/voice'));
    const run = await sig(['explain', '--request', request, '--token-stdin', '--json'], {
      input: token,
    });
    expect([run.stderr, JSON.parse(run.stdout).matched]).toEqual(['', true]);
  });
});

describe('a command of curl', () => {
  const url = 'https://example.com/voice';
  const header = `'x-twilio-signature: ${signatureOf(url)}'`;

  it.each([
    `curl ${url} -H${header} -dDigits=1234`,
    `curl -sSLXPOST http://10.0.0.7 --request-target /voice -H ${header} -d Digits=1234 -H 'Host: example.com'`,
    `$ curl ${url} -H ${header} --max-redirs 3 -b 'a=b' -A UA -d Digits=1234 | jq . > out.txt`,
  ])('%s', async (command) => {
    const { stdout, stderr } = await sig(
      ['explain', '--curl', command, '--json', '--configured-url', url],
      { token },
    );
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ matched: true, configuredMatched: true });
  });

  it('nothing of it is dropped', async () => {
    const more = `curl ${url} -H ${header} -d Digits=1234 -dDigits2=9`;
    expect((await sig(['explain', '--curl', more], { token })).code).toBe(0);
    const run = await sig(['explain', '--curl', more, '--json'], { token });
    expect(JSON.parse(run.stdout).causes).not.toEqual([]);
    const refused = await sig(['explain', '--curl', `curl ${url} -F a=b`], { token });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('multipart form')]);
  });
});

it.each([
  ['--har', '{"log":{"entries":[{}]}}', 'has no request with method, url and headers'],
  [
    '--har',
    '{"log":{"entries":[{"request":{"method":"GET","url":"https://a/"}}]}}',
    'has no request',
  ],
  [
    '--event',
    '{"rawPath":"/","body":{"a":1},"requestContext":{"http":{"method":"POST"}}}',
    'parsed',
  ],
  [
    '--event',
    '{"rawPath":"/","body":"a","headers":{"content-encoding":"gzip"},"requestContext":{"http":{"method":"POST"}}}',
    'compressed',
  ],
])('%s %s', async (option, text, says) => {
  const run = await sig(['explain', option, file('damaged.json', text)], { token });
  expect([run.code, run.stderr]).toEqual([2, expect.stringContaining(says)]);
});
