import { getRequestListener } from '@hono/node-server';
import { webhook } from '@sig/hono';
import { type Handler, Hono } from 'hono';
import { authToken, expectVerified, publicUrl } from './kit.js';

const app = new Hono();
const handler: Handler = (c) => c.text('done');

// snippet

app.post('/voice', webhook({ authToken, publicUrl }), handler);
await expectVerified(getRequestListener(app.fetch));
