import { webhook } from '@sig/next';
import { NextRequest } from 'next/server.js';
import { authToken, expectGuarded, toRequest } from './kit.js';

const handler = () => new Response('done');

// snippet

await expectGuarded(async (req, res) => {
  const route = req.method === 'POST' ? POST : GET;
  const response = await route(new NextRequest(await toRequest(req)), {});
  res.writeHead(response.status).end();
});
