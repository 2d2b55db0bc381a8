import { webhook } from '@sig/fastify';
import { fastify } from 'fastify';

const app = fastify();
app.register(webhook, {
  authToken: process.env.TWILIO_AUTH_TOKEN,
  // With the prefix that the gateway strips: https://example.com/phone
  publicUrl: process.env.PUBLIC_URL,
});
app.post('/voice', async ({ body }) => `You pressed ${body.Digits}.`);
app.post('/events', async ({ body }) => `Received ${body.type}.`);
await app.listen({ port: process.env.PORT ?? 4000 });
