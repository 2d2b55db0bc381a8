import { webhook } from '@sig/fastify';
import { fastify } from 'fastify';
import { authToken, expectVerified, publicUrl } from './kit.js';

const app = fastify();
await app.register(webhook, { authToken, publicUrl });

// snippet

app.post('/voice', async () => 'done');
await app.ready();
await expectVerified(app.routing);
