import { strictEqual } from 'node:assert';
import type { AddressInfo } from 'node:net';
import { sign } from '@sig/core';
import { type Params, webhook } from '@sig/fastify';
import { fastify } from 'fastify';

const authToken = 'token';
const params = { Digits: '1' };

async function main(): Promise<void> {
  const app = fastify();
  await app.register(webhook, { authToken });
  app.post<{ Body: Params }>('/voice', async (request) => request.body.Digits);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/voice`;
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
  strictEqual(JSON.parse(await post({})).code, 'missing-signature');
  await app.close();
  console.log('fastify: done');
}

main();
