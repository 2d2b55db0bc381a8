import { strictEqual } from 'node:assert';
import { isWebhookError, signedRequest, webhook } from '@sig/hono';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';

const authToken = 'token';
const publicUrl = 'https://example.com';

const app = new Hono();
app.post('/voice', webhook({ authToken, publicUrl }), (c) => {
  const digits: string | string[] | undefined = c.var.webhook.params.Digits;
  return c.text(String(digits));
});
app.onError((error, c) => {
  const isBoth = isWebhookError(error) && error instanceof HTTPException;
  return c.text(isBoth ? `${error.code} ${error.getResponse().status}` : 'another error');
});

async function main(): Promise<void> {
  const request = signedRequest({ authToken, url: `${publicUrl}/voice`, params: { Digits: '1' } });
  const answer = async (headers: Record<string, string>) =>
    (await app.request(request.path, { ...request, headers })).text();
  strictEqual(await answer(request.headers), '1');
  strictEqual(await answer({}), 'missing-signature 403');
  console.log('hono: done');
}
void main();
