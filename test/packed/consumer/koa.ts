import { strictEqual } from 'node:assert';
import type { AddressInfo } from 'node:net';
import { sign } from '@sig/core';
import { createVerifier, isWebhookError, rejectUpgrade, webhook } from '@sig/koa';
import Koa from 'koa';

const authToken = 'token';
const params = { Digits: '1' };

const app = new Koa();
app.use(async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    if (!isWebhookError(error)) throw error;
    ctx.status = error.status;
    ctx.body = error.code;
  }
});
app.use(webhook({ authToken })).use((ctx) => {
  const digits: string | string[] | undefined = ctx.request.body.Digits;
  ctx.body = digits;
});

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
  strictEqual(await post({}), 'missing-signature');
  server.close();
  console.log('koa: done');
});
const verifier = createVerifier({ authToken }, app);
server.on('upgrade', async (req, socket) => {
  const verdict = await verifier.verify(req);
  if (!verdict.ok) rejectUpgrade(socket, verdict.error);
});
