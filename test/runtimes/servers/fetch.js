// Serves the app with what the runtime has.
import { createFetch } from './app.js';

const fetch = createFetch(process.env.FRAMEWORK, process.env.TWILIO_AUTH_TOKEN);
const port = Number(process.env.PORT);
const hostname = '127.0.0.1';

if (globalThis.Bun) Bun.serve({ port, hostname, fetch });
else if (globalThis.Deno) Deno.serve({ port, hostname }, fetch);
else {
  const { serve } = await import('@hono/node-server');
  serve({ fetch, port, hostname });
}
