// What the host of Azure Functions does: makes an `HttpRequest` and a context, and serves the functions under `/api`.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import * as functions from '../azure-functions/functions.js';

// ES modules do not see all that it exports.
const azure: typeof import('@azure/functions') = createRequire(import.meta.url)('@azure/functions');
const context = new azure.InvocationContext();

createServer(async (req, res) => {
  const { method = '', url = '', headers } = req;
  const handler = url.startsWith('/api/events') ? functions.events : functions.voice;
  const request = new azure.HttpRequest({
    method,
    url: `http://${headers.host}${url}`,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `${value}`])),
    body: { bytes: await buffer(req) },
  });
  const response = await handler(request, context);
  res.writeHead(response?.status ?? 200).end(response?.body);
}).listen(process.env.PORT);
