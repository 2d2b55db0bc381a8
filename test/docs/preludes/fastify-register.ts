import { webhook } from '@sig/fastify';
import { fastify } from 'fastify';
import { authToken, expectVerified } from './kit.js';

const app = fastify();

// snippet

app.post('/voice', async () => 'done');
await app.ready();
await expectVerified(app.routing);
