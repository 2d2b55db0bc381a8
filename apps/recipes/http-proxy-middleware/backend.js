// What is forwarded to, in any language. Let nothing but the proxy reach it.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

createServer(async (req, res) => {
  const body = await buffer(req);
  // Lets the test see that no byte is lost (RFC 9530).
  const digest = createHash('sha256').update(body).digest('base64');
  res.setHeader('Content-Digest', `sha-256=:${digest}:`);
  if (req.url.startsWith('/events')) res.end(`Received ${JSON.parse(body).type}.`);
  else res.end(`You pressed ${new URLSearchParams(body.toString()).get('Digits')}.`);
}).listen(process.env.PORT ?? 4000);
