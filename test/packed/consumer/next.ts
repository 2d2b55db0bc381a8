import { strictEqual } from 'node:assert';
import { sign } from '@sig/core';
import { webhook } from '@sig/next';
import { webhook as apiWebhook, type WebhookApiRequest } from '@sig/next/pages';
import type { NextApiHandler } from 'next';
// Next.js has no exports map, so Node's own resolution wants the extension.
import { NextRequest } from 'next/server.js';

const authToken = 'token';
const publicUrl = 'https://example.com';
const params = { Digits: '1' };

const POST = webhook({ authToken, publicUrl }, async (request, _context, received) => {
  const form = await request.formData();
  return new Response(`${form.get('Digits')} ${received.params.Digits}`);
});
const api: NextApiHandler = apiWebhook({ authToken }, (req: WebhookApiRequest, res) => {
  res.send(req.body.Digits);
});

async function main(): Promise<void> {
  strictEqual(typeof api, 'function');
  const url = `${publicUrl}/voice`;
  const post = (headers: Record<string, string>) =>
    POST(new NextRequest(url, { method: 'POST', headers, body: new URLSearchParams(params) }), {});
  const { signature } = sign({ authToken, url, params });
  strictEqual(await (await post({ 'X-Twilio-Signature': signature })).text(), '1 1');
  strictEqual((await post({})).status, 403);
  console.log('next: done');
}

main();
