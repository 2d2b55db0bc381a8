// Apps of Express and Koa that run in a function: the adapters verify what the wrapper makes of an event, or
// `webhook()` of this package verifies the event first.
import codegenie from '@codegenie/serverless-express';
import Router from '@koa/router';
import { webhook as expressWebhook } from '@sig/express';
import { webhook as koaWebhook } from '@sig/koa';
import { type LambdaEvent, sign, webhook } from '@sig/lambda';
import type { Trigger } from '@sig/lambda/local';
import vendia from '@vendia/serverless-express';
import express from 'express';
import Koa from 'koa';
import serverless from 'serverless-http';
import { describe, expect, it } from 'vitest';
import { toEvent } from '../src/local/to-event.js';

const authToken = 'token';
const publicUrl = 'https://example.com';
const options = { authToken, publicUrl };
const params = { AccountSid: 'AC1', Digits: '1' };
const form = new URLSearchParams(params).toString();

interface Answer {
  readonly statusCode: number;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

type Function = (event: LambdaEvent, context: object) => Promise<Answer>;

/** What the declarations of these packages hide: that they export a function. */
type Wrapper = (options: object) => Function;

function expressApp(verified: boolean) {
  const app = express().set('env', 'test');
  const guards = verified ? [express.urlencoded()] : [expressWebhook(options)];
  app.all('/{*path}', ...guards, (req, res) => {
    res.json([req.body, req.originalUrl]);
  });
  return app;
}

function koaApp() {
  const app = new Koa();
  app.silent = true;
  app.use(koaWebhook(options) as never);
  const router = new Router();
  router.all(/.*/, (ctx) => {
    ctx.body = [(ctx.request as { body?: unknown }).body, ctx.originalUrl];
  });
  return app.use(router.routes() as never);
}

const wrappers: Record<string, (app: never) => Function> = {
  'serverless-http': (app) => serverless(app) as never,
  '@vendia/serverless-express': (app) =>
    (vendia as unknown as Wrapper)({ app, resolutionMode: 'PROMISE' }),
  '@codegenie/serverless-express': (app) => (codegenie as unknown as Wrapper)({ app }),
};

const triggers: Trigger[] = [
  'rest-api',
  'http-api',
  'function-url',
  'load-balancer',
  'load-balancer-multi',
];

function eventOf(trigger: Trigger, target: string, body = form): LambdaEvent {
  const { signature } = sign({ authToken, url: publicUrl + target, params });
  const headers = {
    Host: 'internal.example',
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Port': '443',
    'X-Forwarded-For': '203.0.113.7',
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-Twilio-Signature': signature,
  };
  const req = { method: 'POST', url: target, rawHeaders: Object.entries(headers).flat() };
  const event = toEvent(req, Buffer.from(body), { trigger, trustProxy: true });
  return JSON.parse(JSON.stringify(event));
}

function jsonOf({ statusCode, body, isBase64Encoded }: Answer): unknown {
  const text = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString();
  return [statusCode, JSON.parse(text)];
}

for (const [name, wrap] of Object.entries(wrappers)) {
  describe.each(triggers)(`${name}, %s`, (trigger) => {
    it.each([
      ['@sig/express', () => expressApp(false)],
      ['@sig/koa', koaApp],
    ])('%s: genuine requests get in, forged ones do not', async (_adapter, make) => {
      const run = wrap(make() as never);
      for (const target of ['/voice', '/voice?lang=de']) {
        const genuine = await run(eventOf(trigger, target), {});
        expect(jsonOf(genuine)).toEqual([200, [params, target]]);
      }
      const forged = await run(eventOf(trigger, '/voice', `${form}&x=1`), {});
      expect(forged.statusCode).toBe(403);
      const other = { ...eventOf(trigger, '/voice'), path: '/other', rawPath: '/other' };
      expect((await run(other, {})).statusCode).toBeGreaterThanOrEqual(400);
    });

    it('@sig/lambda before it: the app reads what was verified', async () => {
      const run = wrap(expressApp(true) as never);
      const handler = webhook(options, (event: LambdaEvent, context: object) =>
        run(event, context),
      );
      const shuffled = eventOf(trigger, '/voice?lang=de', `${form}&Digits=1`);
      expect(jsonOf(await handler(shuffled, {}))).toEqual([200, [params, '/voice?lang=de']]);
      const forged = await handler(eventOf(trigger, '/voice', `${form}&x=1`), {});
      expect(forged.statusCode).toBe(403);
    });
  });
}
