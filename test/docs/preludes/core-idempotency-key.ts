import assert from 'node:assert/strict';
import { webhook } from '@sig/core/fetch';
import { memoryStore } from '@sig/core/store';
import { authToken, message, publicUrl } from './kit.js';

const store = memoryStore();
let runs = 0;
const respond = () => {
  runs += 1;
  return new Response(String(runs));
};

// snippet

const send = async (token?: string) => {
  const headers = { ...message.headers, ...(token && { 'I-Twilio-Idempotency-Token': token }) };
  return (await handler(new Request(message.url, { ...message, headers }))).text();
};
assert.deepEqual([await send('a'), await send('a'), await send('b')], ['1', '1', '2']);
assert.deepEqual([await send(), await send()], ['3', '4']);
