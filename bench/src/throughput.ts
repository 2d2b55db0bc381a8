import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { formPost, type ServerProcess, startServerProcess, toBytes } from '@sig/conformance';
import { authToken, origin, path } from '../servers/settings.js';
import { paramsOf } from './requests.js';

interface Server {
  readonly args: readonly string[];
  /** Where the form goes. Default: as in the settings of the servers. */
  readonly path?: string;
}

const servers = fileURLToPath(new URL('../servers', import.meta.url));
const nextApp = `${servers}/next`;
const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
const nextStart = [next, 'start', nextApp, '-p', '{port}', '-H', '127.0.0.1'];

/** The servers that are compared, by framework. */
export const frameworks = {
  express: {
    '@sig/express': { args: ['express.js', 'sig'] },
    'express.urlencoded()': { args: ['express.js', 'parser'] },
    'express.urlencoded() + twilio.webhook()': { args: ['express.js', 'parser + twilio'] },
  },
  koa: {
    '@sig/koa': { args: ['koa.js', 'sig'] },
    'bodyParser()': { args: ['koa.js', 'parser'] },
  },
  fastify: {
    '@sig/fastify': { args: ['fastify.js', 'sig'] },
    '@fastify/formbody': { args: ['fastify.js', 'parser'] },
  },
  hono: {
    '@sig/hono': { args: ['hono.js', 'sig'] },
    'c.req.parseBody()': { args: ['hono.js', 'parser'] },
  },
  next: {
    '@sig/next': { args: nextStart, path: '/guarded' },
    'request.formData()': { args: nextStart, path: '/plain' },
  },
};

// A process keeps the memory layout and the machine code that it happened to get, so each server is started
// anew a few times.
const starts = 3;
const rounds = 10;
// Machine code is made while a server runs: only what is warm is compared.
const warmUpRounds = 16;
const roundMilliseconds = 200;
const connections = 16;

/**
 * Requests a second, by round, of servers that each have a process of their own, called in turns: a form of 20
 * parameters, over connections that stay open.
 */
export async function measureThroughput(
  compared: Readonly<Record<string, Server>>,
): Promise<Record<string, number[]>> {
  const rates = new Map<string, number[]>(Object.keys(compared).map((name) => [name, []]));
  for (let start = 0; start < starts; start++) await callInTurns(compared, rates);
  return Object.fromEntries(rates);
}

async function callInTurns(
  compared: Readonly<Record<string, Server>>,
  rates: ReadonlyMap<string, number[]>,
): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const running: { name: string; server: ServerProcess; request: Buffer }[] = [];
  try {
    for (const [name, { args, path: target = path }] of Object.entries(compared)) {
      const server = await startServerProcess({ args, cwd: servers, env });
      const request = toBytes(formPost({ authToken, origin }, target, paramsOf(20)));
      running.push({ name, server, request });
    }
    for (let round = 0; round < warmUpRounds + rounds; round++) {
      for (const { name, server, request } of running) {
        const rate = await rateOf(server.port, request);
        if (round >= warmUpRounds) rates.get(name)?.push(rate);
      }
    }
  } finally {
    for (const { server } of running) await server.stop();
  }
}

/** `next build` of the application that is measured. */
export function buildNextApp(): void {
  execFileSync(process.execPath, [next, 'build', nextApp], { cwd: servers, stdio: 'pipe' });
}

/** Calls a server for one round. */
async function rateOf(port: number, request: Buffer): Promise<number> {
  const start = performance.now();
  const end = start + roundMilliseconds;
  const counts = await Promise.all(
    Array.from({ length: connections }, () => callUntil(end, port, request)),
  );
  const answered = counts.reduce((sum, count) => sum + count, 0);
  return (answered * 1000) / (performance.now() - start);
}

/** Sends one request after the other on one connection, and returns how many were answered. */
function callUntil(end: number, port: number, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = 0;
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (!isWhole(answer)) return;
      if (!answer.startsWith('HTTP/1.1 200 ')) return reject(new Error(`not accepted:\n${answer}`));
      answer = '';
      answered += 1;
      if (performance.now() < end) return void socket.write(request);
      socket.destroy();
      resolve(answered);
    });
  });
}

/** Whether an answer has come to its end: by the element that closes every one, or the last chunk. */
function isWhole(answer: string): boolean {
  return answer.endsWith('</Response>') || answer.endsWith('\r\n0\r\n\r\n');
}
