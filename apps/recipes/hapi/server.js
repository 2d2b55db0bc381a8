import Hapi from '@hapi/hapi';
import { createVerifier } from '@sig/core/node';

const verifier = createVerifier({ authToken: process.env.TWILIO_AUTH_TOKEN });

/** Options for routes: hapi leaves the body alone, and what was verified is `request.pre.webhook`. */
const webhook = {
  payload: { parse: false, output: 'stream' },
  pre: [{ method: verify, assign: 'webhook' }],
};

async function verify(request, h) {
  const verdict = await verifier.verify(request.raw.req);
  if (verdict.ok) return verdict;
  const { code, status } = verdict.error;
  return h.response({ code }).code(status).takeover();
}

const server = Hapi.server({ port: process.env.PORT ?? 3000 });
server.route({
  method: 'POST',
  path: '/voice',
  options: webhook,
  handler: ({ pre }) => `You pressed ${pre.webhook.params.Digits}.`,
});
server.route({
  method: 'POST',
  path: '/events',
  options: webhook,
  handler: ({ pre }) => `Received ${pre.webhook.body.type}.`,
});
await server.start();
