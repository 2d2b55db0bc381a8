import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createVerifier } from '@sig/core/node';
import { digest } from '@sig/http-auth';
import { authToken } from './kit.js';

const httpAuth = digest({ realm: 'calls', credentials: { user: 'secret' } });
const verifier = createVerifier({ authToken, httpAuth });
const server = createServer(async (req, res) => {
  const verdict = await verifier.verify(req);
  if (verdict.ok) return res.end('done');
  res.writeHead(verdict.error.status, verdict.error.headers).end();
}).listen(3000);

// snippet

assert.deepEqual([first.status, menu.status], [200, 200]);
assert.deepEqual(
  [...first.exchange, ...menu.exchange].map(({ status }) => status),
  [401, 200, 200],
);
server.close();
