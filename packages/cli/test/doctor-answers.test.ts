// What the doctor makes of answers: refusals in odd forms, redirects, limits, known texts; and how it reports.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import { sign, verify } from '@sig/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../src/doctor/finding.js';
import { heading, line, summary } from '../src/doctor/report/text.js';
import { authToken, goodServer, serverOf } from './broken-servers.js';
import { sig } from './run.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener, onServer?: (server: Server) => void) {
  const server = createServer(listener);
  onServer?.(server);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const run = (url: string, ...args: string[]) =>
  sig(['doctor', url, '--timeout', '3000', ...args], {
    token: authToken,
    env: { COLUMNS: '80' },
  });

async function examine(url: string, ...args: string[]): Promise<Report & { code: number | null }> {
  const { stdout, stderr, code } = await run(url, '--json', ...args);
  expect(stderr).toBe('');
  return { ...JSON.parse(stdout), code };
}

const faults = ({ findings }: Report) =>
  findings
    .filter(({ level }) => ['fail', 'error', 'warn'].includes(level))
    .map(({ check }) => check);
const of = ({ findings }: Report, name: string) => findings.find(({ check }) => check === name);

/** Whether a request that has no body is genuine. */
function isGenuine(req: IncomingMessage, scheme = 'http'): boolean {
  const signature = req.headers['x-twilio-signature']?.toString();
  return verify({ authToken, signature, url: `${scheme}://${req.headers.host}${req.url}` }).ok;
}

describe('what a genuine request is refused with', () => {
  const refusing =
    (status: number, type: string, text: string): RequestListener =>
    (req, res) => {
      req.resume();
      res.writeHead(status, { 'Content-Type': type }).end(text);
    };

  it.each([
    ['Cross-site POST form submissions are forbidden', /trustedOrigins.*checkOrigin: false/],
    ['<html><head><title>403 - CSRF verification failed</title></head></html>', /@csrf_exempt/],
    ['Blocked request. This host ("x.example") is not allowed.', /allowedHosts/],
  ])('%s', async (text, fix) => {
    const host = await serve(refusing(403, 'text/plain', text));
    const report = await examine(`http://${host}/voice`);
    expect(report.grade).toBe('D');
    expect(of(report, 'genuine')?.fix).toMatch(fix);
  });

  it('shows the first line, printable and cut', async () => {
    const text = `\n \u001b[31mno\u0007 way \u202e${'x'.repeat(500)}\nsecond`;
    const host = await serve(refusing(403, 'text/plain; charset=utf-8', text));
    const got = of(await examine(`http://${host}/voice`), 'genuine')?.got ?? '';
    expect(got).toMatch(/^403: "\?\[31mno\? way \?x+…"$/);
    expect(got.length).toBeLessThan(120);
    const { stdout } = await run(`http://${host}/voice`);
    for (const control of ['\u001b', '\u0007', '\u202e']) expect(stdout).not.toContain(control);
    for (const one of stdout.split('\n')) expect(one.length).toBeLessThanOrEqual(80);
  });
});

