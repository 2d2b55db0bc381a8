import proxy from '@fastify/http-proxy';
import { fastify } from 'fastify';

const gateway = fastify();
gateway.register(proxy, {
  upstream: process.env.UPSTREAM ?? 'http://localhost:4000',
  prefix: '/phone',
});
await gateway.listen({ port: process.env.PORT ?? 3000 });
