import { createServer } from 'node:http';
import { toRequest } from './kit.js';
import handler from './snippet.js';

createServer(async (req, res) => {
  const response = await handler.fetch(await toRequest(req));
  res.writeHead(response.status).end(await response.text());
}).listen(3000);
