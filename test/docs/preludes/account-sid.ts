import assert from 'node:assert/strict';
import { signedRequest } from '@sig/core';
import { webhook } from '@sig/express';
import express, { type RequestHandler } from 'express';
import { authToken, listening } from './kit.js';

const app = express();
app.set('env', 'test');
const handler: RequestHandler = (_req, res) => {
  res.send('done');
};

// snippet

const { port, close } = await listening(app);
const url = 'https://example.com/voice';
const send = async (AccountSid: string) => {
  const request = signedRequest({ authToken, url, params: { AccountSid } });
  return (await fetch(`http://localhost:${port}${request.path}`, request)).status;
};
assert.equal(await send('AC00000000000000000000000000000002'), 200);
assert.equal(await send('AC00000000000000000000000000000003'), 403);
close();
