// The samples in the READMEs are what the program prints: written by a run, and held to it in CI.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { sign } from '@sig/core';
import express from 'express';
import twilio from 'twilio';
import { expect, it } from 'vitest';
import { authToken, goodServer } from './broken-servers.js';
import { sig } from './run.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Puts a sample between its marks, or compares it with what stands there. */
function hold(file: string, name: string, sample: string): void {
  const path = root + file;
  const text = readFileSync(path, 'utf8');
  const marks = new RegExp(`(<!-- sample: ${name} -->\n\`\`\`text\n)[^]*?(\`\`\`)`);
  expect(text).toMatch(marks);
  const wanted = text.replace(marks, (_, start, end) => `${start}${sample.trim()}\n${end}`);
  if (process.env.CI !== undefined) expect(text).toBe(wanted);
  else if (text !== wanted) writeFileSync(path, wanted);
}

async function reportCard(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { stdout } = await sig(['doctor', `http://127.0.0.1:${port}/voice`], {
    token: authToken,
    env: { COLUMNS: '90' },
  });
  server.closeAllConnections();
  server.close();
  // Ports and times are those of one run.
  return stdout.replaceAll(`127.0.0.1:${port}`, 'localhost:3000').replace(/ \d+ ms$/gm, '');
}

it('an explanation', async () => {
  const url = 'https://example.com/api/voice?lang=en';
  const { signature } = sign({ authToken, url, params: { Digits: '1' } });
  const request = [
    'POST /voice?lang=en HTTP/1.1',
    'Host: 10.0.0.7:3000',
    'X-Forwarded-Proto: http',
    'X-Forwarded-Host: example.com',
    'X-Forwarded-Prefix: /api',
    'Content-Type: application/x-www-form-urlencoded',
    `X-Twilio-Signature: ${signature}`,
    '',
    'Digits=1',
  ].join('\n');
  const { stdout } = await sig(['explain', '--request', '-'], { token: authToken, input: request });
  expect(stdout).toContain('signed: https://example.com/api/voice');
  hold('README.md', 'explanation', stdout);
});

it('a report card', async () => {
  hold('README.md', 'report card', await reportCard(goodServer()));
});

it("the official package's middleware", async () => {
  delete process.env.TWILIO_AUTH_TOKEN;
  const app = express().set('env', 'test');
  app.use(express.urlencoded({ extended: false }), express.json());
  app.post('/voice', twilio.webhook(authToken) as express.RequestHandler, (_req, res) => {
    res.type('text/xml').send('<Response/>');
  });
  hold('packages/cli/README.md', 'official middleware', await reportCard(app));
});
