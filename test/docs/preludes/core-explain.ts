import assert from 'node:assert/strict';
import { authToken, listening, statuses } from './kit.js';

const options = { authToken };

// snippet

const printed: string[] = [];
console.warn = (...texts: unknown[]) => printed.push(texts.join(' '));
const { port, close } = await listening(async (req, res) => {
  const verdict = await verifier.verify(req);
  res.writeHead(verdict.ok ? 200 : verdict.error.status).end();
});
// Signed for the public name, which the verifier was not given.
assert.deepEqual(await statuses(port), [403, 403]);
assert.match(printed.join('\n'), /^signature-mismatch /m);
close();
