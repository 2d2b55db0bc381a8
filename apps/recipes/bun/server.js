import { webhook } from '@sig/core/fetch';

const options = { authToken: process.env.TWILIO_AUTH_TOKEN };

Bun.serve({
  port: process.env.PORT ?? 3000,
  routes: {
    '/voice': {
      POST: webhook(
        options,
        (_request, { params }) => new Response(`You pressed ${params.Digits}.`),
      ),
    },
    '/events': {
      POST: webhook(options, (_request, { body }) => new Response(`Received ${body.type}.`)),
    },
  },
});
