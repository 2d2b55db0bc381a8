import { createServer, type Server } from 'node:http';
import type { WebhookOptions } from '@sig/core';
import { createVerifier } from '@sig/core/node';

export function makeServer(options: WebhookOptions): Server {
  const verifier = createVerifier(options);
  return createServer(async (req, res) => {
    const verdict = await verifier.verify(req);
    if (!verdict.ok) {
      res.writeHead(verdict.error.status).end(JSON.stringify({ code: verdict.error.code }));
      return;
    }
    res.end(`You pressed ${verdict.params.Digits}.`);
  });
}