describe('redirects', () => {
  const moved = (status: number, to: (url: string) => string | undefined): RequestListener => {
    const inner = goodServer();
    return (req, res) => {
      const location = to(req.url ?? '');
      if (location === undefined) return inner(req, res);
      req.resume();
      res.writeHead(status, { Location: location }).end();
    };
  };
  const slash = (url: string) => (url.startsWith('/voice/') ? undefined : '/voice/');

  it('to the content, with the form: examined there', async () => {
    const report = await examine(`http://${await serve(moved(308, slash))}/voice`);
    expect(faults(report)).toEqual([]);
    expect(of(report, 'redirect')?.got).toMatch(/^308, to http.*\/voice\/$/);
    expect(report.grade).toBe('A');
  });

  it('to the content, as a GET: the parameters are lost', async () => {
    const report = await examine(`http://${await serve(moved(301, slash))}/voice`);
    expect(faults(report)).toEqual(['redirect']);
    expect(report.grade).toBe('B');
  });

  it('to the content, where nothing is verified', async () => {
    const host = await serve((req, res) => {
      req.resume();
      if (req.url?.startsWith('/voice/')) return void res.writeHead(200).end('hello');
      res.writeHead(308, { Location: '/voice/' }).end();
    });
    expect((await examine(`http://${host}/voice`)).grade).toBe('F');
  });

  it('to another host: not examined, which nobody asked for', async () => {
    let requests = 0;
    const other = await serve((req, res) => {
      requests += 1;
      req.resume();
      res.writeHead(200).end('hello');
    });
    const to = `http://${other.replace('127.0.0.1', 'localhost')}/voice`;
    const host = await serve(moved(308, () => to));
    const report = await examine(`http://${host}/voice`);
    expect([report.grade, faults(report)]).toEqual(['D', ['genuine']]);
    expect(of(report, 'genuine')?.fix).toContain(to);
    expect(requests).toBeLessThanOrEqual(1);
  });

  it('to a login page, of everyone', async () => {
    const host = await serve((req, res) => {
      req.resume();
      if (req.url?.startsWith('/login')) return void res.writeHead(200).end('Who are you?');
      res.writeHead(302, { Location: '/login' }).end();
    });
    const report = await examine(`http://${host}/voice`);
    expect([report.grade, faults(report)]).toEqual(['D', ['genuine']]);
    expect(of(report, 'genuine')?.fix).toContain('login page');
  });
});

describe('answers that tell nothing', () => {
  it('the same for everyone, but for a time and a number', async () => {
    const host = await serve((req, res) => {
      req.resume();
      res.end(`request ${Math.random()} at ${new Date().toISOString()}`);
    });
    const report = await examine(`http://${host}/voice`);
    expect(report.grade).toBe('F');
    expect(report.verdict).toContain('the same answer');
  });

  it('a limit that does not end: what was not checked is said', async () => {
    let requests = 0;
    const inner = goodServer();
    const host = await serve((req, res) => {
      requests += 1;
      if (requests < 20) return inner(req, res);
      req.resume();
      res.writeHead(429, { 'Retry-After': '3600' }).end();
    });
    const report = await examine(`http://${host}/voice`);
    expect(report.grade).toBe('B');
    expect(report.verdict).toContain('rate limit');
    expect(of(report, 'query-changed')).toMatchObject({ level: 'skip', code: 'rate-limit' });
  });
});

it('a server that ends in the middle: one finding, and no more requests', async () => {
  const inner = goodServer();
  let ended = false;
  const host = await serve((req, res) => {
    ended ||= req.headers['x-twilio-signature'] === 'x';
    if (ended) req.socket.destroy();
    else inner(req, res);
  });
  const report = await examine(`http://${host}/voice`);
  expect([report.grade, faults(report)]).toEqual(['C', ['malformed-signature']]);
  expect(of(report, 'malformed-signature')?.fix).toContain('answers nothing');
});

describe('other kinds of endpoints', () => {
  const getServer: RequestListener = (req, res) => {
    req.resume();
    if (req.method !== 'GET') return void res.writeHead(405).end();
    res.writeHead(isGenuine(req) ? 200 : 403).end();
  };

  it('GET', async () => {
    const url = `http://${await serve(getServer)}/voice`;
    const report = await examine(url, '--get');
    expect([report.grade, faults(report)]).toEqual(['A', []]);
    expect(of(report, 'param-changed')?.level).toBe('pass');
    expect(of(await examine(url), 'genuine')?.fix).toContain('--get');
  });

  it('GET, a parameter of which is not verified', async () => {
    const host = await serve((req, res) => {
      const url = `http://${req.headers.host}${req.url}`;
      const signature = req.headers['x-twilio-signature'];
      const without = url.replace(/&Zone=[^&]*/, '');
      res.writeHead(sign({ authToken, url: without }).signature === signature ? 200 : 403).end();
    });
    const report = await examine(`http://${host}/voice`, '--get');
    expect([report.grade, faults(report)]).toEqual(['F', ['param-added']]);
  });

  it('JSON under bodySHA256', async () => {
    const url = `http://${await serve(goodServer())}/events`;
    const report = await examine(url, '--body', '{"type":"call.ended","n":1}');
    expect([report.grade, faults(report)]).toEqual(['A', []]);
    expect(of(report, 'body-changed')?.level).toBe('pass');
    expect((await examine(url, '--body')).grade).toBe('A');
  });

  it('JSON, the hash of which nobody compares', async () => {
    const listener = serverOf(({ url, signature }) =>
      verify({ authToken, signature, url }).ok ? 200 : 403,
    );
    const report = await examine(`http://${await serve(listener)}/events`, '--body');
    expect([report.grade, faults(report)]).toEqual([
      'F',
      ['get-signature-on-post', 'body-changed'],
    ]);
  });

  it.each([
    ['that verifies', true, 'A'],
    ['that does not', false, 'F'],
  ])('WebSocket %s', async (_title, verifies, grade) => {
    const host = await serve(
      (_req, res) => void res.writeHead(426).end(),
      (server) =>
        server.on('upgrade', (req, socket) => {
          const accepted = !verifies || isGenuine(req, 'ws');
          socket.end(
            accepted
              ? 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
              : 'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
          );
        }),
    );
    const report = await examine(`ws://${host}/media`, '--websocket');
    expect(report.grade).toBe(grade);
    if (verifies) expect(faults(report)).toEqual([]);
  });
});

