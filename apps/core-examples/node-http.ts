import { createServer, type Server } from 'node:http';
import type { WebhookOptions } from '@sig/core';
import { verifyIncoming } from '@sig/core/node';

export function makeServer(options: WebhookOptions): Server {
  return createServer(async (req, res) => {
    const verdict = await verifyIncoming(req, options);
    if (!verdict.ok) {
      res.writeHead(verdict.error.status).end(JSON.stringify({ code: verdict.error.code }));
      return;
    }
    res.end(`You pressed ${verdict.params.Digits}.`);
  });
}
