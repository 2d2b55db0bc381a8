// Everything of one copy of core that may reach another: `@sig/express` has a copy of its own here.
import { createServer } from 'node:http';
import * as core from '@sig/core';
import { memoryStore, StoreError } from '@sig/core/store';
import { createStreamTickets } from '@sig/core/tickets';
import * as adapter from '@sig/express';
import { digest, nonceStore } from '@sig/http-auth';
import express from 'express';

const authToken = process.env.TWILIO_AUTH_TOKEN;
const port = Number(process.env.PORT);
const app = express();
const server = createServer(app);

/** Of the other copy: a guard, a store that fails, and a look-up that rejects. */
const failing = { ...memoryStore(), claim: () => Promise.reject(new StoreError('store-full', '')) };
const credentials = { user: 'secret' };
const guards = {
  // Verifies the signature with the other copy, inside this one's.
  signature: core.signatureGuard({ authToken }),
  refuses: () => core.reject('insufficient-scope'),
  throws: () => {
    throw new core.WebhookError('unauthorized');
  },
  digest: digest({ realm: 'calls', credentials, store: nonceStore(memoryStore()) }),
  full: digest({ realm: 'calls', credentials, store: nonceStore(failing) }),
};
for (const [name, httpAuth] of Object.entries(guards)) {
  app.post(`/${name}`, adapter.webhook({ authToken, httpAuth }), (_req, res) => {
    res.send('accepted');
  });
}

const tickets = createStreamTickets({
  secrets: '0123456789abcdef0123456789abcdef',
  store: memoryStore(),
});
app.get('/ticket', (_req, res) => {
  res.send(tickets.url(`ws://localhost:${port}/media`, { callSid: 'CA1' }));
});
const verifier = adapter.createVerifier({ authToken, tickets }, app);
server.on('upgrade', async (req, socket) => {
  const verdict = await verifier.verify(req);
  if (!verdict.ok) return adapter.rejectUpgrade(socket, verdict.error);
  const accepted = `Upgrade: websocket\r\nConnection: Upgrade\r\nX-Call: ${verdict.ticket.callSid}`;
  socket.end(`HTTP/1.1 101 Switching Protocols\r\n${accepted}\r\n\r\n`);
});

app.get('/errors', (_req, res) => {
  const thrown = (make) => {
    try {
      make();
    } catch (error) {
      return error;
    }
  };
  const optionError = thrown(() => adapter.webhook({ authToken: 1 }));
  const webhookError = new adapter.WebhookError('unauthorized');
  res.json({
    copies: core.WebhookError === adapter.WebhookError ? 1 : 2,
    isWebhookError: core.isWebhookError(webhookError),
    webhookError: webhookError instanceof core.WebhookError,
    isOptionError: core.isOptionError(optionError),
    optionError: optionError instanceof core.OptionError,
    typeError: optionError instanceof TypeError,
  });
});

// What reaches the error handler of the app is an error of the adapter's copy or of the guard's.
app.use((error, _req, res, _next) => {
  const known = error instanceof core.WebhookError && error instanceof adapter.WebhookError;
  res
    .status(error.status)
    .set(error.headers)
    .send(`${known ? '' : 'unknown '}${error.code}`);
});
server.listen(port);
