// The app of every runtime, with Hono and with a bare handler of requests.
import { webhook as handler } from '@sig/core/fetch';
import { webhook } from '@sig/hono';
import { Hono } from 'hono';

/** @param {string} framework `hono` or `fetch` */
export function createFetch(framework, authToken) {
  if (framework === 'hono') {
    const app = new Hono();
    app.post('/voice', webhook({ authToken }), (c) =>
      c.text(`You pressed ${c.var.webhook.params.Digits}.`),
    );
    return app.fetch;
  }
  const voice = handler(
    { authToken },
    (_request, { params }) => new Response(`You pressed ${params.Digits}.`),
  );
  return (request, ...more) => {
    const isThere = request.method === 'POST' && new URL(request.url).pathname === '/voice';
    return isThere ? voice(request, ...more) : new Response('Not Found', { status: 404 });
  };
}
