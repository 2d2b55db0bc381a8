// One of several instances of a server. They share a secret, and the parent process remembers for all of
// them which nonce counts were used.
import { createServer } from 'node:http';
import { incomingRequest } from '@sig/core/node';
import { digest } from '@sig/http-auth';

const waiting = new Map();
let lastId = 0;
process.on('message', ({ id, first }) => {
  waiting.get(id)(first);
  waiting.delete(id);
});

const store = {
  use: (nonce, count) =>
    new Promise((resolve) => {
      waiting.set(++lastId, resolve);
      process.send({ id: lastId, nonce, count });
    }),
};
const guard = digest({
  realm: 'both',
  credentials: { user: 'secret' },
  secret: process.env.NONCE_SECRET,
  ...(process.env.SHARED_STORE ? { store } : {}),
});

const server = createServer(async (req, res) => {
  const verdict = await guard(incomingRequest(req, { bodyLimit: 1000 }));
  const headers = verdict.ok ? verdict.headers : verdict.error.headers;
  for (const [name, value] of Object.entries(headers ?? {})) res.setHeader(name, value);
  res.writeHead(verdict.ok ? 200 : verdict.error.status).end(String(process.pid));
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
