import { webhook } from '@sig/next';
import { NextRequest } from 'next/server.js';
import { authToken, expectVerified, toRequest } from './kit.js';

const handler = () => new Response('done');

// snippet

await expectVerified(async (req, res) => {
  const response = await POST(new NextRequest(await toRequest(req)), {});
  res.writeHead(response.status).end();
});
