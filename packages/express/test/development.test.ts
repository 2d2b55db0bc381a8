// What a developer reads on the console when a signature fails, and what must never stand there.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exchange, forgeries, formPost, headerOf, withHeader } from '@sig/conformance';
import { sign } from '@sig/core';
import type { WebhookOptions } from '@sig/express';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const authToken = '0123456789abcdef0123456789abcdef';
const to = { authToken, origin: 'https://public.example' };
const params = { Body: 'a private message', From: '+15550100001' };
let output = '';

beforeEach(() => {
  output = '';
  vi.resetModules();
  for (const method of ['error', 'warn', 'log', 'info'] as const) {
    vi.spyOn(console, method).mockImplementation((...args) => {
      output += `${args.join(' ')}\n`;
    });
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function sendAll(environment: string, options: Partial<WebhookOptions> = {}) {
  vi.stubEnv('NODE_ENV', environment);
  const { default: express } = await import('express');
  const { webhook } = await import('@sig/express');
  const app = express()
    .set('env', 'test')
    .use(webhook({ authToken, ...options }));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const bodies: string[] = [];
  // Behind a proxy that the app does not know of; twice, to hear it once.
  const genuine = withHeader(formPost(to, '/voice', params), 'X-Forwarded-Proto', 'https');
  for (const request of [genuine, genuine, ...forgeries(to).map((play) => play.request)]) {
    if (headerOf(request, 'Upgrade') !== '') continue;
    bodies.push((await exchange(port, request)).body);
  }
  if (environment !== 'production') {
    // Explanations come after the answers, in their order: once that of the last is there, all are.
    const last = { ...genuine, target: '/last' };
    const isToldOf = async () => {
      await exchange(port, last);
      expect(output).toContain('POST /last');
    };
    await vi.waitFor(isToldOf, { timeout: 60_000, interval: 100 });
  }
  server.closeAllConnections();
  server.close();
  return bodies.join('\n');
}

it('says why, once for each cause and route, in five lines or fewer', async () => {
  await sendAll('development');
  const messages = output.split(/(?=\[sig\] )/).filter((text) => text.startsWith('[sig]'));
  const swapped = messages.filter((text) =>
    /: POST \/voice The sender signed another scheme/.test(text),
  );
  expect(swapped.length).toBe(1);
  expect(swapped[0]).toBe(
    [
      '[sig] signature-mismatch: POST /voice The sender signed another scheme than this server sees (TLS ends at a proxy).',
      '  signed: https://public.example/voice',
      '  seen:   http://public.example/voice (first difference at character 5)',
      '  fix: set "publicUrl" to "https://public.example", or let the framework trust the proxy.',
      '',
    ].join('\n'),
  );
  for (const message of messages) expect(message.trim().split('\n').length).toBeLessThanOrEqual(5);
});

it('says nothing in production; onReject may explain', async () => {
  const { explainRequest } = await import('@sig/core/explain');
  const heard: unknown[] = [];
  const options: WebhookOptions = { authToken };
  await sendAll('production', {
    onReject: async (_error, request) => {
      heard.push((await explainRequest(request, options)).cause);
    },
  });
  expect(output).toBe('');
  expect(heard).toContain('scheme-swapped');
});

it('secrets, expected signatures and values appear nowhere', async () => {
  const answers = await sendAll('development');
  const expected = forgeries(to).map(({ request }) => {
    const url = `http://public.example${request.target}`;
    const body = new URLSearchParams(String(request.body ?? ''));
    return sign({ authToken, url, params: [...body] }).signature;
  });
  const genuine = sign({ authToken, url: 'https://public.example/voice', params }).signature;
  for (const secret of [authToken, genuine, ...expected, params.Body, params.From]) {
    expect(output).not.toContain(secret);
    expect(answers).not.toContain(secret);
  }
  expect(answers).not.toMatch(/publicUrl|fix|proxy/);
});
