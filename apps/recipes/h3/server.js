import { webhook } from '@sig/core/fetch';
import { H3, serve } from 'h3';

const options = { authToken: process.env.TWILIO_AUTH_TOKEN };
const voice = webhook(
  options,
  (_request, { params }) => new Response(`You pressed ${params.Digits}.`),
);
const events = webhook(options, (_request, { body }) => new Response(`Received ${body.type}.`));

const app = new H3();
app.post('/voice', ({ req }) => voice(req));
app.post('/events', ({ req }) => events(req));
serve(app, { port: process.env.PORT ?? 3000 });
