// What curl prints of a request that it sends, read again: by `-v` without the body, by `--trace` with it.
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaptureError, headerOf, parseCapture, parseRawHttp } from '../src/index.js';

const run = promisify(execFile);
const server = createServer((req, res) => {
  req.resume();
  // Slow, so that a meter is printed before it.
  setTimeout(() => res.writeHead(403, { 'X-Answer': '1' }).end('forbidden\n'), 20);
});
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/voice?a=1`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const long = 'x'.repeat(150);
const json = '{"a": "ü",\n\r\n"b": 1.5}';

/** All that curl prints, as if to a terminal or into a file. */
async function printed(...args: string[]): Promise<string> {
  const own = ['-H', 'X-Twilio-Signature: abc=', '-H', `X-Long: ${long}`];
  const { stdout } = await run('bash', ['-c', 'curl "$@" 2>&1', 'curl', ...args, ...own, url]);
  return stdout;
}

function bodyOf(text: string): string {
  const { format, request } = parseCapture(text);
  expect(format).toBe('raw-http');
  expect(request).toMatchObject({ method: 'POST', target: '/voice?a=1', host: new URL(url).host });
  expect(headerOf(request, 'x-twilio-signature')).toBe('abc=');
  expect(headerOf(request, 'x-long')).toBe(long);
  expect(headerOf(request, 'x-answer')).toBeUndefined();
  const { body } = request;
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

describe('curl -v', () => {
  it.each([[[]], [['-s']], [['-sS', '-o', '/dev/null']]])(
    '%j: the body is missing',
    async (more) => {
      const text = await printed('-v', ...more, '-d', 'Digits=1234');
      const read = () => parseCapture(text);
      expect(read).toThrow(CaptureError);
      expect(read).toThrow(/curl -v does not print the body.*--trace -/);
    },
  );

  it('in chunks', async () => {
    const text = await printed('-v', '-H', 'Transfer-Encoding: chunked', '-d', 'Digits=1234');
    expect(() => parseCapture(text)).toThrow(/does not print the body/);
  });

  it('without a body nothing is missing, and the answer is none', async () => {
    for (const args of [['-v'], ['-sv']]) {
      expect(bodyOf(await printed(...args, '-X', 'POST'))).toBe('');
    }
  });

  it('with the body put in', async () => {
    const text = await printed('-v', '-d', '{"Digits":1}', '-H', 'Content-Type: application/json');
    const [head = '', rest = ''] = text.split(/(?<=^> \r?\n)/m);
    for (const whole of [`${head}{"Digits":1}\n${rest}`, `${head}{"Digits":1}\n`]) {
      expect(bodyOf(whole)).toBe('{"Digits":1}');
    }
  });
});

describe('curl --trace', () => {
  it.each([['--trace'], ['--trace-ascii']])('%s: a form', async (option) => {
    for (const more of [[], ['--trace-time'], ['-s']]) {
      const args = [option, '-', ...more, '--data-binary', 'Digits=1234&a=.\r\n\r\nb=2'];
      expect(bodyOf(await printed(...args))).toBe('Digits=1234&a=.\r\n\r\nb=2');
    }
  });

  it('all bytes', async () => {
    expect(bodyOf(await printed('--trace', '-', '--json', json))).toBe(json);
    expect(bodyOf(await printed('--trace', '-', '--json', `"${long}61 62 "`))).toBe(
      `"${long}61 62 "`,
    );
    expect(bodyOf(await printed('--trace', '-', '-X', 'POST'))).toBe('');
  });

  it('dots in place of bytes are said to be such', async () => {
    const text = await printed('--trace-ascii', '-', '--json', json);
    const read = () => parseRawHttp(text);
    expect(read).toThrow(CaptureError);
    expect(read).toThrow(/--trace, not --trace-ascii/);
    expect(bodyOf(await printed('--trace-ascii', '-', '--json', '{"a": 1}'))).toBe('{"a": 1}');
  });

  it('a part of it', async () => {
    for (const option of ['--trace', '--trace-ascii']) {
      const text = await printed(option, '-', '-d', `a=${long}`);
      const cut = text.slice(0, text.indexOf('\n', text.indexOf('=> Send data')) + 40);
      expect(() => parseRawHttp(cut)).toThrow(/trace of curl is not complete/);
    }
  });
});
