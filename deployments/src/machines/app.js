// One of several servers that share a Redis: logins by Digest, one-time stream tickets, events that are handled once.
import { createServer } from 'node:http';
import { createStreamTickets } from '@sig/core/tickets';
import { createVerifier, rejectUpgrade, webhook } from '@sig/express';
import { digest, nonceStore } from '@sig/http-auth';
import { redisStore } from '@sig/redis';
import express from 'express';
import { createClient } from 'redis';

const { AUTH_TOKEN: authToken, ORIGIN: publicUrl, CLOCK = '0', PORT, REDIS_URL } = process.env;
/** The clock of this machine, which may be wrong. */
const now = () => Date.now() + Number(CLOCK);
const client = createClient({ url: REDIS_URL });
client.on('error', () => {});
const store = redisStore(client);
const httpAuth = digest({
  realm: 'calls',
  credentials: { user: 'secret' },
  secret: 'the same text on every machine',
  store: nonceStore(store),
  now,
});
const tickets = createStreamTickets({ secrets: 'x'.repeat(32), store, now });

const app = express();
app.post('/voice', webhook({ authToken, publicUrl, httpAuth }), (_req, res) => {
  const url = tickets.url('wss://phone.example/media', { callSid: 'CA0123' });
  res.json({ pid: process.pid, url });
});

let runs = 0;
for (const onStoreError of ['refuse', 'run']) {
  const idempotency = { store, key: 'message-status', onStoreError };
  app.post(`/${onStoreError}`, webhook({ authToken, publicUrl, idempotency }), (_req, res) => {
    runs += 1;
    res.send(`run ${runs} of ${process.pid}`);
  });
}

const server = createServer(app);
const verifier = createVerifier({ authToken, publicUrl, tickets });
server.on('upgrade', async (req, socket) => {
  const verdict = await verifier.verify(req);
  if (!verdict.ok) return rejectUpgrade(socket, verdict.error);
  socket.end(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
});
server.listen(Number(PORT), '127.0.0.1');
