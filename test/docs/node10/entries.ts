// The entries of the adapters, as users of `node10` resolution and without `esModuleInterop` import them.
import * as express from '@sig/express';
import * as fastify from '@sig/fastify';
import * as hono from '@sig/hono';
import * as koa from '@sig/koa';
import * as lambda from '@sig/lambda';
import * as local from '@sig/lambda/local';
import * as nest from '@sig/nest';
import * as next from '@sig/next';
import * as pages from '@sig/next/pages';

import Koa = require('koa');

const options = { authToken: 'token' };
const app = new Koa();
app.use(koa.webhook(options));
app.use((ctx) => {
  ctx.body = koa.isWebhookError(ctx) ? 'no' : 'yes';
});
const verifiers: koa.UpgradeVerifier[] = [
  koa.createVerifier(options, app),
  express.createVerifier(options),
];
const status: number = new express.WebhookError('no-token').status;
const route: next.RouteHandler<unknown> = next.webhook(options, () => new Response());
pages.webhook(options, (req, res) => res.send(req.body.Digits));
const handler = lambda.webhook(options, () => ({ statusCode: 200 }));
const server = local.serve(handler, { port: 0 });
console.log(
  verifiers,
  status,
  route,
  fastify.webhook,
  hono.webhook(options),
  nest.webhook(options),
  server,
);
