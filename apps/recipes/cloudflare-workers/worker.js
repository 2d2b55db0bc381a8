import { env } from 'cloudflare:workers';
import { webhook } from '@sig/core/fetch';

const options = { authToken: env.TWILIO_AUTH_TOKEN };

const routes = {
  '/voice': webhook(
    options,
    (_request, { params }) => new Response(`You pressed ${params.Digits}.`),
  ),
  '/events': webhook(options, (_request, { body }) => new Response(`Received ${body.type}.`)),
};

export default {
  async fetch(request, env, ctx) {
    const handler = routes[new URL(request.url).pathname];
    return handler?.(request, env, ctx) ?? new Response('Not Found', { status: 404 });
  },
};
