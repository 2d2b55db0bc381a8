import { createServer } from 'node:http';
import { NextRequest } from 'next/server.js';
import { toRequest } from './kit.js';
import { POST } from './snippet.js';

// What Next.js does with a route handler, as far as it matters here.
createServer(async (req, res) => {
  const response = await POST(new NextRequest(await toRequest(req)), {});
  res.writeHead(response.status).end(await response.text());
}).listen(3000);
