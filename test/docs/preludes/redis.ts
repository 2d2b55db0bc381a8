import assert from 'node:assert/strict';
import './snippet.js';

const send = () => fetch('http://localhost:3000/voice', { method: 'POST' });
// Until it listens.
let response = await send().catch(() => undefined);
for (let i = 0; i < 100 && response === undefined; i++)
  response = await send().catch(() => undefined);
assert.equal(response?.status, 401);
assert.match(response?.headers.get('www-authenticate') ?? '', /^Digest realm="calls"/);
// It would go on: `server.close()` is not at hand here.
process.exit(0);
