import { strictEqual } from 'node:assert';
import type { AddressInfo } from 'node:net';
import { sign } from '@sig/core';
import { captureRawBody, createVerifier, rejectUpgrade, WebhookError, webhook } from '@sig/express';
import { validateExpressRequest } from '@sig/express/twilio';
import express from 'express';

const authToken = 'token';
const params = { Digits: '1' };

const app = express();
app.use(express.json({ verify: captureRawBody }));
app.post('/voice', webhook({ authToken }), (req, res) => {
  const digits: string | string[] | undefined = req.body.Digits;
  res.send(digits);
});
app.use(((error, _req, res, _next) => {
  res.status(error.status).send(error instanceof WebhookError ? error.code : 'another error');
}) as express.ErrorRequestHandler);

strictEqual(typeof validateExpressRequest, 'function');
const server = app.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/voice`;
  const post = async (headers: Record<string, string>) => {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: new URLSearchParams(params),
    });
    return response.text();
  };
  const { signature } = sign({ authToken, url, params });
  strictEqual(await post({ 'X-Twilio-Signature': signature }), '1');
  // One class of error, whichever entry it came from.
  strictEqual(await post({}), 'missing-signature');
  server.close();
  console.log('express: done');
});
const verifier = createVerifier({ authToken });
server.on('upgrade', async (req, socket) => {
  const verdict = await verifier.verify(req);
  if (!verdict.ok) rejectUpgrade(socket, verdict.error);
});