describe('reports', () => {
  it('says what is wrong with a dead host as send does, by its code', async () => {
    const report = await examine('http://127.0.0.1:1/voice');
    expect(report).toMatchObject({ grade: 'D', answered: false, code: 3 });
    expect(of(report, 'genuine')).toMatchObject({
      code: 'connection-failed',
      got: 'no response (connection-failed)',
      fix: expect.stringContaining('Nothing listens at 127.0.0.1:1.'),
    });
  });

  it('fails below the grade that is given', async () => {
    const host = await serve(serverOf(() => 403));
    const url = `http://${host}/voice`;
    expect((await examine(url)).code).toBe(1);
    expect((await examine(url, '--fail-below', 'D')).code).toBe(0);
    const wrong = await run(url, '--fail-below', 'E');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('from A to F')]);
  });

  it('Markdown and JUnit, in which an answer stays text', async () => {
    const host = await serve((req, res) => {
      req.resume();
      res.writeHead(403).end('<b>a|b</b> & "c"');
    });
    const url = `http://${host}/voice`;
    const { stdout: markdown } = await run(url, '--format', 'markdown');
    expect(markdown).toContain('## sig doctor: grade D');
    expect(markdown).toContain('403: "&lt;b&gt;a\\|b&lt;/b&gt; &amp; "c""');
    const { stdout: junit } = await run(url, '--format', 'junit');
    expect(junit).toContain('<property name="grade" value="D"/>');
    expect(junit).toMatch(/<failure type="fail" message="403: &quot;&lt;b&gt;/);
    expect(junit.match(/<testcase /g)?.length).toBe(Number(/tests="(\d+)"/.exec(junit)?.[1]));
  });

  it.each([40, 64, 100])('nothing is wider than a terminal of %i columns', (columns) => {
    const { stdout } = process;
    const before = Object.getOwnPropertyDescriptor(stdout, 'columns');
    Object.defineProperty(stdout, 'columns', { value: columns, configurable: true });
    try {
      const url = `https://example.com/${'x'.repeat(250)}`;
      const got = `302, to ${url} and more`;
      const made = { check: 'x', title: 'unsigned, by its looks genuine', sent: url, got };
      const card = [
        heading(url),
        line({ ...made, level: 'fail', fix: `Configure ${url} there.`, milliseconds: 1 }),
        line({ ...made, level: 'pass' }),
        summary({ url, grade: 'D', verdict: url, answered: true, requests: 1, findings: [] }),
      ].join('\n');
      const widths = stripVTControlCharacters(card)
        .split('\n')
        .map((one) => one.length);
      expect(Math.max(...widths)).toBe(columns);
    } finally {
      if (before === undefined) Reflect.deleteProperty(stdout, 'columns');
      else Object.defineProperty(stdout, 'columns', before);
    }
  });

  it('refuses options that contradict each other', async () => {
    for (const args of [
      ['--get', '--websocket'],
      ['--get', '--body'],
      ['--websocket', '-p', 'a=1'],
      ['--content-type', 'text/plain'],
      ['--json', '--format', 'junit'],
      ['--format', 'pdf'],
    ]) {
      expect((await run('http://127.0.0.1:1/', ...args)).code).toBe(2);
    }
  });
});
