// What is forwarded to, in any language. It is to be reachable by the proxy alone.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

createServer(async (req, res) => {
  const body = await text(req);
  if (req.url.startsWith('/events')) res.end(`Received ${JSON.parse(body).type}.`);
  else res.end(`You pressed ${new URLSearchParams(body).get('Digits')}.`);
}).listen(process.env.PORT ?? 4000);
