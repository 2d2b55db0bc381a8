import assert from 'node:assert/strict';
import { webhook } from '@sig/koa';
import Koa from 'koa';
import { authToken, listening, publicUrl } from './kit.js';

const app = new Koa();
app.use(webhook({ authToken, publicUrl })).use((ctx) => {
  ctx.body = `You pressed ${ctx.request.body.Digits}.`;
});
const { port, close } = await listening(app.callback());

// snippet

assert.equal(await response.text(), 'You pressed 1.');
close();
