import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type ServerProcess, startServerProcess } from '@sig/conformance';
import { origin, path } from '../servers/settings.js';
import { spreadOf } from './measure.js';
import { signedForm } from './requests.js';

/** How many requests a second a server answers. */
export interface Throughput {
  readonly median: number;
  readonly spread: number;
}

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
export const frameworks: Readonly<Record<string, Readonly<Record<string, Server>>>> = {
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
  next: {
    '@sig/next': { args: nextStart, path: '/guarded' },
    'request.formData()': { args: nextStart, path: '/plain' },
  },
};

const rounds = 11;
const roundMilliseconds = 400;
const connections = 16;

/**
 * Requests a second of servers that each have a process of their own, called in turns: a form of 20
 * parameters, over connections that stay open.
 */
export async function measureThroughput(
  compared: Readonly<Record<string, Server>>,
): Promise<Record<string, Throughput>> {
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const running = new Map<string, { server: ServerProcess; request: Buffer; rates: number[] }>();
  try {
    for (const [name, { args, path: target = path }] of Object.entries(compared)) {
      const server = await startServerProcess({ args, cwd: servers, env });
      running.set(name, { server, request: signedForm(origin, target), rates: [] });
    }
    for (let round = -2; round < rounds; round++) {
      for (const { server, request, rates } of running.values()) {
        const rate = await rateOf(server.port, request);
        // The first ones warm up.
        if (round >= 0) rates.push(rate);
      }
    }
  } finally {
    for (const { server } of running.values()) await server.stop();
  }
  return Object.fromEntries([...running].map(([name, { rates }]) => [name, spreadOf(rates)]));
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
    let received = 0;
    // All answers of a server are of one length.
    let length = 0;
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      if (length === 0) length = lengthOf(chunk);
      received += chunk.length;
      if (received < length) return;
      received = 0;
      answered += 1;
      if (performance.now() < end) return void socket.write(request);
      socket.destroy();
      resolve(answered);
    });
  });
}

/** The length of the response that a chunk begins. */
function lengthOf(chunk: Buffer): number {
  const text = chunk.toString('latin1');
  if (!text.startsWith('HTTP/1.1 200 ')) throw new Error(`not accepted:\n${text}`);
  const head = text.indexOf('\r\n\r\n') + 4;
  const [, body] = /\r\ncontent-length: (\d+)/i.exec(text) ?? [];
  if (body !== undefined) return head + Number(body);
  // Chunked: one chunk and the last one, which come at once.
  if (text.endsWith('\r\n0\r\n\r\n')) return text.length;
  throw new Error(`the end of the answer cannot be told:\n${text}`);
}
