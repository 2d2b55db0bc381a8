// A Fastify server, with the form read and parsed, or verified too: `node fastify.js sig`.
import formbody from '@fastify/formbody';
import { webhook } from '@sig/fastify';
import Fastify from 'fastify';
import { authToken, origin, path } from './settings.js';

const ways = {
  sig: (app) => app.register(webhook, { authToken, publicUrl: origin }),
  parser: (app) => app.register(formbody),
};

const app = Fastify();
await ways[process.argv[2]](app);
app.post(path, (request, reply) =>
  reply.type('text/xml').send(`<Response><Say>${request.body.CallSid}</Say></Response>`),
);
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
