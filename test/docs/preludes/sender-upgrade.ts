import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createVerifier, rejectUpgrade } from '@sig/core/node';
import { createSender } from '@sig/sender';
import { WebSocketServer } from 'ws';
import { authToken } from './kit.js';

const verifier = createVerifier({ authToken });
const webSockets = new WebSocketServer({ noServer: true });
const server = createServer().listen(3000);
server.on('upgrade', async (req, stream, head) => {
  const verdict = await verifier.verify(req);
  if (!verdict.ok) return rejectUpgrade(stream, verdict.error);
  webSockets.handleUpgrade(req, stream, head, () => {});
});
const call = createSender({ authToken }).call();

// snippet

assert.equal(status, 101);
call.close();
server.close();
