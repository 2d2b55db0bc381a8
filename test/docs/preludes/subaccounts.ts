import assert from 'node:assert/strict';
import { signedRequest } from '@sig/core';
import { webhook } from '@sig/express';
import express, { type RequestHandler } from 'express';
import { listening } from './kit.js';

const app = express();
app.set('env', 'test');
const handler: RequestHandler = (_req, res) => {
  res.send('done');
};
const accounts: Record<string, string> = { AC1: 'the token of 1', AC2: 'the token of 2' };
const tokens = { find: async (account: string) => accounts[account] };

// snippet

const { port, close } = await listening(app);
const url = 'https://example.com/voice';
const send = async (AccountSid: string, authToken: string) => {
  const request = signedRequest({ authToken, url, params: { AccountSid } });
  return (await fetch(`http://localhost:${port}${request.path}`, request)).status;
};
assert.deepEqual(
  [
    await send('AC1', 'the token of 1'),
    await send('AC2', 'the token of 2'),
    await send('AC1', 'the token of 2'),
    await send('AC3', 'the token of 1'),
  ],
  [200, 200, 403, 403],
);
close();
