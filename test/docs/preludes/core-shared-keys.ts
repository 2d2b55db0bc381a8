import assert from 'node:assert/strict';
import { sign } from '@sig/core';
import { listening } from './kit.js';

process.env.SHARED_KEY_SECRET = 'the secret of the key';

// snippet

const { port, close } = await listening(async (req, res) => {
  const verdict = await verifier.verify(req);
  res.writeHead(verdict.ok ? 200 : verdict.error.status).end();
});
const url = 'https://example.com/voice';
const statuses: number[] = [];
for (const [id, secret] of [
  ['KEY_ID', 'the secret of the key'],
  ['KEY_ID', 'another secret'],
  ['OTHER', 'the secret of the key'],
] as const) {
  const { signature, signatureSettings = '' } = sign({ sharedKey: { id, secret }, url });
  const headers = {
    'X-Twilio-Signature': signature,
    'X-Twilio-Webhooks-Signature-Settings': signatureSettings,
  };
  statuses.push((await fetch(`http://localhost:${port}/voice`, { headers })).status);
}
assert.deepEqual(statuses, [200, 403, 403]);
close();
