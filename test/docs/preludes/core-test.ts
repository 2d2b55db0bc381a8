import assert from 'node:assert/strict';
import { createVerifier } from '@sig/core/node';
import { authToken, listening, publicUrl } from './kit.js';

const verifier = createVerifier({ authToken, publicUrl });
const { port, close } = await listening(async (req, res) => {
  const verdict = await verifier.verify(req);
  res.end(verdict.ok ? `You pressed ${verdict.params.Digits}.` : verdict.error.code);
});

// snippet

assert.equal(await response.text(), 'You pressed 1.');
close();
