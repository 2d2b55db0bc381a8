import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSender } from '@sig/sender';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHar } from '../../src/capture/har.js';
import { sig } from '../run.js';
import { type App, startApp } from './app.js';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sig-listen-'));
let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => {
  app.close();
  rmSync(folder, { recursive: true });
});

type Command = [file: string, args: string[]];

/** Runs `sig listen` until it is told to end. */
async function listen(args: readonly string[], env: Record<string, string> = {}, limits = '') {
  const words = [main, 'listen', '--forward', app.url, '--port', '0', ...args];
  const shell = ['-c', `${limits}; exec "$0" "$@"`, process.execPath, ...words];
  const child = spawn(...((limits === '' ? [process.execPath, words] : ['sh', shell]) as Command), {
    env: { ...process.env, NO_COLOR: '1', TWILIO_AUTH_TOKEN: 'token', ...env },
  });
  let [stdout, stderr] = ['', ''];
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    child.on('close', () => reject(new Error(stderr)));
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
      if (stderr.includes('Waiting')) resolve();
    });
  });
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(stderr)?.[0] ?? '';
  const call = createSender({ authToken: 'token' }).call();
  return {
    url,
    call,
    stderr: () => stderr,
    /** Waits until standard output has so many lines. */
    async lines(count: number): Promise<string[]> {
      while (stdout.split('\n').length <= count) {
        await new Promise((resolve) => child.stdout.once('data', resolve));
      }
      return stdout.split('\n');
    },
    async end() {
      call.close();
      child.kill('SIGINT');
      return { code: await closed, stdout };
    },
  };
}

describe('sig listen', () => {
  it('one line a request, saved to a file; ends when it is told to', async () => {
    const file = join(folder, 'calls.har');
    const { url, call, stderr, lines, end } = await listen(['--no-page', '--save', file]);
    expect(stderr()).toContain(`→ ${app.url}`);
    await call.post(`${url}/sms`, { MessageSid: 'SM1', Body: 'Hi', NumMedia: '0' });
    const [line] = await lines(1);
    expect(line).toMatch(/^\d\d:\d\d:\d\d ✓ POST \/sms +message +200 +\d+ ms$/);
    expect(line).toHaveLength(80);
    const { code, stdout } = await end();
    expect([code, stdout.split('\n')]).toEqual([0, [line, '']]);
    expect(readHar(readFileSync(file, 'utf8'))).toMatchObject([
      { target: '/sms', verdict: { state: 'genuine' } },
    ]);
    const opened = await sig(['listen', '--no-page', '--open', file]);
    expect([opened.code, opened.stdout]).toEqual([0, `${line}\n`]);
    const explained = await sig(['explain', '--har', file]);
    expect(explained.stderr).toBe('');
  });

  it('a file that cannot grow: said once, nothing else suffers, and what is in it is whole', async () => {
    const file = join(folder, 'full.har');
    // As on a disk that is full.
    const args = ['--no-page', '--public-url', 'https://a.example', '--save', file];
    const { url, call, stderr, lines, end } = await listen(args, {}, 'ulimit -f 16');
    await call.post(`${url}/first`, { MessageSid: 'SM1' });
    await lines(4);
    for (const Body of ['a', 'b', 'c']) {
      await call.post(`${url}/long`, { MessageSid: 'SM1', Body: Body.repeat(20_000) });
    }
    await call.post(`${url}/last`, { MessageSid: 'SM1' });
    await expect
      .poll(async () => (await lines(1)).join('\n'), { timeout: 10_000 })
      .toMatch(/\/last/);
    const said = stderr().replace(/\s+/g, ' ');
    expect(said.match(/A request was not saved/g)).toHaveLength(1);
    expect(said).toContain('Make room on the disk');
    const { code, stdout } = await end();
    expect([code, stdout.match(/signature-mismatch:/g)?.length]).toEqual([0, 5]);
    const saved = readHar(readFileSync(file, 'utf8')).map(({ target }) => target);
    expect(saved[0]).toBe('/first');
    expect(saved).not.toContain('/long');
  });

  it('an explanation below a refused one', async () => {
    const { call, url, lines, end } = await listen([
      '--no-page',
      '--public-url',
      'https://a.example',
    ]);
    await call.post(`${url}/voice`, { CallSid: 'CA1' });
    const text = (await lines(4)).join('\n').replace(/\s+/g, ' ');
    expect(text).toContain('✗ POST /voice');
    expect(text).toContain('signature-mismatch:');
    expect(text).toContain(`fix: set "publicUrl" to "${url}"`);
    await end();
  });

  it('as lines of JSON, for other programs', async () => {
    const { call, url, lines, end } = await listen(['--json']);
    await call.post(`${url}/voice`, { CallSid: 'CA1', CallStatus: 'ringing' });
    await call.post(`${url}/voice`, { CallSid: 'CA2', CallStatus: 'ringing' });
    const rows = (await lines(2)).slice(0, 2).map((line) => JSON.parse(line));
    expect(rows).toMatchObject([
      { id: 1, event: 'voice', verdict: 'genuine', status: 200, params: { CallSid: 'CA1' } },
      { id: 2, params: { CallSid: 'CA2' } },
    ]);
    await end();
  });

  it('works without a key, and says that it verifies nothing', async () => {
    const { call, url, stderr, lines, end } = await listen(['--no-page'], {
      TWILIO_AUTH_TOKEN: '',
    });
    expect(stderr()).toContain('there is no key');
    await call.post(`${url}/voice`, { CallSid: 'CA1' });
    expect((await lines(1))[0]).toContain('– POST /voice');
    await end();
  });

  it('no colour with NO_COLOR, and colour if it is forced', async () => {
    const { call, url, lines, end } = await listen(['--no-page'], {
      NO_COLOR: '',
      FORCE_COLOR: '1',
    });
    await call.post(`${url}/voice`, { CallSid: 'CA1' });
    expect((await lines(1))[0]).toContain('\u001b[32m✓');
    await end();
  });

  it.each([
    [[], /Give the app: sig listen --forward/],
    [['--forward', 'nonsense'], /"upstream" must be the address/],
    [['--forward', 'http://127.0.0.1:1', '--port', 'x'], /--port must be a number/],
    [['--open', 'x.har', '--forward', 'http://127.0.0.1:1'], /--open and --forward/],
    [['--open', '/nowhere.har'], /cannot be read: there is no such file/],
    [['--open', 'x.har', '--port', '1'], /--open and --public-url or --port contradict/],
    [['--open', 'x.har', '--token-file', 'x'], /--open and a key contradict/],
    [['--open', 'x.har', '--no-page', '--page-port', '1'], /--no-page and --page-port contradict/],
    [['--open', 'x.har', '--json', '--page-port', '1'], /--json and --page-port contradict/],
  ])('refuses %j', async (args, says) => {
    const run = await sig(['listen', ...args]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(says);
  });

  it('--enforce needs a key; a port that is taken is named', async () => {
    const enforced = await sig(['listen', '--forward', app.url, '--enforce'], { token: '' });
    expect(enforced.stderr).toContain('--enforce needs a key');
    const port = new URL(app.url).port;
    for (const option of ['--port', '--page-port']) {
      const own = option === '--port' ? [] : ['--port', '0'];
      const taken = await sig(['listen', '--forward', app.url, ...own, option, port]);
      expect([taken.code, taken.stderr]).toEqual([
        2,
        expect.stringContaining(`Port ${port} is taken. Give another one: ${option} `),
      ]);
    }
  });
});
