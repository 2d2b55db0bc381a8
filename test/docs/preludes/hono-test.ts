import assert from 'node:assert/strict';
import { webhook } from '@sig/hono';
import { Hono } from 'hono';
import { authToken, publicUrl } from './kit.js';

const app = new Hono();
app.post('/voice', webhook({ authToken, publicUrl }), (c) =>
  c.text(`You pressed ${c.var.webhook.params.Digits}.`),
);

// snippet

assert.equal(await response.text(), 'You pressed 1.');
