import { webhook } from '@sig/next';
import { NextRequest } from 'next/server.js';
import { authToken, expectOnce, publicUrl, toRequest } from './kit.js';

const handler = () => new Response('done');

// snippet

await expectOnce(async (req, res) => {
  const response = await POST(new NextRequest(await toRequest(req)), {});
  res.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
});
