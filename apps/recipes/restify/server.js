import { createVerifier } from '@sig/core/node';
import restify from 'restify';

const verifier = createVerifier({ authToken: process.env.TWILIO_AUTH_TOKEN });

/** Without a body parser before it. What was verified is `req.webhook`. */
async function webhook(req, res) {
  const verdict = await verifier.verify(req);
  if (verdict.ok) {
    req.webhook = verdict;
    return;
  }
  const { code, status, headers } = verdict.error;
  res.send(status, { code }, headers);
  return false;
}

const server = restify.createServer();
server.post('/voice', webhook, async (req, res) => {
  res.sendRaw(200, `You pressed ${req.webhook.params.Digits}.`);
});
server.post('/events', webhook, async (req, res) => {
  res.sendRaw(200, `Received ${req.webhook.body.type}.`);
});
server.listen(process.env.PORT ?? 3000);
