import assert from 'node:assert/strict';
import { sign } from '@sig/core';
import { listening } from './kit.js';

process.env.TWILIO_AUTH_TOKEN = 'the auth token, of 32 characters';

// snippet

const { port, close } = await listening(async (req, res) => {
  const verdict = await verifier.verify(req, { upgrade: true });
  const { callSid } = (verdict.ok && verdict.ticket) || {};
  res.writeHead(verdict.ok ? 200 : verdict.error.status).end(callSid);
});
const { signature } = sign({ authToken: process.env.TWILIO_AUTH_TOKEN, url });
const send = () =>
  fetch(`http://localhost:${port}${new URL(url).pathname}`, {
    headers: { 'X-Twilio-Signature': signature },
  });
const first = await send();
assert.deepEqual([first.status, await first.text()], [200, 'CA0123']);
assert.equal((await send()).status, 403);
close();
