import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type ServerProcess, startServerProcess } from '@sig/conformance';
import express from 'express';
import twilio from 'twilio';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/doctor/finding.js';
import { authToken, brokenServers, serverOf } from './broken-servers.js';
import { sig } from './run.js';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function examine(
  url: string,
): Promise<{ report: Report; code: number | null; text: string }> {
  const run = await sig(['doctor', url, '--json', '--timeout', '3000'], { token: authToken });
  return { report: JSON.parse(run.stdout), code: run.code, text: run.stdout };
}

const faults = ({ findings }: Report) =>
  findings
    .filter(({ level }) => ['fail', 'error', 'warn'].includes(level))
    .map(({ check }) => check);

describe('names the defect of a broken server, and nothing else', () => {
  it.each(Object.entries(brokenServers))(
    '%s',
    async (_title, { finds, grade, listener, userinfo = '' }) => {
      const host = await serve(listener());
      const { report, code, text } = await examine(`http://${userinfo}${host}/voice`);
      const found = faults(report);
      // What lets everything in lets large bodies in too.
      const large = finds.length > 9 ? found.filter((check) => check !== 'oversized-body') : found;
      expect(large.sort()).toEqual([...finds].sort());
      expect(report.grade).toBe(grade);
      expect(code).toBe(grade === 'B' ? 0 : 1);
      for (const { level, fix } of report.findings) {
        if (level === 'fail' || level === 'error') expect(fix).toBeTruthy();
      }
      expect(text).not.toContain(authToken);
      expect(text).not.toContain('secret');
    },
  );

  it('nothing that listens', async () => {
    const { report, code } = await examine('http://127.0.0.1:1/voice');
    expect([report.grade, code, faults(report)]).toEqual(['D', 3, ['genuine']]);
  });
});

describe('recognises', () => {
  it.each([
    ['accepts everything', /accepts everything/],
    ['refuses everything', /refuses everything/],
    ['answers every request with 500', /do not get through \(500\)/],
  ])('a server that %s', async (title, verdict) => {
    const host = await serve(brokenServers[title]?.listener() ?? serverOf(() => 200));
    expect((await examine(`http://${host}/voice`)).report.verdict).toMatch(verdict);
  });
});

describe('gives our examples an A', () => {
  const require = createRequire(import.meta.url);
  const apps = fileURLToPath(new URL('../../../apps', import.meta.url));
  const tsx = ['--import', 'tsx', 'server.ts'];
  const nextArgs = () => [
    require.resolve('next/dist/bin/next', { paths: [`${apps}/next-example`] }),
    'start',
    '-p',
    '{port}',
  ];
  describe.each<[string, () => string[]]>([
    ['express', () => tsx],
    ['koa', () => tsx],
    ['fastify', () => tsx],
    ['hono', () => tsx],
    ['nest', () => tsx],
    ['next', nextArgs],
  ])('%s', (name, args) => {
    let server: ServerProcess;
    beforeAll(async () => {
      const env = { ...process.env, TWILIO_AUTH_TOKEN: authToken, NODE_ENV: 'production' as const };
      server = await startServerProcess({ args: args(), cwd: `${apps}/${name}-example`, env });
    });
    afterAll(() => server.stop());

    it.each(['/voice', '/sms', '/private'])('%s', async (path) => {
      const userinfo = path === '/private' ? 'user:secret@' : '';
      const { report, code } = await examine(`http://${userinfo}127.0.0.1:${server.port}${path}`);
      expect(faults(report)).toEqual([]);
      expect([report.grade, code]).toEqual(['A', 0]);
    });
  });
});

it("the official package's middleware, as measured", async () => {
  const app = express().set('env', 'test');
  app.use(express.urlencoded({ extended: false }), express.json());
  delete process.env.TWILIO_AUTH_TOKEN;
  app.post('/voice', twilio.webhook(authToken) as express.RequestHandler, (_req, res) => {
    res.type('text/xml').send('<Response/>');
  });
  const host = await serve(app);
  const { report } = await examine(`http://${host}/voice`);
  expect(faults(report)).toEqual(['json-under-form-signature', 'get-signature-on-post']);
  expect(report.grade).toBe('F');
});

it('prints a report card that a person can read', async () => {
  const host = await serve(
    brokenServers['leaves the query out']?.listener() ?? serverOf(() => 200),
  );
  const run = await sig(['doctor', `http://${host}/voice`], {
    token: authToken,
    env: { COLUMNS: '80' },
  });
  expect(run.stdout).toContain('✗ the query changed');
  expect(run.stdout).toContain('Verify the whole URL, query string');
  expect(run.stdout).toContain('Grade F');
  for (const line of run.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
