import { webhook } from '@sig/fastify';
import fastify from 'fastify';

const app = fastify();
await app.register(webhook, { authToken: process.env.TWILIO_AUTH_TOKEN });
app.post('/voice', async (request) => `You pressed ${request.body.Digits}.`);
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
