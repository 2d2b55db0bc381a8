import assert from 'node:assert/strict';
import './snippet.js';

const response = await fetch('http://localhost:3000/voice', { method: 'POST' });
assert.equal(response.status, 403);
// It would go on: the proxy is not at hand here.
process.exit(0);
