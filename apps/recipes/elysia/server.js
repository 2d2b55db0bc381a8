import { webhook } from '@sig/core/fetch';
import { Elysia } from 'elysia';

const options = { authToken: process.env.TWILIO_AUTH_TOKEN };
const voice = webhook(
  options,
  (_request, { params }) => new Response(`You pressed ${params.Digits}.`),
);
const events = webhook(options, (_request, { body }) => new Response(`Received ${body.type}.`));

new Elysia()
  // Elysia leaves the body alone, whatever a handler reads.
  .post('/voice', ({ request }) => voice(request), { parse: 'none' })
  .post('/events', ({ request }) => events(request), { parse: 'none' })
  .listen(process.env.PORT ?? 3000);
