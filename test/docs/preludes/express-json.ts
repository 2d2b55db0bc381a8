import assert from 'node:assert/strict';
import { signedRequest } from '@sig/core';
import { webhook } from '@sig/express';
import express from 'express';
import { authToken, listening } from './kit.js';

const app = express();
app.set('env', 'test');

// snippet

const { port, close } = await listening(app);
const url = 'https://example.com/events';
const ended = '{"type":"call.ended"}';
const genuine = signedRequest({ authToken, url, body: ended });
const send = async (body: string) => {
  const request = { ...genuine, body };
  return (await fetch(`http://localhost:${port}${genuine.path}`, request)).status;
};
assert.deepEqual([await send(ended), await send('{"type":"call.begun"}')], [204, 403]);
close();
