import { app, type HttpHandler } from '@azure/functions';
import { type FetchHandler, webhook } from '@sig/core/fetch';

const options = { authToken: process.env.TWILIO_AUTH_TOKEN };

/** Azure's `HttpRequest` is not a `Request`; this makes one of its parts. */
function azure(handler: FetchHandler): HttpHandler {
  return async (request) => {
    const { url, method } = request;
    const headers = new Headers([...request.headers]);
    const body = await request.arrayBuffer();
    const response = await handler(new Request(url, { method, headers, body }));
    return { status: response.status, headers: [...response.headers], body: await response.text() };
  };
}

export const voice = azure(
  webhook(options, (_request, { params }) => new Response(`You pressed ${params.Digits}.`)),
);
export const events = azure(
  webhook<[]>(options, (_request, { body }) => {
    const { type } = body as { type: string };
    return new Response(`Received ${type}.`);
  }),
);

app.http('voice', { methods: ['POST'], authLevel: 'anonymous', handler: voice });
app.http('events', { methods: ['POST'], authLevel: 'anonymous', handler: events });
