import { webhook } from '@sig/core/fetch';

const options = { authToken: Deno.env.get('TWILIO_AUTH_TOKEN') };

const routes = {
  '/voice': webhook(
    options,
    (_request, { params }) => new Response(`You pressed ${params.Digits}.`),
  ),
  '/events': webhook(options, (_request, { body }) => new Response(`Received ${body.type}.`)),
};

Deno.serve({ port: Number(Deno.env.get('PORT') ?? 3000) }, (request, info) => {
  const handler = routes[new URL(request.url).pathname];
  return handler?.(request, info) ?? new Response('Not Found', { status: 404 });
});
