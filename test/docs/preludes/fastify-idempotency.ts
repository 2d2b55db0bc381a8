import { webhook } from '@sig/fastify';
import { fastify } from 'fastify';
import { authToken, expectOnce, publicUrl } from './kit.js';

const app = fastify();

// snippet

app.post('/sms', async () => 'done');
await app.ready();
await expectOnce(app.routing);
