import assert from 'node:assert/strict';
import { type Params, webhook } from '@sig/fastify';
import { fastify } from 'fastify';
import { authToken, publicUrl } from './kit.js';

const app = fastify();
await app.register(webhook, { authToken, publicUrl });
app.post<{ Body: Params }>('/voice', async (request) => `You pressed ${request.body.Digits}.`);

// snippet

assert.equal(response.body, 'You pressed 1.');
