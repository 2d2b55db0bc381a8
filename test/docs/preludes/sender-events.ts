import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createVerifier } from '@sig/core/node';
import { basic } from '@sig/http-auth';
import { authToken } from './kit.js';

const httpAuth = basic({ realm: 'events', credentials: { user: 'secret' } });
const verifier = createVerifier({ authToken, httpAuth });
const server = createServer(async (req, res) => {
  const verdict = await verifier.verify(req);
  res.writeHead(verdict.ok ? 200 : verdict.error.status).end();
}).listen(3000);

// snippet

assert.equal(status, 200);
server.close();
