import { getRequestListener } from '@hono/node-server';
import { webhook } from '@sig/hono';
import { type Handler, Hono } from 'hono';
import { authToken, expectOnce, publicUrl } from './kit.js';

const app = new Hono();
const handler: Handler = (c) => c.text('done');

// snippet

await expectOnce(getRequestListener(app.fetch));
