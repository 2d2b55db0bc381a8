// A Hono server, with the form read and parsed, or verified too: `node hono.js sig`.
import { serve } from '@hono/node-server';
import { webhook } from '@sig/hono';
import { Hono } from 'hono';
import { authToken, origin, path } from './settings.js';

const answer = (c, { CallSid }) =>
  c.body(`<Response><Say>${CallSid}</Say></Response>`, 200, { 'Content-Type': 'text/xml' });

const ways = {
  sig: [webhook({ authToken, publicUrl: origin }), (c) => answer(c, c.var.webhook.params)],
  parser: [async (c) => answer(c, await c.req.parseBody())],
};

const app = new Hono();
app.post(path, ...ways[process.argv[2]]);
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
